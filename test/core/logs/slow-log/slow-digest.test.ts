import { describe, expect, it } from 'vitest';
import { createSlowDigest } from '../../../../src/core/logs/slow-log/slow-digest.ts';
import { createSlowLogReader } from '../../../../src/core/logs/slow-log/slow-log-reader.ts';
import {
  type Dialect,
  newStatement,
  type TimedStatement,
} from '../../../../src/core/logs/slow-log/statement.ts';
import { createChance, hasReference, readQueries, readReference, realLog } from '../log-data.ts';

/** A timed statement of MySQL; what is not said is not given. */
function timed(sql: string, more: Partial<TimedStatement> = {}): TimedStatement {
  const bytes = new TextEncoder().encode(sql);
  return { ...newStatement('mysql'), bytes, to: bytes.length, durationUs: 1_000, ...more };
}

function digest(dialect: Dialect, log: Uint8Array) {
  const taker = createSlowDigest();
  const reader = createSlowLogReader({ dialect, taker });
  reader.push(log);
  reader.end();
  return taker.result();
}

describe('a slow digest', () => {
  it('gathers executions of one shape and sums exactly', () => {
    const builder = createSlowDigest();
    builder.statement(
      timed('select * from t where a=1', {
        durationUs: 100,
        rowsExamined: 10,
        lockUs: 50,
        endedAt: 300,
      }),
    );
    builder.statement(
      timed('SELECT * FROM t WHERE a=2;', {
        durationUs: 200,
        rowsExamined: 5,
        lockUs: 10,
        endedAt: 100,
      }),
    );
    builder.statement(timed('select 2 from u', { durationUs: 7_000 }));
    const { classes, events, totalMs, unreadBytes } = builder.result();
    expect({ events, totalMs, unreadBytes }).toEqual({ events: 3, totalMs: 7.3, unreadBytes: 0 });
    expect(classes.map(({ fingerprint }) => fingerprint)).toEqual([
      'select ? from u',
      'select * from t where a=?',
    ]);
    expect(classes[1]).toMatchObject({
      tables: ['t'],
      count: 2,
      timeMs: { total: 0.3, min: 0.1, max: 0.2 },
      rowsExamined: { total: 15 },
      lockMs: { total: 0.06 },
      firstAt: 100,
      lastAt: 300,
    });
    expect(classes[0]).not.toHaveProperty('rowsExamined');
  });

  it('tells the 95th percentile within 1 % of the exact one', () => {
    const chance = createChance(3);
    for (const count of [1, 2, 19, 20, 1_000, 5_000]) {
      const builder = createSlowDigest();
      const times = Array.from(
        { length: count },
        () => Math.round(1000 * 1.7 ** (chance(2_000) / 100)) / 1000,
      );
      for (const time of times)
        builder.statement(timed('select 1', { durationUs: Math.round(time * 1000) }));
      const exact = times.toSorted((a, b) => a - b)[Math.ceil(count * 0.95) - 1]!;
      expect(Math.abs(builder.result().classes[0]!.timeMs.p95 / exact - 1)).toBeLessThanOrEqual(
        0.0101,
      );
    }
  });

  it('gives the same whether queries are added or digests merged', () => {
    const all = createSlowDigest();
    const [left, right] = [createSlowDigest(), createSlowDigest()];
    let n = 0;
    const reader = createSlowLogReader({
      dialect: 'mysql',
      taker: {
        statement(one) {
          all.statement(one);
          (n++ % 3 === 0 ? left : right).statement(one);
        },
        unread() {},
      },
    });
    reader.push(realLog('mariadb/slow-50ms-default.log'));
    reader.end();
    right.unread(7, 'cut');
    all.unread(7, 'cut');
    const before = right.result();
    left.merge(right);
    expect(left.result()).toEqual(all.result());
    expect(right.result()).toEqual(before);
  });

  it('leaves out the heartbeats of RDS', () => {
    const builder = createSlowDigest();
    builder.statement(timed('select 1', { user: 'rdsadmin' }));
    expect(builder.result()).toMatchObject({ events: 0, classes: [], leftOut: 1 });
  });

  it('stays bounded when every statement has another shape', () => {
    const builder = createSlowDigest();
    for (let i = 0; i < 6_000; i++) builder.statement(timed(`select a${i}`));
    const { classes, events } = builder.result();
    expect(events).toBe(6_000);
    expect(classes).toHaveLength(5_001);
    expect(classes[0]).toMatchObject({ fingerprint: '(other statements)', count: 1_000 });
  });

  it('holds no literal', () => {
    const { classes } = digest('mysql', realLog('mariadb/slow-0ms-verbosity-full.log'));
    expect(JSON.stringify(classes)).not.toMatch(/@example\.com|48698/);
  });
});

describe('the real logs', () => {
  it.each([
    ['mysql', 'mariadb/slow-50ms-default.log', 189, 14, 75_198.59],
    ['mysql', 'mariadb/slow-0ms-verbosity-full.log', 218, 37, 27_809.128],
    ['postgres', 'postgres/postgresql.log.2026-11-22-07', 230, 13, 75_031.228],
  ] as const)('%s %s: %i executions, %i classes', (dialect, path, events, classes, totalMs) => {
    const result = digest(dialect, realLog(path));
    expect(result.events).toBe(events);
    expect(result.classes).toHaveLength(classes);
    expect(result.totalMs).toBe(totalMs);
    expect(result.unreadBytes).toBe(0);
  });

  it('the missing index stands out', () => {
    const hot = digest('mysql', realLog('mariadb/slow-50ms-default.log')).classes[1]!;
    expect(hot).toMatchObject({
      count: 99,
      tables: ['point_transactions'],
      rowsSent: { total: 596 },
      rowsExamined: { total: 59_463_184 },
    });
    expect(hot.timeMs.total).toBe(13_321.036);
  });
});

describe.skipIf(!hasReference)('beside pt-query-digest and go-mysql', () => {
  interface Report {
    classes: { query_count: number; metrics: { Query_time: { sum: string } } }[];
  }

  it.each(['slow-50ms-default', 'slow-0ms-verbosity-full'])(
    '%s has the same counts and sums per class',
    (name) => {
      const report: Report = JSON.parse(
        readReference(`expected/pt-query-digest-3.2.1/real__mariadb__${name}.log.json`).toString(),
      );
      const theirs = report.classes.map(
        ({ query_count, metrics }) => `${query_count} ${metrics.Query_time.sum}`,
      );
      const ours = digest('mysql', realLog(`mariadb/${name}.log`)).classes.map(
        ({ count, timeMs }) => `${count} ${(timeMs.total / 1000).toFixed(6)}`,
      );
      expect(ours.toSorted()).toEqual(theirs.toSorted());
    },
  );

  it.each(Array.from({ length: 27 }, (_, i) => `slow${String(i + 1).padStart(3, '0')}`))(
    '%s has the events go-mysql sees, with their times',
    (name) => {
      const lines = readReference(`expected/go-mysql-events/go-mysql__slow-logs__${name}.log.jsonl`)
        .toString()
        .trim();
      const theirs = lines
        .split('\n')
        .map((line): { TimeMetrics: { Query_time: number } } => JSON.parse(line));
      const { queries } = readQueries('mysql', [
        readReference(`peers/go-mysql/slow-logs/${name}.log`),
      ]);
      expect(queries.map(({ durationMs }) => durationMs)).toEqual(
        theirs.map(({ TimeMetrics }) => Math.round(TimeMetrics.Query_time * 1e6) / 1e3),
      );
    },
  );

  it('text, csv and json of the primary give one digest', () => {
    const path = 'real/postgres/postgresql.log.2026-11-22-07';
    const of = (end: string) =>
      digest('postgres', readReference(path + end)).classes.map(({ id, count, timeMs }) => ({
        id,
        count,
        timeMs,
      }));
    expect(of('.csv')).toEqual(of(''));
    expect(of('.json')).toEqual(of(''));
  });
});
