import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { withoutLiterals } from '../../../../src/core/logs/slow-log/postgres-plan.ts';
import { readPrefix } from '../../../../src/core/logs/slow-log/postgres-prefix.ts';
import { hasReference, readReference, realLog } from '../log-data.ts';
import { readPostgres, tellingReader } from './postgres-read.ts';

const rds = (pid: number, text: string) =>
  `2026-11-22 07:34:01 UTC:127.0.0.1(37638):app@loyalty:[${pid}]:${text}\n`;
const timed = 'LOG:  duration: 5.000 ms  statement: SELECT 1';

describe('a log_line_prefix', () => {
  const all = { pid: 12, user: 'app', database: 'shop', host: '10.0.0.1', caller: 'my app' };
  it.each([
    ['of RDS', ':10.0.0.1(500):app@shop:[12]:', { ...all, caller: '' }],
    [
      'of RDS with more behind',
      ':10.0.0.1(500):app@shop:[12]:7:00000:2026-11-22 07:34:22 UTC:3/1:0:6b02996f.c:my app:',
      { ...all, line: 7 },
    ],
    [
      'of RDS for an IPv6 client',
      ':::1(61349):app@shop:[12]:',
      { ...all, host: '::1', caller: '' },
    ],
    ['of a background process', '::@:[12]:', { pid: 12, user: '', database: '', host: '' }],
    ['with keys', ' [12]: [3-1] user=app,db=shop,app=my app,client=10.0.0.1 ', { ...all, line: 3 }],
    ['with keys in brackets', ' [12] [user=app,db=shop,app=my app,host=10.0.0.1] ', all],
    ['with keys and blanks', ' pid=12 user=app db=shop app=my app host=10.0.0.1 ', all],
    [
      'of a syslog',
      ' ip-10 postgres[12]: [5-1] user=app,db=shop ',
      { pid: 12, user: 'app', line: 5 },
    ],
    ['that is the default', ' [12] ', { pid: 12, user: '' }],
    ['with only a session', ' 6b02996f.c ', { pid: 12 }],
    [
      'with a number of its own in one bracket',
      ' [12-7] app@shop ',
      { pid: 12, line: 7, user: 'app', database: 'shop' },
    ],
    ['with both in brackets', ' [12:7] [app/shop] ', { pid: 12, line: 7, user: 'app' }],
    ['with bars', '|12|app|shop|10.0.0.1|', { ...all, caller: '' }],
    ['with semicolons', ';app;shop;12;', { pid: 12, user: 'app', database: 'shop' }],
    ['with blanks', ' app shop 10.0.0.1(500) 12 ', { ...all, caller: '' }],
    ['with blanks, and an application', ' [12] app shop my-app ', { pid: 12, caller: 'my-app' }],
    ['with no database', ' 10.0.0.1(500) app my-app [6b02996f.c] [12] ', { pid: 12, database: '' }],
    ['with a client in brackets', ' [12]: user=app,client=10.0.0.1(500) ', { host: '10.0.0.1' }],
    ['with a session and a line', ' 12 6b02996f.c [7] app shop ', { pid: 12, user: 'app' }],
    ['of a container', ' stderr F 2026-11-22 07:34:01 UTC [12] ', { pid: 12, user: '' }],
    ['nobody thought of', ' §§ ', { pid: -1, user: '' }],
  ])('%s says what it can', (_name, prefix, facts) => {
    expect(readPrefix(prefix)).toMatchObject(facts);
    const { statements } = readPostgres(`2026-11-22 07:34:01 UTC${prefix}${timed}\n`);
    expect(statements).toMatchObject([{ durationUs: 5_000, statement: 'SELECT 1' }]);
  });

  it('changes in the middle of a log', () => {
    const { statements, unread } = readPostgres(
      rds(1, timed) + `2026-11-22 07:34:02.123 KST [1] app@shop ${timed}\n` + `${timed}\n`,
    );
    expect(statements.map(({ endedAt }) => endedAt)).toEqual([
      Date.parse('2026-11-22T07:34:01Z'),
      Date.parse('2026-11-22T07:34:02.123+09:00'),
      Number.NaN,
    ]);
    expect(unread).toEqual([]);
  });
});

describe('a text log', () => {
  it('in verbose form, with CRLF and a byte order mark', () => {
    const log = '\ufeff' + rds(1, 'LOG:  00000: duration: 5.000 ms  statement: SELECT 1,\n\t2');
    const { statements, unread } = readPostgres(log.replaceAll('\n', '\r\n'));
    expect(statements.map(({ statement }) => statement)).toEqual(['SELECT 1,\n2']);
    expect(unread).toEqual([]);
  });

  it('that RDS cut says how much was lost and keeps the statement it cut', () => {
    const { statements, unread } = readPostgres(
      rds(1, 'LOG:  duration: 5.000 ms  statement: SELECT a') +
        ' [Your log message was truncated]\n' +
        rds(1, timed),
    );
    expect(statements).toHaveLength(2);
    expect(unread).toEqual([[34, 'cut']]);
  });

  it('that begins in a statement and ends in a duration gives neither', () => {
    const { statements, unread } = readPostgres(
      '\tFROM t\n' + rds(1, 'LOG:  duration: 5.0').trimEnd(),
    );
    expect(statements).toEqual([]);
    expect(unread.map(([, reason]) => reason)).toEqual(['not-a-log-line', 'no-duration']);
  });

  it('never gives a time to a statement that failed', () => {
    const { statements } = readPostgres(
      rds(1, 'LOG:  statement: SELECT 1') +
        rds(1, 'ERROR:  x') +
        rds(1, 'LOG:  duration: 9.000 ms'),
    );
    expect(statements).toEqual([]);
  });

  it('never joins lines of two sessions with one process number', () => {
    const { statements } = readPostgres(
      rds(1, 'LOG:  statement: SELECT 1') +
        rds(1, 'LOG:  connection received: host=x') +
        rds(1, 'LOG:  duration: 9.000 ms'),
    );
    expect(statements).toEqual([]);
  });
});

describe('what happened to a session', () => {
  it('a wait is told once, with its whole length and its statement, and marks the statement', () => {
    const told = readPostgres(
      rds(1, 'LOG:  process 1 still waiting for ShareLock on transaction 7 after 1000.100 ms') +
        rds(1, 'STATEMENT:  UPDATE t') +
        rds(1, 'LOG:  process 1 acquired ShareLock on transaction 7 after 2500.500 ms') +
        rds(1, 'LOG:  duration: 2501.000 ms  statement: UPDATE t') +
        rds(1, timed),
    );
    expect(told.happenings).toMatchObject([
      { kind: 'lock-wait', amount: 2_500.5, statement: 'UPDATE t' },
    ]);
    expect(told.statements.map(({ signs }) => signs)).toEqual([256, 0]);
  });

  it.each([
    ['ERROR:  canceling statement due to statement timeout', 'cancelled', 0],
    ['ERROR:  canceling statement due to user request', 'cancelled', 0],
    ['ERROR:  canceling statement due to lock timeout', 'cancelled', 0],
    ['ERROR:  40001: canceling statement due to conflict with recovery', 'cancelled', 0],
    ['ERROR:  deadlock detected', 'deadlock', 0],
    [
      'LOG:  temporary file: path "base/pgsql_tmp/pgsql_tmp1.0", size 1400000',
      'temp-file',
      1_400_000,
    ],
  ])('%s', (line, kind, amount) => {
    const told = readPostgres(rds(1, line) + rds(1, 'DETAIL:  x') + rds(1, 'STATEMENT:  SELECT 7'));
    expect(told.happenings).toMatchObject([{ kind, amount, statement: 'SELECT 7' }]);
  });
});

describe('a temporary file', () => {
  const file = (pid: number) => rds(pid, 'LOG:  temporary file: path "x", size 1400000');
  const onDisk = ({ statements }: ReturnType<typeof readPostgres>) =>
    statements.filter(({ signs }) => signs !== 0).map(({ statement }) => statement);

  it.each([
    [
      'the named statement',
      file(1) + rds(1, 'STATEMENT:  SELECT 1;') + rds(1, timed),
      ['SELECT 1'],
    ],
    [
      'no other statement than the named one, which was too quick to be logged',
      file(1) + rds(1, 'STATEMENT:  SELECT 9') + rds(1, timed),
      [],
    ],
    [
      'the statement that runs',
      rds(1, 'LOG:  statement: SELECT 9') + file(1) + rds(1, 'LOG:  duration: 9.000 ms'),
      ['SELECT 9'],
    ],
    [
      'the prepared statement executed before it, not the next one',
      rds(1, 'LOG:  duration: 9.000 ms  execute S_1: SELECT 9') + file(1) + file(1) + rds(1, timed),
      ['SELECT 9'],
    ],
    [
      'the prepared statement of a transaction, not the COMMIT that closes it',
      rds(1, 'LOG:  duration: 9.000 ms  execute S_1: SELECT 9') +
        file(1) +
        rds(1, 'STATEMENT:  COMMIT') +
        rds(1, 'LOG:  duration: 1.000 ms  statement: COMMIT'),
      ['SELECT 9'],
    ],
    [
      'the prepared statement announced and timed in two lines',
      rds(1, 'LOG:  execute S_1: SELECT 9') +
        rds(1, 'LOG:  duration: 9.000 ms') +
        file(1) +
        rds(1, 'LOG:  duration: 0.100 ms') +
        rds(1, 'LOG:  execute S_2: SELECT 8') +
        rds(1, 'LOG:  duration: 9.000 ms'),
      ['SELECT 9'],
    ],
    ['nobody where nothing says whose it is', file(1) + rds(1, timed), []],
    [
      'a statement that ran all the while',
      file(1) + rds(1, 'LOG:  duration: 1500.000 ms  statement: SELECT 9'),
      ['SELECT 9'],
    ],
  ])('belongs to %s', (_whose, log, whose) => {
    const told = readPostgres(log);
    expect(onDisk(told)).toEqual(whose);
    expect(told.happenings.every(({ kind }) => kind === 'temp-file')).toBe(true);
  });

  it('of a portal closed late belongs to nobody', () => {
    const later = file(1).replace('07:34:01', '07:34:09');
    const execute = rds(1, 'LOG:  duration: 9.000 ms  execute S_1: SELECT 9');
    expect(onDisk(readPostgres(execute + later + rds(1, timed)))).toEqual([]);
  });

  it.each(['allstatements-duration.log', 'allstatements-duration.json'])(
    'belongs in a real log to what sorts, never to what comes next (%s)',
    (name) => {
      const counted = new Map<string, number>();
      for (const statement of onDisk(readPostgres(realLog(`postgres/${name}`)))) {
        const what = /report:\w+|^SELECT \w+, \w+/.exec(statement)?.[0] ?? statement;
        counted.set(what, (counted.get(what) ?? 0) + 1);
      }
      expect([...counted]).toEqual([
        ['report:leaderboard', 4],
        ['SELECT member_id, sum', 4],
      ]);
    },
  );
});

describe('a plan', () => {
  const plan =
    'LOG:  duration: 4.000 ms  plan:\n\tQuery Text: SELECT 1\n' +
    '\tSort  (cost=1.0..2.0 rows=5 width=4) (actual time=1.0..2.0 rows=7 loops=1)\n' +
    '\t  Sort Key: a\n\t  Sort Method: external merge  Disk: 22712kB\n' +
    '\t  ->  Parallel Seq Scan on public.t x  (cost=0.00..1.00 rows=9 width=4) (actual time=0.1..0.2 rows=7 loops=1)\n' +
    "\t        Filter: ((kind = 'redeem'::text) AND (id > 42))\n\t        Rows Removed by Filter: 600";

  const steps = [
    { access: 'Sort', rows: 7, extra: 'Sort Key: a' },
    { access: 'Seq Scan', table: 't', rows: 607, extra: 'Filter: ((kind = ?::text) AND (id > ?))' },
  ];

  it('goes with the statement logged after it', () => {
    const { statements } = readPostgres(rds(1, plan) + rds(2, timed) + rds(1, timed));
    expect(statements.map(({ plan: own }) => own)).toEqual([undefined, steps]);
  });

  it('comes after a prepared one, which is kept back for it', () => {
    const execute = rds(1, 'LOG:  duration: 5.000 ms  execute S_1: SELECT 1');
    const { statements } = readPostgres((execute + rds(1, plan)).repeat(3));
    expect(statements.map(({ plan: own }) => own)).toEqual([steps, steps, steps]);
  });

  it('tells no literals', () => {
    expect(withoutLiterals("(a = 'it''s'::text) AND (b2 > 4.5) AND (c = $1)")).toBe(
      '(a = ?::text) AND (b2 > ?) AND (c = ?)',
    );
  });
});

describe('a log wrapped by a service', () => {
  it('CloudWatch events are bounds, and their time stands in', () => {
    const { reader, told } = tellingReader();
    const push = (text: string) => reader.push(new TextEncoder().encode(text));
    push('LOG:  duration: 5.000 ms  statement: SELECT 1,\n');
    push('LOG:  duration: 99.000 ms  statement: evil');
    reader.endEvent(7);
    push('2026-11-22T07:34:01.000Z ' + rds(2, timed));
    reader.endEvent(8);
    reader.end();
    expect(told.statements.map(({ statement, endedAt }) => [statement, endedAt])).toEqual([
      ['SELECT 1,\nLOG:  duration: 99.000 ms  statement: evil', 7],
      ['SELECT 1', Date.parse('2026-11-22T07:34:01Z')],
    ]);
  });

  it('text inside JSON is read like text', () => {
    const wrap = (text: string) => JSON.stringify({ log: text, stream: 'stderr' }) + '\n';
    const { statements } = readPostgres(
      wrap(rds(1, `${timed},`)) + wrap('\t2\n') + wrap(rds(1, timed)),
    );
    expect(statements.map(({ statement }) => statement)).toEqual(['SELECT 1,\n2', 'SELECT 1']);
  });
});

describe('the real logs', () => {
  const round = ({
    endedAt,
    caller: _,
    ...rest
  }: ReturnType<typeof readPostgres>['statements'][0]) => ({
    ...rest,
    endedAt: Math.floor(endedAt / 1_000),
  });

  it('give the same as text, csv and json', () => {
    const path = 'postgres/replica-postgresql.log.2026-11-22-07';
    const text = readPostgres(realLog(path));
    for (const form of ['.csv', '.json']) {
      const told = readPostgres(realLog(path + form));
      expect(told.statements.map(round)).toEqual(text.statements.map(round));
      expect(told.happenings.length).toBe(text.happenings.length);
    }
  });

  it('count a plan and its statement once and tell what else happened', () => {
    const told = readPostgres(realLog('postgres/postgresql.log.2026-11-22-07'));
    expect(told.statements).toHaveLength(230);
    expect(told.statements.filter(({ plan }) => plan !== undefined)).toHaveLength(78);
    const kinds = told.happenings.map(({ kind }) => kind);
    const of = (kind: string) => kinds.filter((other) => other === kind).length;
    expect(['temp-file', 'cancelled', 'lock-wait', 'deadlock'].map(of)).toEqual([118, 7, 4, 4]);
    expect(told.unread).toEqual([]);
  });
});

describe.skipIf(!hasReference)('the samples of pgbadger', () => {
  const sumMs = ({ statements }: ReturnType<typeof readPostgres>) =>
    statements.reduce((sum, { durationUs }) => sum + durationUs, 0) / 1_000;

  it.each([
    ['begin_end.log', 0, 0],
    ['stmt_type.log', 12, 37.444],
    ['multiline_param.log', 5, 125.517],
  ])('%s is counted alike', (file, count, ms) => {
    const told = readPostgres(readReference(`peers/pgbadger/fixtures/${file}`));
    expect([told.statements.length, sumMs(told), told.unread]).toEqual([count, ms, []]);
  });

  it('a line that lost its tab is counted as not read, and no statement is lost by it', () => {
    const told = readPostgres(gunzipSync(readReference('peers/pgbadger/fixtures/queryid.log.gz')));
    expect(told.statements).toHaveLength(20);
    expect(new Set(told.unread.map(([, reason]) => reason))).toEqual(new Set(['not-a-log-line']));
  });

  it('a statement without a time does not get the time of the one before (pgbadger counts two)', () => {
    const told = readPostgres(
      readReference('peers/pgbadger/fixtures/csv_statement_without_duration.log'),
    );
    expect(told.statements.map(({ user, durationUs }) => [user, durationUs])).toEqual([
      ['example_user', 688_786_283],
    ]);
  });
});
