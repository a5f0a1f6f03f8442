import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLog, statementsOf, type ToldStatement, unreadOf } from '../../../support/mysql-log.ts';
import { hasReference, readReference, realLog, referencePath } from '../log-data.ts';

interface GoEvent {
  Query: string;
  User: string;
  Host: string;
  Db: string;
  TimeMetrics: Record<string, number>;
  NumberMetrics: Record<string, number>;
  BoolMetrics: Record<string, boolean>;
}

const microseconds = (seconds: number | undefined) =>
  seconds === undefined ? -1 : Math.round(seconds * 1e6);

/** Sum, least and most of what is known, as the peers give them. */
function spread(values: readonly number[]): object {
  const known = values.filter((value) => value >= 0);
  if (known.length === 0) return {};
  return {
    sum: known.reduce((sum, value) => sum + value, 0),
    min: Math.min(...known),
    max: Math.max(...known),
  };
}

describe('a real MariaDB log', () => {
  it.each([
    ['mariadb/slow-50ms-default.log', 189],
    ['mariadb/slow-0ms-verbosity-full.log', 218],
  ])('%s holds %i statements and nothing else', (path, count) => {
    const told = readLog(realLog(path));
    expect([statementsOf(told).length, unreadOf(told)]).toEqual([count, 0]);
    expect(statementsOf(told).every(({ endedAt }) => endedAt > Date.UTC(2026, 10, 22))).toBe(true);
  });

  it('holds no phantom, though one literal is made of header lines', () => {
    const statements = statementsOf(readLog(realLog('mariadb/slow-0ms-verbosity-full.log')));
    expect(Math.max(...statements.map(({ durationUs }) => durationUs))).toBeLessThan(10_000_000);
    expect(statements.filter(({ sql }) => sql.includes('fake[fake]'))).toHaveLength(1);
  });
});

describe.skipIf(!hasReference)('the logs of go-mysql', () => {
  const names = hasReference ? readdirSync(referencePath('peers/go-mysql/slow-logs')) : [];
  const read = (name: string) => readLog(readReference(`peers/go-mysql/slow-logs/${name}`));

  it.each(names)('%s gives what go-mysql gives', (name) => {
    const expected = readReference(`expected/go-mysql-events/go-mysql__slow-logs__${name}.jsonl`)
      .toString()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as GoEvent);
    const all = statementsOf(read(name));
    expect(all).toHaveLength(expected.length);
    const ours: ((one: ToldStatement) => number)[] = [
      (one) => one.durationUs,
      (one) => one.lockUs,
      (one) => one.rowsSent,
      (one) => one.rowsExamined,
      (one) => one.rowsAffected,
      (one) => one.bytesSent,
    ];
    const theirs: ((one: GoEvent) => number)[] = [
      (one) => microseconds(one.TimeMetrics.Query_time),
      (one) => microseconds(one.TimeMetrics.Lock_time),
      (one) => one.NumberMetrics.Rows_sent ?? -1,
      (one) => one.NumberMetrics.Rows_examined ?? -1,
      (one) => one.NumberMetrics.Rows_affected ?? -1,
      (one) => one.NumberMetrics.Bytes_sent ?? -1,
    ];
    ours.forEach((value, i) => {
      expect(spread(all.map(value))).toEqual(spread(expected.map(theirs[i]!)));
    });
    all.forEach((one, i) => {
      const other = expected[i]!;
      expect(one.user).toBe(other.User.replace(/^\[|\]$/g, ''));
      expect(one.durationUs).toBe(microseconds(other.TimeMetrics.Query_time));
      // Of a USE somebody ran, go-mysql gives the database it leads to; it ran in another.
      if (other.Db !== '' && !/^use /i.test(one.sql)) expect(one.database).toBe(other.Db);
      expect((one.signs & 1) !== 0).toBe(other.BoolMetrics.Full_scan ?? false);
    });
  });

  const exceptions = new Map([
    ['slow017.log', 'begins inside a statement, which pt-query-digest counts with the next'],
    ['slow023.log', 'holds a bare USE, with which pt-query-digest loses the entry behind it'],
  ]);

  it.each(names.filter((name) => name !== 'empty.log'))('%s gives what pt gives', (name) => {
    const pt = JSON.parse(
      readReference(`expected/pt-query-digest-3.2.1/go-mysql__slow-logs__${name}.json`).toString(),
    ) as {
      global: { metrics: Record<string, { sum?: string; min?: string; max?: string }> };
      classes: { query_count: number }[];
    };
    const all = statementsOf(read(name));
    const count = pt.classes.reduce((sum, one) => sum + one.query_count, 0);
    if (exceptions.has(name)) {
      expect(all.length).not.toBe(count);
      return;
    }
    expect(all).toHaveLength(count);
    // pt-query-digest drops the figures of an administrator command behind SET timestamp.
    if (name === 'slow012.log') return;
    const digits = (value: string | undefined) => (value === undefined ? undefined : Number(value));
    const metric = (key: string, values: number[], scale: number) => {
      const theirs = pt.global.metrics[key];
      if (theirs?.sum === undefined) return;
      const known = values.filter((value) => value >= 0);
      const sum = known.reduce((total, value) => total + value, 0) / scale;
      expect(sum).toBeCloseTo(digits(theirs.sum)!, 5);
      expect(Math.min(...known) / scale).toBeCloseTo(digits(theirs.min)!, 5);
      expect(Math.max(...known) / scale).toBeCloseTo(digits(theirs.max)!, 5);
    };
    metric(
      'Query_time',
      all.map((one) => one.durationUs),
      1e6,
    );
    metric(
      'Lock_time',
      all.map((one) => one.lockUs),
      1e6,
    );
    metric(
      'Rows_sent',
      all.map((one) => one.rowsSent),
      1,
    );
    metric(
      'Rows_examined',
      all.map((one) => one.rowsExamined),
      1,
    );
    metric(
      'Rows_affected',
      all.map((one) => one.rowsAffected),
      1,
    );
    metric(
      'Bytes_sent',
      all.map((one) => one.bytesSent),
      1,
    );
  });
});
