import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../../../src/core/logs/slow-log/fingerprint.ts';
import { createChance, cut, readQueries, realLog } from '../log-data.ts';

const logs = [
  ['mysql', 'mariadb/slow-0ms-verbosity-full.log'],
  ['mysql', 'mariadb/slow-50ms-default.log'],
  ['postgres', 'postgres/replica-postgresql.log.2026-11-22-07'],
  ['postgres', 'postgres/replica-postgresql.log.2026-11-22-07.csv'],
  ['postgres', 'postgres/allstatements-duration.json'],
  ['postgres', 'postgres/autoexplain-json.log'],
] as const;

describe.each(logs)('a %s log (%s)', (dialect, path) => {
  const bytes = realLog(path);
  const whole = readQueries(dialect, [bytes]);

  it.each([
    [1, 1],
    [7, 2],
    [300, 3],
    [65_536, 4],
  ])('gives the same in pieces of up to %i bytes', (largest, seed) => {
    const part = bytes.subarray(0, largest === 1 ? 40_000 : bytes.length);
    const expected = part.length === bytes.length ? whole : readQueries(dialect, [part]);
    expect(readQueries(dialect, cut(part, largest, seed))).toEqual(expected);
  });

  it('gives the same as text', () => {
    const { queries } = readQueries(dialect, [bytes.toString('utf8')]);
    expect(queries).toEqual(whole.queries);
  });

  it('is read however it is cut at either end', () => {
    const sample = bytes.subarray(0, 900);
    for (let at = 0; at <= sample.length; at++) {
      for (const part of [sample.subarray(0, at), sample.subarray(at)]) {
        for (const { statement, durationMs } of readQueries(dialect, [part]).queries) {
          expect(durationMs).toBeGreaterThanOrEqual(0);
          fingerprint(statement, dialect);
        }
      }
    }
  });

  it('is read with any bytes changed', () => {
    const chance = createChance(11);
    const sample = bytes.subarray(0, 20_000);
    for (let round = 0; round < 40; round++) {
      const broken = Uint8Array.from(sample);
      for (let i = 0; i < 60; i++) broken[chance(broken.length)] = chance(256);
      const { queries, unreadBytes } = readQueries(dialect, cut(broken, 999, round));
      expect(queries.length).toBeLessThan(whole.queries.length + 60);
      expect(unreadBytes).toBeLessThan(sample.length * 3);
    }
  });
});

describe('a log of nothing but chance', () => {
  it.each(['mysql', 'postgres'] as const)('holds no %s query and breaks nothing', (dialect) => {
    const chance = createChance(5);
    const bytes = Uint8Array.from({ length: 200_000 }, () => chance(256));
    const { queries, unreadBytes } = readQueries(dialect, cut(bytes, 5_000, 1));
    expect(queries).toEqual([]);
    expect(unreadBytes).toBeGreaterThan(100_000);
  });
});

it('an empty log is empty', () => {
  expect(readQueries('mysql', [])).toEqual({ queries: [], unreadBytes: 0 });
  expect(readQueries('postgres', [new Uint8Array()])).toEqual({ queries: [], unreadBytes: 0 });
});

it('a statement longer than the longest kept is cut, and the entry after it is still found', () => {
  const entry = (statement: string) =>
    `# User@Host: a[a] @ h []\n# Query_time: 1  Lock_time: 0\n${statement};\n`;
  const values = `insert into t values ${'(1,2),'.repeat(600_000)}(3,4)`;
  const { queries } = readQueries('mysql', [entry(values), entry('select 2')]);
  expect(queries.map(({ statement }) => fingerprint(statement, 'mysql'))).toEqual([
    'insert into t values(?+)',
    'select ?',
  ]);
  expect(queries[0]!.statement.length).toBeLessThan(2_200_000);
});
