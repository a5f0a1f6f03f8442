import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../src/core/evidence/evidence.ts';
import { sinceReleases } from '../../../src/core/evidence/slow-since-release.ts';
import { weigh } from '../../../src/core/evidence/weigh.ts';
import type { SlowChange, SlowClass } from '../../../src/core/logs/slow-log/digest.ts';
import type { Release } from '../../../src/core/service/release.ts';
import { evenly, slowClass } from '../../support/timed-statement.ts';

const minute = 60_000;
const start = Date.UTC(2026, 10, 26, 3);

const releaseAt = (label: string, startedAt: number): Release => ({
  id: label,
  label,
  artifacts: [],
  startedAt,
  outcome: 'succeeded',
  isRunning: 'unknown',
});
const earlier = releaseAt('before', start + 12 * minute);
const release = releaseAt('points-api 4a1f2c9', start + 30 * minute);

const answer = (one: SlowClass, changed: Partial<Evidence> = {}): Evidence => ({
  questionId: 'q#slow-queries',
  kind: 'slow-queries',
  source: 'RDS log files',
  status: 'found',
  window: { fromAt: start, toAt: start + 60 * minute },
  answeredAt: start + 61 * minute,
  query: '',
  slow: { classes: [one], events: one.count, totalMs: one.timeMs.total, unreadBytes: 0 },
  ...changed,
});

const diagnosesOf = ({ slow }: Evidence) => slow?.classes[0]?.diagnoses ?? [];

const change = (more: Partial<SlowChange>): SlowChange => ({
  kind: 'same',
  beforeCount: 100,
  beforeTotalMs: 1_000,
  costMs: 0,
  ...more,
});

describe('a statement that was not there before a release', () => {
  const at = (firstAt: number, kind?: SlowChange['kind']) =>
    slowClass({ firstAt, ...(kind === undefined ? {} : { change: change({ kind }) }) });
  const began = (...args: Parameters<typeof at>) =>
    diagnosesOf(sinceReleases(answer(at(...args)), [release, earlier]));

  it('began with it, and how long after is told', () => {
    expect(began(release.startedAt + 2 * minute, 'new')).toEqual([
      {
        id: 'began-with-release',
        sure: 'likely',
        began: 'running',
        release: release.label,
        afterMs: 2 * minute,
      },
    ]);
  });

  it('is a guess without a baseline', () => {
    expect(began(release.startedAt + minute)[0]?.sure).toBe('guess');
  });

  it.each([
    ['it ran before both', start, 'new'],
    ['it began too long after', release.startedAt + 31 * minute, 'new'],
    ['it was there yesterday too', release.startedAt + minute, 'same'],
  ] as const)('did not when %s', (_what, firstAt, kind) => {
    expect(began(firstAt, kind)).toEqual([]);
  });

  it('claims nothing when hardly anything before the release was read', () => {
    const covered = { fromAt: release.startedAt - 9 * minute, toAt: start + 60 * minute };
    const one = at(release.startedAt + minute, 'new');
    expect(diagnosesOf(sinceReleases(answer(one, { covered }), [release]))).toEqual([]);
  });

  it('is a finding with its release, whether the releases were known before the answer or not', () => {
    const one = slowClass({
      firstAt: release.startedAt,
      change: change({ kind: 'new' }),
      share: 1,
    });
    const evidence = { 'slow-queries': answer(one) };
    const found = (releases: readonly Release[]) =>
      weigh({ evidence, releases, alarmAt: start }).findings;
    expect(found([])).toMatchObject([{ statement: { diagnoses: [] } }]);
    expect(found([release])).toMatchObject([
      { statement: { diagnoses: [{ id: 'began-with-release', release: release.label }] } },
    ]);
  });
});

describe('a statement that ran before a release', () => {
  const minutesOf = (slowFrom: number, bucket: number) =>
    Array.from({ length: 60 / bucket }, (_, i) => {
      const at = start + i * bucket * minute;
      return { at, count: 10, totalMs: at >= slowFrom ? 400 : 100 };
    });
  const slowed = (slowFrom: number, bucket = 1) => {
    const one = slowClass({
      firstAt: start,
      timeMs: evenly(30, 100),
      change: change({ kind: 'slower' }),
      minutes: minutesOf(slowFrom, bucket),
    });
    const { slow, ...rest } = answer(one);
    const bucketMs = bucket * minute;
    return diagnosesOf(sinceReleases({ ...rest, slow: { ...slow!, bucketMs } }, [release]));
  };

  it('is slow since the release when it was quick until then', () => {
    const since = { began: 'being-slow', afterMs: 3 * minute };
    expect(slowed(release.startedAt + 3 * minute)).toMatchObject([since]);
  });

  it('is not when it was slow before', () => {
    expect(slowed(release.startedAt - 5 * minute)).toEqual([]);
  });

  it('is told from minutes that were put together too', () => {
    const since = { began: 'being-slow', afterMs: 0 };
    expect(slowed(release.startedAt - 2 * minute, 4)).toMatchObject([since]);
  });
});
