import { describe, expect, it } from 'vitest';
import { signBits } from '../../../../src/core/logs/slow-log/statement.ts';
import { readLog, statementsOf, toldBy, unreadOf } from '../../../support/mysql-log.ts';

const read = (log: string) => statementsOf(readLog(log));
const one = (log: string) => {
  const statements = read(log);
  expect(statements).toHaveLength(1);
  return statements[0]!;
};
const user = '# User@Host: a[a] @ h []\n';
const times = '# Query_time: 1  Lock_time: 0  Rows_sent: 0  Rows_examined: 0\n';

describe('a MySQL slow log', () => {
  it('is read with RFC 3339 time, user, host and figures (8.x)', () => {
    const log = `/rdsdbbin/mysql/bin/mysqld, Version: 8.0.35 (Source distribution). started with:
Tcp port: 3306  Unix socket: /tmp/mysql.sock
Time                 Id Command    Argument
# Time: 2026-10-10T07:00:01.123456Z
# User@Host: app[app] @ ip-10-0-0-1 [10.0.0.1]  Id:    42
# Query_time: 0.700594  Lock_time: 0.000003 Rows_sent: 1  Rows_examined: 600000
use shop;
SET timestamp=1791615600;
SELECT * FROM t
 WHERE a = 1;
`;
    expect(one(log)).toEqual({
      dialect: 'mysql',
      endedAt: Date.parse('2026-10-10T07:00:01.123Z'),
      durationUs: 700_594,
      lockUs: 3,
      rowsExamined: 600_000,
      rowsSent: 1,
      rowsAffected: -1,
      bytesSent: -1,
      signs: 0,
      weight: 1,
      user: 'app',
      host: 'ip-10-0-0-1',
      database: 'shop',
      caller: '',
      plan: undefined,
      sql: 'SELECT * FROM t\n WHERE a = 1',
    });
    expect(unreadOf(readLog(log))).toBe(0);
  });

  it('is read with the extras of log_slow_extra, mixed with plain lines', () => {
    const [extra, plain] = read(`# Time: 2025-04-12T07:33:46.914100Z
# User@Host: app[app] @ localhost []  Id:    65
# Query_time: 0.700594  Lock_time: 0.000000 Rows_sent: 1  Rows_examined: 7 Thread_id: 65 Errno: 1205 Killed: 1317 Bytes_received: 46 Bytes_sent: 123 Read_first: 1 Read_last: 0 Read_key: 1 Read_next: 0 Read_prev: 0 Read_rnd: 0 Read_rnd_next: 8 Sort_merge_passes: 2 Sort_range_count: 0 Sort_rows: 9 Sort_scan_count: 1 Created_tmp_disk_tables: 1 Created_tmp_tables: 1 Start: 2025-04-12T07:33:46.213413Z End: 2025-04-12T07:33:46.914007Z
SET timestamp=1744443226;
SELECT 1;
# Time: 2025-04-12T07:33:47.914100Z
# User@Host: app[app] @ localhost []  Id:    65
# Query_time: 0.1  Lock_time: 0.000000 Rows_sent: 1  Rows_examined: 7
SET timestamp=1744443226;
SELECT 2;
`);
    expect(extra).toMatchObject({ durationUs: 700_594, rowsExamined: 7, bytesSent: 123 });
    expect(extra?.signs).toBe(
      Object.entries(signBits).reduce(
        (bits, [sign, bit]) => (/full-join|lock-wait/.test(sign) ? bits : bits | bit),
        0,
      ),
    );
    expect(plain).toMatchObject({ signs: 0, bytesSent: -1 });
  });

  it.each([
    ['a lookup that fills a temporary table', 'Read_first: 0 Read_key: 9 Read_rnd_next: 9', 0],
    ['an index read from one end to the other', 'Read_first: 1 Read_key: 1 Read_next: 900', 1],
    ['the least value of an index', 'Read_first: 1 Read_key: 1 Read_next: 0 Read_rnd_next: 0', 0],
    ['a table of another engine', 'Read_first: 0 Read_key: 0 Read_rnd_next: 900', 1],
  ])('tells a full scan by handler calls: %s', (_, calls, signs) => {
    expect(one(`${user}# Query_time: 1 Lock_time: 0 ${calls}\nselect 1;\n`).signs).toBe(signs);
  });

  it('is read with MariaDB plans, whose Engine_time is no duration', () => {
    const statement = one(`# Time: 261122  7:43:26
# User@Host: app[app] @ localhost [127.0.0.1]
# Thread_id: 30  Schema: loyalty  QC_hit: No
# Query_time: 0.146915  Lock_time: 0.000108  Rows_sent: 6  Rows_examined: 601365
# Rows_affected: 0  Bytes_sent: 698
# Pages_read_time: 0.0000  Engine_time: 134.6465
# Full_scan: Yes  Full_join: No  Tmp_table: No  Tmp_table_on_disk: No
# Filesort: Yes  Filesort_on_disk: No  Merge_passes: 0  Priority_queue: Yes
#
# explain: id\tselect_type\ttable\ttype\tpossible_keys\tkey\tkey_len\tref\trows\tr_rows\tfiltered\tr_filtered\tExtra
# explain: 1\tSIMPLE\tp\tALL\tNULL\tNULL\tNULL\tNULL\t597644\t6.00\t100.00\t100.00\tUsing where; Using filesort
# explain: 1\tSIMPLE\tm\tref\tby_id\tby_id\t4\tp.id\t1\t1.00\t100.00\t100.00\tNULL
#
SET timestamp=1795333406;
SELECT 1;
`);
    expect(statement).toMatchObject({
      durationUs: 146_915,
      endedAt: 1_795_333_406_000,
      database: 'loyalty',
      rowsAffected: 0,
      bytesSent: 698,
      signs: signBits['full-scan'] | signBits.filesort,
      plan: [
        { table: 'p', access: 'ALL', rows: 597_644, extra: 'Using where; Using filesort' },
        { table: 'm', access: 'ref', key: 'by_id', rows: 1 },
      ],
      sql: 'SELECT 1',
    });
  });

  it('is read with Percona extras; an empty Schema does not take the next key', () => {
    const statement = one(`# User@Host: a[a] @ h []  Id: 3
# Schema:   Last_errno: 1062  Killed: 0
# Query_time: 0.003953  Lock_time: 0.000059  Rows_sent: 571  Rows_examined: 571  Rows_affected: 0
# Bytes_sent: 545  Tmp_tables: 1  Tmp_disk_tables: 0  Tmp_table_sizes: 0
# InnoDB_trx_id: 1A88583F
# QC_Hit: No  Full_scan: No  Full_join: Yes  Tmp_table: Yes  Tmp_table_on_disk: No
#   InnoDB_IO_r_ops: 0  InnoDB_IO_r_bytes: 0  InnoDB_IO_r_wait: 0.000000
# No InnoDB statistics available for this query
# Log_slow_rate_type: query  Log_slow_rate_limit: 1000
SHOW STATUS;
`);
    expect(statement).toMatchObject({
      database: '',
      rowsSent: 571,
      weight: 1_000,
      signs: signBits.failed | signBits['full-join'] | signBits['temp-table'],
    });
  });

  it.each([
    [
      '# Time with a zone',
      '# Time: 2026-10-10T10:57:14+09:00\n',
      'SET timestamp=5;\n',
      Date.parse('2026-10-10T01:57:14Z'),
    ],
    [
      'SET timestamp before an old # Time',
      '# Time: 071015  1:43:52\n',
      'SET timestamp=5;\n',
      5_000,
    ],
    ['an old # Time', '# Time: 071015  1:43:52\n', '', Date.UTC(2007, 9, 15, 1, 43, 52)],
    ['nothing', '# Time: margdl 11:48:27\n', '', Number.NaN],
  ])('takes the end of a statement from %s', (_, time, set, at) => {
    expect(one(`${time}${user}${times}${set}select 1;\n`).endedAt).toBe(at);
  });

  it.each([
    ['8.0.13', 5_000],
    ['8.0.14', 6_000],
    ['8.4.2', 6_000],
    ['10.11.19-MariaDB-log', 5_000],
  ])('knows whether SET timestamp is the start or the end by the version: %s', (version, at) => {
    const banner = `/usr/sbin/mysqld, Version: ${version} (x). started with:\n`;
    expect(one(`${banner}${user}${times}SET timestamp=5;\nselect 1;\n`).endedAt).toBe(at);
  });

  it('keeps an old time while the second lasts', () => {
    const at = read(`# Time: 071015  1:43:52\n${`${user}${times}select 1;\n`.repeat(2)}`);
    expect(at.map(({ endedAt }) => endedAt)).toEqual(
      Array(2).fill(Date.UTC(2007, 9, 15, 1, 43, 52)),
    );
  });

  it.each([
    ['# User@Host: [SQL_SLAVE] @  []', 'SQL_SLAVE', ''],
    ['# User@Host: root[root] @  [127.0.0.1]', 'root', '127.0.0.1'],
    ['# User@Host: ec2-user[x] @ db.local [10.0.0.1]  Id: 7', 'ec2-user', 'db.local'],
    ['# Client: 127.0.0.1:12345', '', '127.0.0.1'],
    ['# Time: 071218 11:48:27 # User@Host: b[b] @ c []', 'b', 'c'],
    ['# User@Host: ', '', ''],
  ])('reads who and from where of %j', (line, name, host) => {
    expect(one(`${line}\n${times}select 1;\n`)).toMatchObject({ user: name, host });
  });

  it('takes an administrator command, a bare USE and a SET somebody ran as statements', () => {
    const statements = read(
      `${user}${times}SET timestamp=5;\n# administrator command: Quit;\n${user}${times}use \`shop\`;\n` +
        `${user}${times}SET timestamp=5;\nuse other;\n${user}${times}SET insert_id=5,timestamp=6;\nSET timestamp=7;\n`,
    );
    expect(statements.map(({ sql, database }) => [sql, database])).toEqual([
      ['administrator command: Quit', ''],
      ['use `shop`', 'shop'],
      ['use other', 'shop'],
      ['SET timestamp=7', 'shop'],
    ]);
  });

  it('keeps comments of the statement that look a little like headers', () => {
    const sql = '# picked by the dashboard\n-- # User@Host: it\nSELECT 1\n# Time: of the day';
    expect(one(`${user}${times}SET timestamp=5;\n${sql};\n`).sql).toBe(sql);
  });

  it('forgets the database where the log was rotated', () => {
    const entry = `${user}${times}select 1;\n`;
    const log = `${user}${times}use shop;\nselect 1;\n${entry}mariadbd, Version: 10.11 (x). started with:\n${entry}`;
    expect(read(log).map(({ database }) => database)).toEqual(['shop', 'shop', '']);
  });

  it('counts what belongs to no statement, by its reason', () => {
    const log =
      `rubbish\n${user}SELECT without;\n${user}# Query_time: 18446744073708.796870  Lock_time: 0\nselect 1;\n` +
      `${user}${times}select 'cut\n [Your log message was truncated]\nrest\n${user}${times}`;
    expect(
      readLog(log).map((told) => ('sql' in told ? told.sql : [told.unread, told.reason])),
    ).toEqual([
      [8, 'not-a-log-line'],
      [user.length + 16, 'no-duration'],
      [user.length + 60, 'no-duration'],
      "select 'cut",
      [5, 'cut'],
      [user.length + times.length, 'cut'],
    ]);
  });

  it('is read with a byte order mark, CRLF, an S3 prefix, broken bytes and no last line end', () => {
    const latin = Uint8Array.from(
      `\u00ef\u00bb\u00bf2026-08-09T18:00:00.000Z ${user}${times}select '\u00e9'`.replaceAll(
        '\n',
        '\r\n',
      ),
      (char) => char.charCodeAt(0),
    );
    expect(statementsOf(readLog(latin))).toMatchObject([{ user: 'a', sql: "select '\ufffd'" }]);
  });
});

describe('events of a MySQL slow log', () => {
  it('are one entry each, whatever they hold, and date what gives no time', () => {
    const bytesOf = (text: string) => new TextEncoder().encode(text);
    const told = toldBy((reader) => {
      const event = (at: number, text: string) => {
        reader.push(bytesOf(text.slice(0, 20)));
        reader.push(bytesOf(text.slice(20)));
        reader.endEvent(at);
      };
      event(1, 'Tcp port: 3306  Unix socket: /tmp/mysql.sock');
      event(2, `${user}${times}select 1;\n${user}${times}select 2`);
      event(3, `${user}${times}select 3`);
      event(4, 'no entry');
    });
    expect(told).toMatchObject([
      { endedAt: 2, sql: `select 1;\n${user}${times}select 2` },
      { endedAt: 3, sql: 'select 3' },
      { unread: 8, reason: 'not-a-log-line' },
    ]);
  });
});
