import { describe, expect, it } from 'vitest';
import type { DatabaseFacts, InstanceFacts } from '../../../src/core/evidence/database-facts.ts';
import { strainsOf } from '../../../src/core/evidence/database-strain.ts';
import { explainWriteToReader } from '../../../src/core/evidence/write-to-reader.ts';

const minuteMs = 60_000;
const now = Date.UTC(2026, 10, 22, 2, 0);
const host = (id: string) => `${id}.cabcdef.ap-northeast-2.rds.amazonaws.com`;

function instance(id: string, part: Partial<InstanceFacts> = {}): InstanceFacts {
  return { id, role: 'writer', status: 'available', endpoint: host(id), metrics: [], ...part };
}

describe('a write that reached a read replica', () => {
  const reader = instance('points-db-2', { role: 'reader', roleBefore: 'reader' });
  const facts = (part: Partial<DatabaseFacts>): DatabaseFacts => ({
    instances: [instance('points-db-1', { roleBefore: 'writer' }), reader],
    writers: [{ at: now - 60 * minuteMs, writer: 'points-db-1' }],
    events: [],
    ...part,
  });
  const hit = [{ name: host('points-db-2'), count: 88 }];

  it('names the host, what it is and was: the application routes writes there', () => {
    expect(explainWriteToReader(hit, facts({}), now, now)).toEqual({
      host: host('points-db-2'),
      instance: 'points-db-2',
      roleNow: 'reader',
      before: { role: 'reader', agoMs: 60 * minuteMs },
      why: 'wrong-routing',
    });
  });

  it('after a failover the host was the writer: connections stayed on it', () => {
    const moved = facts({
      instances: [
        instance('points-db-1', { role: 'reader', roleBefore: 'writer' }),
        instance('points-db-2', { roleBefore: 'reader' }),
      ],
      writers: [
        { at: now - 60 * minuteMs, writer: 'points-db-1' },
        { at: now - 4 * minuteMs, writer: 'points-db-2' },
      ],
    });
    expect(
      explainWriteToReader([{ name: `${host('points-db-1')}:3306`, count: 3 }], moved, now, now),
    ).toMatchObject({
      instance: 'points-db-1',
      roleNow: 'reader',
      failoverAt: now - 4 * minuteMs,
      why: 'topology-moved',
    });
  });

  it.each([
    ['the errors name no host', [], facts({})],
    ['the host is none of ours', [{ name: '10.0.3.7', count: 2 }], facts({})],
    ['the database could not be read', hit, undefined],
  ])('it is not known where %s', (_, targets, known) => {
    expect(explainWriteToReader(targets, known, now, now).why).toBe('unknown');
  });

  it('without snapshots of before it is not told who is at fault', () => {
    const { roleBefore: _, ...unknown } = reader;
    const young = facts({ instances: [unknown], writers: [] });
    expect(explainWriteToReader(hit, young, now, now)).toMatchObject({
      roleNow: 'reader',
      why: 'unknown',
    });
  });
});

describe('what a database is short of', () => {
  const series = (
    metric: 'connections' | 'cpu-percent' | 'replica-lag-s' | 'free-storage-bytes',
    values: readonly number[],
  ) => ({
    metric,
    minutes: values.map((value, place) => ({
      at: now - (values.length - place) * minuteMs,
      value,
    })),
  });

  it.each([
    [
      'nine tenths of the connections',
      { maxConnections: 100, metrics: [series('connections', [40, 95])] },
      'connections',
    ],
    [
      'the processor for five minutes',
      { metrics: [series('cpu-percent', [30, 97, 96, 99, 95, 98])] },
      'cpu',
    ],
    [
      'a replica that lags',
      { metrics: [series('replica-lag-s', [31, 40, 52, 60, 75])] },
      'replica-lag',
    ],
    ['little room', { metrics: [series('free-storage-bytes', [9e8, 9e8])] }, 'storage'],
    [
      'room that is gone in an hour',
      { metrics: [series('free-storage-bytes', [9e10, 8e10, 7e10])] },
      'storage',
    ],
    ['an instance that restarts', { status: 'rebooting' }, 'not-available'],
  ])('%s', (_, part, kind) => {
    expect(strainsOf(instance('db', part)).map((strain) => strain.kind)).toEqual([kind]);
  });

  it.each([
    ['one busy minute', { metrics: [series('cpu-percent', [20, 20, 20, 20, 99])] }],
    ['connections without a known limit', { metrics: [series('connections', [5_000])] }],
    ['no numbers at all', {}],
  ])('nothing by %s', (_, part) => {
    expect(strainsOf(instance('db', part))).toEqual([]);
  });
});
