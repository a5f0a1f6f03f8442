import { describe, expect, it } from 'vitest';
import { explains } from '../../../../src/core/logs/error-traces/catalogue/explains.ts';
import { causesFirst, type Trouble } from '../../../../src/core/logs/error-traces/causes-first.ts';

const minute = 60_000;
const from = (cause: string, firstAt: number, lastAt = 100 * minute, count = 1): Trouble => ({
  cause,
  firstAt: firstAt * minute,
  lastAt: lastAt < 1_000 ? lastAt * minute : lastAt,
  count,
});
const order = (...troubles: Trouble[]) =>
  causesFirst(troubles).map(({ trouble, explainedBy }) => [
    trouble.cause,
    ...explainedBy.map(({ cause }) => cause),
  ]);

describe('causes stand above what they explain', () => {
  it('a failover above lost connections, however many there are', () => {
    expect(order(from('db.connection_lost', 11, 20, 900), from('db.failover', 10, 10))).toEqual([
      ['db.failover'],
      ['db.connection_lost', 'db.failover'],
    ]);
  });

  it('over several steps: connections, pools, callers', () => {
    expect(
      order(
        from('upstream.timeout', 12, 20, 500),
        from('pool.exhausted', 11, 20, 300),
        from('db.too_many_connections', 10, 20, 100),
      ).map(([cause]) => cause),
    ).toEqual(['db.too_many_connections', 'pool.exhausted', 'upstream.timeout']);
  });

  it('a full disk above everything', () => {
    const symptoms = ['db.restarting', 'db.connection_lost', 'pool.exhausted', 'lambda.timeout'];
    const ranked = order(...symptoms.map((one) => from(one, 12, 20, 99)), from('db.disk_full', 10));
    expect(ranked[0]).toEqual(['db.disk_full']);
    for (const [, ...by] of ranked.slice(1)) expect(by).toContain('db.disk_full');
  });

  it('by time where either could explain the other', () => {
    expect(order(from('db.lock_wait', 10), from('db.disk_full', 30))).toEqual([
      ['db.lock_wait'],
      ['db.disk_full'],
    ]);
  });

  it('not when the cause began later, or was over long before', () => {
    expect(order(from('db.failover', 30, 30), from('db.read_only', 10, 40))).toEqual([
      ['db.read_only'],
      ['db.failover'],
    ]);
    expect(order(from('db.failover', 10, 10), from('db.read_only', 40, 60))[1]).toEqual([
      'db.read_only',
    ]);
  });

  it('even when the symptom was logged a little earlier', () => {
    expect(order(from('db.connection_lost', 10), from('db.failover', 10.5, 11))[1]).toEqual([
      'db.connection_lost',
      'db.failover',
    ]);
  });

  it('and what nobody knows explains nothing, most frequent first', () => {
    expect(
      causesFirst([
        { firstAt: 1, lastAt: 2, count: 1 },
        { firstAt: 1, lastAt: 2, count: 5 },
      ]).map(({ trouble }) => trouble.count),
    ).toEqual([5, 1]);
    expect(causesFirst([])).toEqual([]);
  });

  it('and nothing explains itself', () => {
    for (const [cause, symptoms] of Object.entries(explains)) expect(symptoms).not.toContain(cause);
  });
});
