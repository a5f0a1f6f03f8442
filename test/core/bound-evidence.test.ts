import { describe, expect, it } from 'vitest';
import { pictureOfKind } from '../../src/core/briefing/pictures/single.ts';
import { slowReport } from '../../src/core/briefing/slow-report.ts';
import type { Evidence } from '../../src/core/evidence/evidence.ts';
import { estimateOnset } from '../../src/core/evidence/onset.ts';
import type { EvidenceKind } from '../../src/core/evidence/question.ts';
import { utf8Length } from '../../src/core/kit/text.ts';
import { boundEvidence } from '../../src/core/steps/bound-evidence.ts';
import { largestEvidence } from '../support/largest-evidence.ts';
import { monday, opened, play, words } from '../support/points-world.ts';
import { slowClass, slowEvidence } from './briefing/slow-evidence.ts';

const minute = 60_000;
const texts = { plain: 'select a ', Korean: '포인트를 쓸 수 없습니다 ', escaped: '"\\\u0001\n' };

describe.each(Object.entries(texts))('the largest evidence, with %s text', (_, text) => {
  it.each(largestEvidence(text).map((one) => [one.kind, one] as const))(
    'is kept in 150 KB: %s',
    (_kind, evidence) => {
      const kept = JSON.stringify(boundEvidence(evidence));
      expect(utf8Length(kept)).toBeLessThan(150_000);
      expect(utf8Length(kept)).toBeGreaterThan(30_000);
    },
  );
});

describe('what is kept of a large answer', () => {
  const all = largestEvidence('x ');
  const of = (kind: EvidenceKind): Evidence => {
    const found = all.find((one) => one.kind === kind);
    if (!found) throw new Error(`no ${kind}`);
    return boundEvidence(found);
  };

  it('keeps the link to the list of who was hit whole, and leaves out one too long to show', () => {
    const linkOf = (length: number) => {
      const link = `https://${'x'.repeat(length)}`;
      const tenants = { hit: 312, names: ['shop-001'], link };
      const origins = {
        home: { name: 'production', databases: [] },
        others: [],
        lines: [],
        strays: { tenants },
      };
      const kept = boundEvidence({ ...of('log-volume'), volume: { groups: [], origins } });
      return kept.volume?.origins?.strays?.tenants?.link?.length;
    };
    expect([linkOf(1_000), linkOf(2_000)]).toEqual([1_008, undefined]);
  });

  it('says how many kinds there were', () => {
    expect(of('errors').kindsFound).toBe(200);
    expect(of('slow-queries').kindsFound).toBe(200);
  });

  it('says how many it leaves out in the file of all slow queries', () => {
    const kept = of('slow-queries');
    const left = 200 - (kept.slow?.classes.length ?? 0);
    expect(slowReport(kept, words, 'UTC')).toContain(words.evidenceBriefing.more(left));
    expect(slowReport(kept, words, 'UTC')).toContain(words.slow.gone(200, '400 ms'));
  });

  it('keeps the newest changes, oldest first', () => {
    const changes = of('changes').changes?.changes ?? [];
    expect(changes.at(-1)?.at).toBe(monday - 1_440 * minute + 199);
    expect(changes.length).toBeGreaterThan(30);
    expect(changes[0]?.at).toBeLessThan(changes.at(-1)?.at ?? 0);
  });

  it('counts the names it leaves out as others, so that shares stay true', () => {
    const { groups, population } = of('errors').errors ?? { groups: [] };
    expect(groups[0]?.targets).toHaveLength(6);
    expect(groups[0]?.targets?.at(-1)?.name).toBe('(others)');
    expect(population?.hosts).toHaveLength(51);
    expect(groups.slice(0, 3).every(({ minutes }) => minutes?.length)).toBe(true);
  });

  it('keeps what is recognised or new, however seldom it came, in the order of how often', () => {
    const [errors] = all;
    const groups = Array.from({ length: 60 }, (_, n) => ({
      id: `g${n}`,
      title: 'T',
      count: 600 - n,
      firstAt: monday,
      lastAt: monday,
      frames: [],
      example: '',
      beforeCount: n === 58 ? 0 : 600 - n,
      ...(n === 59
        ? { beforeCount: 1, diagnosis: { id: 'db.read_only', sure: 'known' as const } }
        : {}),
    }));
    if (!errors?.errors) throw new Error('no errors');
    const whole = { ...errors, errors: { groups, records: 1, unread: 0 } };
    const kept = boundEvidence(whole).errors?.groups.map(({ id }) => id) ?? [];
    expect(kept).toHaveLength(40);
    expect(kept.slice(0, 2)).toEqual(['g0', 'g1']);
    expect(kept.slice(-2)).toEqual(['g58', 'g59']);
  });

  it('leaves a small answer as it is', () => {
    const small = slowEvidence();
    expect(boundEvidence(small)).toEqual(small);
  });
});

describe('a day by the minute', () => {
  const from = monday - 1_440 * minute;
  const minutes = Array.from({ length: 1_440 }, (_, n) => ({
    at: from + n * minute,
    count: n < 1_000 ? 1 : 20,
    totalMs: 600,
  }));
  const window = { fromAt: from, toAt: monday };
  const classes = Array.from({ length: 60 }, (_, n) => slowClass({ tables: [`t${n}`], minutes }));
  const bounded = boundEvidence(slowEvidence({ window }, classes));

  it('is kept in stretches of ten minutes, nothing of it lost', () => {
    expect(bounded.slow?.bucketMs).toBe(10 * minute);
    const own = bounded.slow?.classes.flatMap((each) => each.minutes ?? []) ?? [];
    const all = [...own, ...(bounded.slow?.rest?.minutes ?? [])];
    expect(all.reduce((sum, { totalMs }) => sum + totalMs, 0)).toBe(60 * 1_440 * 600);
    expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(60 * (1_000 + 440 * 20));
  });

  it('is drawn per minute still, with all other kinds as one', () => {
    const incident = play([opened]).dossier;
    const picture = pictureOfKind(
      'slow-queries',
      { ...incident, evidence: { 'slow-queries': bounded } },
      words,
      'Asia/Seoul',
    );
    const series = picture?.panels[0]?.series ?? [];
    expect(series.at(-1)?.label).toBe('55 other kinds');
    expect(series.map(({ points }) => points[0]?.value)).toEqual([
      ...Array.from({ length: 5 }, () => 600),
      55 * 600,
    ]);
  });

  it('still tells when it began', () => {
    const errors = {
      groups: [
        {
          id: 'g',
          title: 'T',
          count: 9,
          firstAt: from,
          lastAt: monday,
          frames: [],
          example: '',
          minutes,
        },
      ],
      records: 9,
      unread: 0,
    };
    const { slow: _, ...answer } = slowEvidence({ window });
    const kept = boundEvidence({ ...answer, kind: 'errors', errors });
    const onset = estimateOnset({ ...window, minutes: kept.errors?.groups[0]?.minutes ?? [] });
    expect(onset?.at).toBe(from + 1_000 * minute);
  });
});
