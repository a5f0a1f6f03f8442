import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/core/evidence/finding.ts';
import type { LogOrigins } from '../../../src/core/evidence/log-origins.ts';
import { type Known, weigh } from '../../../src/core/evidence/weigh.ts';
import {
  beganAt,
  dayBefore,
  linesFrom,
  minuteMs,
  morning,
  origins,
  release,
  releases,
  right,
  volumeOf,
  weighedAt,
  window,
  writesOf,
  wrong,
} from './second-morning.ts';

type Wrong = Extract<Finding, { id: 'wrong-environment' }>;

function found(known: Known): Wrong | undefined {
  return weigh(known).findings.find((one): one is Wrong => one.id === 'wrong-environment');
}
const kindsOf = (list: readonly { readonly kind: string }[] | undefined) =>
  list?.map(({ kind }) => kind);

const calm = linesFrom({ fromAt: window.fromAt, toAt: beganAt }, right);
const since = { fromAt: beganAt, toAt: weighedAt };

describe('the second morning', () => {
  const finding = found(morning());

  it('is known: the lines name staging and staging’s database, and neither was there before', () => {
    expect(finding).toMatchObject({
      sure: 'known',
      from: ['log-volume', 'database'],
      wrong: {
        home: 'production',
        other: 'staging',
        release: 'points-api:44 · dev-ben-local',
        against: [],
        stray: { firstAt: beganAt, share: 1, isCut: false, isOver: false, lines: 480, writes: 288 },
        strays: { tenants: { hit: 288 } },
      },
    });
  });

  it('names every sign, with its figures', () => {
    expect(finding?.wrong.signs).toEqual([
      { kind: 'says', word: 'staging' },
      { kind: 'reaches', host: wrong.database, of: 'staging' },
      { kind: 'writes-fell', instance: 'points-db-1', left: expect.closeTo(0.058, 3) },
      { kind: 'odd-build', tag: 'dev-ben-local' },
    ]);
  });

  it('began with the first such line, not with the alarm', () => {
    expect(weigh(morning()).onset).toEqual({ at: beganAt, from: 'lines' });
  });

  it('is told first', () => {
    expect(weigh(morning()).findings[0]?.id).toBe('wrong-environment');
  });

  it('is over once no such line has come for minutes, with the count to its end', () => {
    const endedAt = weighedAt - 5 * minuteMs;
    const lines = [
      calm,
      linesFrom({ fromAt: beganAt, toAt: endedAt }, wrong),
      linesFrom({ fromAt: endedAt, toAt: weighedAt }, right),
    ];
    const database = writesOf((at) => (at < beganAt || at >= endedAt ? 12 : 0.7));
    const over = found(morning({ lines }, { database }))?.wrong;
    expect(over?.stray).toMatchObject({ isOver: true, lastAt: endedAt - 1_000, lines: 280 });
    expect(kindsOf(over?.signs)).toContain('writes-fell');
    expect(over?.against).toEqual([]);
  });

  it('is seen after the rollback too, when the time before that release is full of it', () => {
    const before = { fromAt: beganAt - 20 * minuteMs, toAt: weighedAt - 6 * minuteMs };
    const volume = volumeOf({
      ...origins,
      before: [
        linesFrom({ ...before, toAt: beganAt }, right),
        linesFrom({ ...before, fromAt: beganAt }, wrong),
      ],
    });
    const baseline = { is: 'before-release', window: before, release: 'points-api:45' } as const;
    const evidence = { ...morning().evidence, 'log-volume': { ...volume, baseline } };
    expect(found({ ...morning(), evidence })).toMatchObject({
      sure: 'known',
      wrong: { stray: { firstAt: beganAt } },
    });
  });

  it('that began before the window is counted from there, and said to be more', () => {
    const lines = [linesFrom(window, wrong)];
    expect(found(morning({ lines }))?.wrong.stray).toMatchObject({ isCut: true, lines: 1200 });
  });
});

describe('less than both is less than known', () => {
  const lines = (said: Partial<typeof wrong>) => [calm, linesFrom(since, { ...right, ...said })];

  it('only the database is another’s: likely, and the lines still call themselves production', () => {
    const finding = found(morning({ lines: lines({ database: wrong.database }) }));
    expect(finding?.sure).toBe('likely');
    expect(finding?.wrong.against).toEqual([{ kind: 'own-name', word: 'production' }]);
  });

  it('only the name is another’s, with the right database: a guess, somebody renamed it', () => {
    const database = writesOf(() => 12);
    const finding = found(morning({ lines: lines({ env: 'staging' }) }, { database }));
    expect(finding?.sure).toBe('guess');
    expect(kindsOf(finding?.wrong.against)).toEqual(['own-database', 'writes-steady']);
  });

  it('only the name, and the lines name no database: likely', () => {
    const { database: _right, ...noHost } = right;
    const changed = [
      linesFrom({ fromAt: window.fromAt, toAt: beganAt }, noHost),
      linesFrom(since, { ...noHost, env: 'staging' }),
    ];
    expect(found(morning({ lines: changed }))?.sure).toBe('likely');
  });

  it('a database nobody configured: a guess', () => {
    const finding = found(morning({ lines: lines({ database: 'points-new.internal' }) }));
    expect(finding).toMatchObject({ sure: 'guess' });
    expect(finding?.wrong).not.toHaveProperty('other');
  });

  it('a word for no environment that is configured: a guess', () => {
    expect(found(morning({ lines: lines({ env: 'development' }) }))?.sure).toBe('guess');
  });

  it('the writer writes as much as ever: both signs are only likely', () => {
    const finding = found(morning({}, { database: writesOf(() => 12) }));
    expect(finding?.sure).toBe('likely');
    expect(finding?.wrong.against).toEqual([{ kind: 'writes-steady', instance: 'points-db-1' }]);
  });

  it('a canary of one line in ten is found with its share, and steady writes do not speak against it', () => {
    const mixed = [linesFrom(window, right, 36), linesFrom(since, wrong, 4)];
    const finding = found(morning({ lines: mixed }, { database: writesOf(() => 12) }));
    expect(finding?.sure).toBe('known');
    expect(finding?.wrong.stray?.share).toBeCloseTo(0.1, 2);
    expect(finding?.wrong.against).toEqual([]);
  });
});

describe('no false alarm', () => {
  const cases: readonly (readonly [string, Partial<LogOrigins>])[] = [
    ['the service was always called so', { before: [linesFrom(dayBefore, wrong)] }],
    [
      'a job of every day names staging, then as now',
      { before: [linesFrom(dayBefore, right), linesFrom(dayBefore, wrong, 1)] },
    ],
    ['prod and production are one', { lines: [calm, linesFrom(since, { ...right, env: 'prod' })] }],
    ['blue and green are none', { lines: [calm, linesFrom(since, { ...right, env: 'green' })] }],
    [
      'the reader of the same database',
      { lines: [calm, linesFrom(since, { ...right, database: 'points-db-2' })] },
    ],
    [
      'a handful of lines',
      {
        lines: [
          linesFrom(window, right),
          linesFrom({ ...since, fromAt: weighedAt - 3 * minuteMs }, wrong, 3),
        ],
      },
    ],
    [
      'nobody looked at the time before, and it was so from the first minute',
      { before: [], lines: [linesFrom(window, wrong)] },
    ],
    [
      'rare lines that may have been missed before',
      {
        before: [],
        lines: [
          calm,
          { ...linesFrom({ ...since, fromAt: window.fromAt + 90_000 }, wrong, 1), lines: 12 },
        ],
      },
    ],
    [
      'lines that say nothing',
      { lines: [linesFrom(window, {})], before: [linesFrom(dayBefore, {})] },
    ],
    ['no lines at all', { lines: [], before: [] }],
  ];
  it.each(cases)('%s', (_, changed) => {
    expect(found(morning(changed, { database: writesOf(() => 12) }))).toBeUndefined();
  });

  it('a baseline that was not read tells no news, but the window itself does', () => {
    const { before: _, ...unread } = origins;
    const volume = volumeOf(unread);
    expect(found(morning({}, { 'log-volume': volume }))).toMatchObject({ sure: 'known' });
    const all = volumeOf({ ...unread, lines: [linesFrom(window, wrong)] });
    const database = writesOf(() => 12);
    expect(found(morning({}, { 'log-volume': all, database }))).toBeUndefined();
  });

  it('nothing is claimed from logs that were not read', () => {
    const failed = { ...volumeOf(undefined), status: 'failed' as const };
    expect(found(morning({}, { 'log-volume': failed }))).toBeUndefined();
  });

  it('what was always there does not hide what has come', () => {
    const odd = { ...right, database: 'reports.internal' };
    const changed = {
      lines: [...origins.lines, linesFrom(window, odd, 2)],
      before: [linesFrom(dayBefore, right), linesFrom(dayBefore, odd, 2)],
    };
    expect(found(morning(changed))?.wrong).toMatchObject({
      other: 'staging',
      stray: { firstAt: beganAt },
    });
  });

  it('without the database’s numbers nothing is said of its writes', () => {
    const { database: _, ...rest } = morning().evidence;
    const finding = found({ ...morning(), evidence: rest });
    expect(finding).toMatchObject({ sure: 'known', from: ['log-volume'] });
    expect(kindsOf(finding?.wrong.signs)).toEqual(['says', 'reaches', 'odd-build']);
  });
});

describe('tenants that came up elsewhere', () => {
  const guests = [
    {
      environment: 'staging',
      tenants: 42,
      names: ['shop-001'],
      lines: 600,
      firstAt: beganAt,
      lastAt: weighedAt,
    },
  ];
  const lines = [linesFrom(window, right)];

  it('while production’s own logs fell: likely', () => {
    const volume = volumeOf({ ...origins, lines, guests }, 4);
    const finding = found(morning({}, { 'log-volume': volume, database: writesOf(() => 12) }));
    expect(finding).toMatchObject({ sure: 'likely', wrong: { other: 'staging' } });
    expect(kindsOf(finding?.wrong.signs)).toEqual(['guests']);
  });

  it('while production’s own logs are as full as before: a guess, it may be a copy', () => {
    const finding = found(morning({ lines, guests }, { database: writesOf(() => 12) }));
    expect(finding?.sure).toBe('guess');
    expect(kindsOf(finding?.wrong.against)).toContain('still-here');
  });
});

describe('writes that vanish without an outage', () => {
  const silentLines = { lines: [linesFrom(window, {})], before: [linesFrom(dayBefore, {})] };

  it('since a release, while nothing fails and the log is as full as ever: a guess', () => {
    const finding = found(morning(silentLines));
    expect(finding?.sure).toBe('guess');
    expect(kindsOf(finding?.wrong.signs)).toEqual(['writes-fell', 'odd-build']);
  });

  it.each([
    ['no release', { ...morning(silentLines), releases: [] }],
    ['errors were not asked', without('errors')],
    ['the log fell as well: that is an outage, or the night', fallen()],
    [
      'the writes fell long after the release',
      { ...morning(silentLines), releases: [release('points-api:41', weighedAt - 48 * 3_600_000)] },
    ],
  ])('%s: nothing', (_, known) => {
    expect(found(known)).toBeUndefined();
  });

  function without(kind: 'errors'): Known {
    const { [kind]: _, ...evidence } = morning(silentLines).evidence;
    return { ...morning(), evidence };
  }
  function fallen(): Known {
    return morning({}, { 'log-volume': volumeOf({ ...origins, ...silentLines }, 4) });
  }
});

describe('the build', () => {
  it('is odd only where none before had such a tag', () => {
    const usual = [
      releases[0] as never,
      release('points-api:43 · dev-ana-local', weighedAt - 20 * 3_600_000),
      ...releases.slice(1),
    ];
    const finding = found({ ...morning(), releases: usual });
    expect(kindsOf(finding?.wrong.signs)).not.toContain('odd-build');
  });

  it('is not named where no release was rolling out', () => {
    const old = [release('points-api:41 · 2026.11.21', weighedAt - 48 * 3_600_000)];
    expect(found({ ...morning(), releases: old })?.wrong).not.toHaveProperty('release');
  });
});
