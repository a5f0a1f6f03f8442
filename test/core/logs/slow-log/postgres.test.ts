import { describe, expect, it } from 'vitest';
import { readQueries, readSlowEvents, realLog, type SlowQuery } from '../log-data.ts';

const read = (log: string) => readQueries('postgres', [log]).queries;
const rds = (pid: number, text: string) =>
  `2026-11-22 07:34:01 UTC:127.0.0.1(37638):app@loyalty:[${pid}]:${text}\n`;

describe('a PostgreSQL log', () => {
  it('is read with the prefix of RDS', () => {
    const queries = read(rds(25688, 'LOG:  duration: 58.234 ms  statement: SELECT 1;'));
    expect(queries).toEqual([
      {
        dialect: 'postgres',
        endedAt: Date.parse('2026-11-22T07:34:01Z'),
        durationMs: 58.234,
        user: 'app',
        database: 'loyalty',
        host: '127.0.0.1',
        statement: 'SELECT 1',
      },
    ]);
  });

  it.each([
    ['of an IPv6 client', '2026-11-22 07:34:01 UTC:::1(61349):app@shop:[1]:'],
    ['of Debian', '2026-11-22 07:34:01.123 UTC [4913] user=app,db=shop '],
    [
      'with a line number',
      '2026-11-22 07:34:01 UTC [18575]: [3-1] user=app,db=shop,app=psql,client=[local] ',
    ],
    ['of Debian before 15', '2026-11-22 07:34:01.123 UTC [4913] app@shop '],
  ])('is read with the prefix %s', (_name, prefix) => {
    const queries = read(`${prefix}LOG:  duration: 5 ms  statement: SELECT 1\n`);
    expect(queries[0]).toMatchObject({ user: 'app', database: 'shop', durationMs: 5 });
  });

  it('does not guess the hour of a named zone other than UTC', () => {
    const queries = read(
      '2026-11-22 07:34:01 CST [1]: LOG:  duration: 5 ms  statement: SELECT 1\n',
    );
    expect(queries).toHaveLength(1);
    expect(queries[0]?.endedAt).toBeUndefined();
  });

  it('is read without any prefix', () => {
    expect(read('LOG:  duration: 5 ms  statement: SELECT 1\n')).toHaveLength(1);
  });

  it('joins a statement of several lines and is not fooled by lines inside it', () => {
    const queries = read(
      rds(
        1,
        "LOG:  duration: 5 ms  statement: SELECT 'a\n\t2026-11-22 07:34:01 UTC:h:a@b:[1]:LOG:  duration: 99 ms  statement: evil'",
      ),
    );
    expect(queries).toHaveLength(1);
    expect(queries[0]).toMatchObject({ durationMs: 5 });
    expect(queries[0]?.statement).toContain('\n2026-11-22');
  });

  it('counts an execution of the extended protocol, not the parse and bind before it', () => {
    const queries = read(
      rds(1, 'LOG:  duration: 1.163 ms  parse q1: SELECT $1') +
        rds(1, 'LOG:  duration: 0.700 ms  bind q1: SELECT $1') +
        rds(1, "DETAIL:  parameters: $1 = '1234'") +
        rds(1, 'LOG:  duration: 2 ms  execute q1/C_1: SELECT $1') +
        rds(1, 'LOG:  duration: 3 ms  execute fetch from q1/C_1: SELECT $1'),
    );
    expect(queries.map(({ durationMs }) => durationMs)).toEqual([2, 3]);
    expect(new Set(queries.map(({ statement }) => statement))).toEqual(new Set(['SELECT $1']));
  });

  const plan = (pid: number, ms: number, sql: string) =>
    rds(
      pid,
      `LOG:  duration: ${ms} ms  plan:\n\tQuery Text: ${sql}\n\tSeq Scan on t  (cost=0.00..1 rows=1 width=4)\n\t  Filter: x`,
    );

  it.each([
    [
      'a plan before its statement',
      plan(1, 522.9, 'select 1') +
        rds(1, 'LOG:  temporary file: path "x", size 1') +
        rds(1, 'LOG:  duration: 523.6 ms  statement: select 1'),
    ],
    [
      'a plan after its statement',
      rds(1, 'LOG:  duration: 523.6 ms  execute <unnamed>: select 1') + plan(1, 522.9, 'select 1'),
    ],
    [
      'a plan with another session in between',
      plan(1, 522.9, 'select 1') +
        rds(2, 'LOG:  disconnection: x') +
        rds(1, 'LOG:  duration: 523.6 ms  statement: select 1'),
    ],
  ])('counts %s once, with the full time', (_name, log) => {
    expect(read(log).map(({ durationMs }) => durationMs)).toEqual([523.6]);
  });

  it('counts a plan that stays alone, and two executions of the same statement twice', () => {
    expect(read(plan(1, 5, 'select 1')).map(({ statement }) => statement)).toEqual(['select 1']);
    const twice = plan(1, 5, 'select 1') + rds(1, 'LOG:  duration: 6 ms  statement: select 1');
    expect(read(twice + twice)).toHaveLength(2);
  });

  it('joins a bare duration with the statement its session announced, once', () => {
    const queries = read(
      rds(1, 'LOG:  statement: select 1') +
        rds(2, 'LOG:  statement: select 2') +
        rds(2, 'LOG:  duration: 2 ms') +
        rds(1, 'LOG:  duration: 1 ms') +
        rds(1, 'LOG:  duration: 7 ms'),
    );
    expect(queries.map(({ statement, durationMs }) => [statement, durationMs])).toEqual([
      ['select 2', 2],
      ['select 1', 1],
    ]);
  });

  it('reads 230 timed statements of the primary, each execution once', () => {
    const { queries, unreadBytes } = readQueries('postgres', [
      realLog('postgres/postgresql.log.2026-11-22-07'),
    ]);
    expect(queries).toHaveLength(230);
    expect(unreadBytes).toBe(0);
  });

  it('reads plans as JSON', () => {
    const { queries } = readQueries('postgres', [realLog('postgres/autoexplain-json.log')]);
    expect(queries).toHaveLength(24);
    expect(queries[0]?.statement).toMatch(/^SELECT id, store_id, .* LIMIT 20$/);
  });
});

describe('the forms of one PostgreSQL log', () => {
  const of = (path: string) =>
    readQueries('postgres', [realLog(path)]).queries.map(
      ({ durationMs, statement, user, database }) => ({
        durationMs,
        statement,
        user,
        database,
      }),
    );

  it('text, csv and json give the same queries', () => {
    const text = of('postgres/replica-postgresql.log.2026-11-22-07');
    expect(text).toHaveLength(2);
    expect(of('postgres/replica-postgresql.log.2026-11-22-07.csv')).toEqual(text);
    expect(of('postgres/replica-postgresql.log.2026-11-22-07.json')).toEqual(text);
  });

  it('statements and durations on different lines are joined alike in text and json', () => {
    const text = of('postgres/allstatements-duration.log');
    expect(text).toHaveLength(129);
    expect(of('postgres/allstatements-duration.json')).toEqual(text);
  });

  it('a csv record goes over several lines, doubled quotes included', () => {
    const record = `2026-11-22 07:27:43.509 UTC,"app","shop",17668,"10.0.0.1:5000",6b.45,1,"SELECT",2026-11-22 07:27:43 UTC,,0,LOG,00000,"duration: 9 ms  statement: SELECT ""a"",
 'b'",,,,,,,,,"","client backend",,0\n`;
    const queries = read(record + record);
    expect(queries).toHaveLength(2);
    expect(queries[0]).toMatchObject({ host: '10.0.0.1', statement: 'SELECT "a",\n \'b\'' });
  });
});

describe('CloudWatch events of a PostgreSQL log', () => {
  it('hold a line with its continuation, whether or not the tab survived', () => {
    const queries: SlowQuery[] = [];
    readSlowEvents(
      'postgres',
      [
        { at: 1, text: rds(1, 'LOG:  duration: 5 ms  statement: SELECT 1,\n2').trimEnd() },
        { at: 2, text: rds(1, 'LOG:  duration: 6 ms  statement: SELECT 1,\n\t3').trimEnd() },
        { at: 3, text: '2026-11-22T07:34:01.000Z ' + rds(2, 'LOG:  duration: 7 ms  statement: x') },
      ],
      (query) => queries.push(query),
    );
    expect(queries.map(({ statement }) => statement)).toEqual([
      'SELECT 1,\n2',
      'SELECT 1,\n3',
      'x',
    ]);
  });
});
