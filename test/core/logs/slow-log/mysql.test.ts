import { describe, expect, it } from 'vitest';
import { readQueries, readSlowEvents, realLog, type SlowQuery } from '../log-data.ts';

const read = (log: string) => readQueries('mysql', [log]);
const one = (log: string) => {
  const { queries } = read(log);
  expect(queries).toHaveLength(1);
  return queries[0]!;
};

describe('a MySQL slow log', () => {
  it('is read with RFC 3339 time, user, host and figures (8.x)', () => {
    const query =
      one(`/rdsdbbin/mysql/bin/mysqld, Version: 8.0.35 (Source distribution). started with:
Tcp port: 3306  Unix socket: /tmp/mysql.sock
Time                 Id Command    Argument
# Time: 2026-10-10T07:00:01.123456Z
# User@Host: app[app] @ ip-10-0-0-1 [10.0.0.1]  Id:    42
# Query_time: 0.700594  Lock_time: 0.000003 Rows_sent: 1  Rows_examined: 600000
use shop;
SET timestamp=1791615600;
SELECT * FROM t
 WHERE a = 1;
`);
    expect(query).toEqual({
      dialect: 'mysql',
      endedAt: Date.parse('2026-10-10T07:00:01.123Z'),
      durationMs: 700.594,
      lockMs: 0.003,
      rowsSent: 1,
      rowsExamined: 600000,
      database: 'shop',
      user: 'app',
      host: 'ip-10-0-0-1',
      statement: 'SELECT * FROM t\n WHERE a = 1',
    });
  });

  it('takes the end of the statement from # Time, not from SET timestamp, which 8.0.14 made the start', () => {
    const query = one(`# Time: 2026-10-10T10:57:14.000000+09:00
# User@Host: app[app] @  [10.0.0.1]  Id:    42
# Query_time: 10.000000  Lock_time: 0.000000 Rows_sent: 0  Rows_examined: 0
SET timestamp=1791597424;
SELECT SLEEP(10);
`);
    expect(query.endedAt).toBe(Date.parse('2026-10-10T01:57:14Z'));
    expect(query.host).toBe('10.0.0.1');
  });

  it('is read with the extra figures of log_slow_extra on the same line', () => {
    const query = one(`# Time: 2025-04-12T07:33:46.914100Z
# User@Host: app[app] @ localhost []  Id:    65
# Query_time: 0.700594  Lock_time: 0.000000 Rows_sent: 1  Rows_examined: 7 Thread_id: 65 Errno: 0 Killed: 0 Bytes_received: 46 Bytes_sent: 123 Read_first: 0 Read_rnd_next: 9 Start: 2025-04-12T07:33:46.213413Z End: 2025-04-12T07:33:46.914007Z
SET timestamp=1744443226;
SELECT 1;
`);
    expect(query).toMatchObject({ durationMs: 700.594, rowsExamined: 7, host: 'localhost' });
  });

  it('is read with old times, which are left out while the second lasts', () => {
    const { queries } = read(`# Time: 071015  1:43:52
# User@Host: root[root] @ localhost []
# Query_time: 2  Lock_time: 0  Rows_sent: 1  Rows_examined: 0
select sleep(1);
# User@Host: root[root] @ localhost []
# Query_time: 3  Lock_time: 0  Rows_sent: 1  Rows_examined: 0
select sleep(2);
`);
    expect(queries.map((query) => [query.durationMs, query.endedAt])).toEqual([
      [2000, Date.UTC(2007, 9, 15, 1, 43, 52)],
      [3000, Date.UTC(2007, 9, 15, 1, 43, 52)],
    ]);
  });

  it('is read when time and user stand on one line, and when the user is only in brackets', () => {
    const query = one(`# Time: 071218 11:48:27 # User@Host: [SQL_SLAVE] @  []
# Query_time: 0.000012  Lock_time: 0.000000  Rows_sent: 0  Rows_examined: 0
BEGIN;
`);
    expect(query).toMatchObject({ user: 'SQL_SLAVE', durationMs: 0.012, statement: 'BEGIN' });
    expect(query.host).toBeUndefined();
  });

  it('takes an administrator command as the statement', () => {
    const { queries } = read(`# User@Host: a[a] @ h [1.2.3.4]  Id:   168
# Query_time: 0.000016  Lock_time: 0.000000 Rows_sent: 2  Rows_examined: 2
SET timestamp=1397442852;
# administrator command: Quit;
# User@Host: a[a] @ h [1.2.3.4]  Id:   169
# Query_time: 0.000017  Lock_time: 0.000000 Rows_sent: 0  Rows_examined: 0
# administrator command: Ping;
`);
    expect(queries.map(({ statement }) => statement)).toEqual([
      'administrator command: Quit',
      'administrator command: Ping',
    ]);
  });

  it('keeps a USE or SET TIMESTAMP that somebody ran, after the ones the server wrote', () => {
    const { queries } = read(`# User@Host: a[a] @ h []
# Query_time: 0.1  Lock_time: 0 Rows_sent: 0  Rows_examined: 0
use shop;
SET timestamp=1415210700;
use \`other\`;
# User@Host: a[a] @ h []
# Query_time: 0.2  Lock_time: 0 Rows_sent: 0  Rows_examined: 0
SET timestamp=1415210701;
SET timestamp=5;
`);
    expect(queries.map(({ statement, database }) => [statement, database])).toEqual([
      ['use `other`', 'shop'],
      ['SET timestamp=5', 'shop'],
    ]);
  });

  it('remembers the database until it changes, and forgets it when the file was rotated', () => {
    const entry = (use: string) => `# User@Host: a[a] @ h []
# Query_time: 0.1  Lock_time: 0 Rows_sent: 0  Rows_examined: 0
${use}SET timestamp=1415210700;
select 1;
`;
    const { queries } = read(
      `${entry('use shop;\n')}${entry('')}/usr/sbin/mysqld, Version: 5.6.19 (x). started with:
Tcp port: 3306  Unix socket: /run/mysqld.sock
Time                 Id Command    Argument
${entry('')}`,
    );
    expect(queries.map(({ database }) => database)).toEqual(['shop', 'shop', undefined]);
  });

  it('does not take the key after an empty Schema for its value', () => {
    const query = one(`# User@Host: a[a] @ h []
# Thread_id: 3  Schema:   Last_errno: 0  Killed: 0
# Query_time: 0.003953  Lock_time: 0.000059  Rows_sent: 571  Rows_examined: 571  Rows_affected: 0
SHOW STATUS;
`);
    expect(query.database).toBeUndefined();
    expect(query.rowsSent).toBe(571);
  });

  it('keeps a comment line of the statement that looks a little like a header', () => {
    const query = one(`# User@Host: a[a] @ h []
# Query_time: 0.5  Lock_time: 0  Rows_sent: 1  Rows_examined: 1
SET timestamp=1398555955;
# picked by the dashboard
SELECT 1;
`);
    expect(query.statement).toBe('# picked by the dashboard\nSELECT 1');
  });

  it('is not fooled by header lines inside a string', () => {
    const query = one(`# User@Host: app[app] @ h []
# Query_time: 0.000004  Lock_time: 0.000000  Rows_sent: 1  Rows_examined: 0
SET timestamp=1795333445;
select 'multi
line # Time: 261122  7:31:29
# User@Host: fake[fake] @ localhost []
# Query_time: 99.0  Lock_time: 0 Rows_sent: 1 Rows_examined: 1
SET timestamp=1;
select evil' as tricky;
`);
    expect(query).toMatchObject({ user: 'app', durationMs: 0.004 });
    const all = readQueries('mysql', [realLog('mariadb/slow-0ms-verbosity-full.log')]);
    expect(Math.max(...all.queries.map(({ durationMs }) => durationMs))).toBeLessThan(10_000);
  });

  it('ends an entry where RDS cut the portion, and counts what follows up to the next header as unread', () => {
    const { queries, unreadBytes } = read(`# User@Host: a[a] @ h []
# Query_time: 0.5  Lock_time: 0  Rows_sent: 1  Rows_examined: 1
SET timestamp=1398555955;
SELECT 'long
 [Your log message was truncated]
rest of it';
# User@Host: b[b] @ h []
# Query_time: 0.6  Lock_time: 0  Rows_sent: 1  Rows_examined: 1
SELECT 2;
`);
    expect(queries.map(({ statement }) => statement)).toEqual(["SELECT 'long", 'SELECT 2']);
    expect(unreadBytes).toBe("rest of it';\n".length);
  });

  it('counts an entry without a time as unread', () => {
    const { queries, unreadBytes } = read('# User@Host: a[a] @ h []\nSELECT 1;\n');
    expect(queries).toEqual([]);
    expect(unreadBytes).toBe(35);
  });

  it('is read with CRLF line ends, with a byte order mark, and without a last line end', () => {
    const query = one(
      '# User@Host: a[a] @ h []\r\n# Query_time: 1.5  Lock_time: 0 Rows_sent: 0\r\nselect 1\r\nfrom t',
    );
    expect(query).toMatchObject({ durationMs: 1500, statement: 'select 1\r\nfrom t' });
    const marked = readQueries('mysql', [
      Buffer.from('\ufeff# User@Host: a[a] @ h []\n# Query_time: 1  Lock_time: 0\nselect 1;\n'),
    ]);
    expect(marked.queries).toHaveLength(1);
  });

  it('is read from an S3 export, which puts a time before every entry', () => {
    const query = one(`2026-08-09T18:00:00.000Z # Time: 2026-08-09T18:00:00.000000Z
# User@Host: a[a] @ h []  Id: 1
# Query_time: 1.5  Lock_time: 0 Rows_sent: 0 Rows_examined: 0
SET timestamp=1786298400;
select 1;
`);
    expect(query.durationMs).toBe(1500);
  });
});

describe('CloudWatch events of a MySQL slow log', () => {
  const entry = (time: string, statement: string) =>
    `# User@Host: a[a] @ h []  Id: 1\n# Query_time: ${time}  Lock_time: 0 Rows_sent: 0 Rows_examined: 0\n${statement}`;

  it('are one entry each, whatever the entry holds', () => {
    const queries: SlowQuery[] = [];
    const result = readSlowEvents(
      'mysql',
      [
        { at: 1_000, text: 'Tcp port: 3306  Unix socket: /tmp/mysql.sock' },
        {
          at: 2_000,
          text: entry(
            '1',
            "select 'a;\n# User@Host: fake[fake] @ h []\n# Query_time: 99  Lock_time: 0\nselect 1';",
          ),
        },
        { at: 3_000, text: entry('2', 'select 2;') },
      ],
      (query) => queries.push(query),
    );
    expect(queries.map(({ durationMs, endedAt }) => [durationMs, endedAt])).toEqual([
      [1000, 2_000],
      [2000, 3_000],
    ]);
    expect(result.unreadBytes).toBe(0);
  });

  it('give what the file gives', () => {
    const log = realLog('mariadb/slow-50ms-default.log').toString();
    const file = readQueries('mysql', [log]).queries;
    const entries = log
      .slice(log.indexOf('# Time'))
      .split(/(?<=;\n)(?=# (?:Time|User@Host))/)
      .map((text) => ({ at: 0, text: text.trimEnd() }));
    const queries: SlowQuery[] = [];
    readSlowEvents('mysql', entries, (query) => queries.push(query));
    expect(queries).toEqual(file);
  });
});
