import { describe, expect, it } from 'vitest';
import { newHeader } from '../../../../src/core/logs/slow-log/mysql-header.ts';
import { createUsualEntries } from '../../../../src/core/logs/slow-log/mysql-usual.ts';
import { createNames } from '../../../../src/core/logs/slow-log/names.ts';
import { makeMysqlEntries } from '../../../support/made-mysql-log.ts';
import { readLog, statementsOf } from '../../../support/mysql-log.ts';
import { realLog } from '../log-data.ts';

/** Before the first line of an entry it changes nothing but that the entry is read line by line. */
const exportPrefix = '2026-11-22T07:34:22.123Z ';

/** Where quotes are misread a statement holds the entries behind it, and their prefixes. */
const statementsIn = (log: string) =>
  statementsOf(readLog(log)).map((one) => ({ ...one, sql: one.sql.replaceAll(exportPrefix, '') }));

function expectSame(entries: readonly string[], name: string): void {
  const byLine = entries.map((entry) => exportPrefix + entry);
  expect(statementsIn(entries.join('')), name).toEqual(statementsIn(byLine.join('')));
}

describe('an entry read at once', () => {
  it('says what it says read line by line', () => {
    for (let seed = 1; seed <= 400; seed++) {
      const entries = makeMysqlEntries(seed);
      expectSame(entries, `log ${seed}`);
    }
  });

  it('says what it says read line by line when many like it came before', () => {
    const user = (id: number) => `# User@Host: app[app] @ localhost [127.0.0.1]  Id: ${id}\n`;
    const entry = (keys: string, text: string, id: number) =>
      `${user(id)}${keys}\nSET timestamp=179533${id};\n${text};\n`;
    const keyLines = [
      '# Query_time: 0.5  Lock_time: 0.1 Rows_sent: 1  Rows_examined: 2',
      '# Query_time: 0.5  Lock_time: 0.1 Rows_sent:   Rows_examined: 2',
      '# Query_time: 0.5  Lock_time: 0.1 Rows_sent: x:  Rows_examined: 2',
      '# Query_time: 0.5  Lock_time: 0.1 Rows_sent: 1  Rows_examined: 2 ',
      '# Query_time: 0.5  Lock_time: 0.1 Rows_sent: 1  Rows_examined: 2 3',
      '# Query_time: 18446744073708.796870  Lock_time: 1e3 Rows_sent: -1  Rows_examined: 12345678901234567890',
      '# Query_time: 0.5  Lock_time: 0.1 Rows_sent: 1  Rows_examined: 2\n# Query_time: 0.7',
      '# Query_time: 0.5\n# Time: 2026-11-22T07:34:22.123456Z',
      '# Schema: shop  Last_errno: 5  Killed: 0\n# Query_time: 1',
      '# Schema:   Last_errno: 0  Killed: 1317\n# Query_time: 1.0000005',
      '# Time: 2026-11-22T07:34:22.123456Z\n# Query_time: 0.5',
      '# Thread_id: 8 Errno: 0 Read_first: 1 Read_next: 9 End: 2026-11-22T07:34:22.123456Z\n# Query_time: 4',
    ];
    const texts = [
      'select 1',
      ';',
      "select 'a\\'b' -- it's\n, \"it's\", `it's`",
      "/* it's;\n# Time: 1 */ select 2",
      'select 3\nTime Id Command Argument',
      'select 4\n [Your log message was truncated]\nfrom t',
      'select 5\n2026-11-22T07:34:22.123Z # User@Host: a[a] @ b []\n',
      'use shop',
      'SET timestamp=5',
      ' \n select 6',
      "select 'C:\\'",
      'select 7 --',
      'select 8/',
      "select /*/ it's */ 9",
      'select 10 #',
      '\nselect 11\n/x/mysqld, Version: 8.0.35 (x). started with:',
    ];
    for (const keys of keyLines) {
      const entries = texts.flatMap((text, t) => [
        entry(keyLines[0] ?? '', 'select 0', 1000 + t),
        entry(keys, text, 2000 + t),
      ]);
      expectSame(entries, keys);
    }
    const named = '# Schema: shop  Last_errno: 5\n# Query_time: 1';
    const likeNamed = '# Schema: shop:  Last_errno: 5\n# Query_time: 1';
    const mixed = [...keyLines, named, named, likeNamed, '# Schema: b\n# Query_time: 1'];
    expectSame(
      [...mixed, ...mixed].map((keys) => entry(keys, 'select 1', 1)),
      'one after another',
    );
  });

  it('knows who and when again, and nothing that only looks alike', () => {
    const hosts = Array.from({ length: 20 }, (_, i) => `app[app] @ h${i} [10.0.0.${i}]  Id: 7`);
    const users = [
      ...hosts,
      'app[app] @  [::1]',
      'app[app] @ h []',
      'app',
      '[x] @ [1]',
      'a[b] @ c [1',
    ];
    const times = [
      '2026-11-22T07:44:19.184432Z',
      '2026-11-22T07:44:59.999999Z',
      '2026-11-22T07:44:60.000000Z',
      '2026-11-22T07:44:61.000000Z',
      '2026-11-22T07:44:1x.000000Z',
      '2026-11-22T07:44:19.1844x2Z',
      '2026-11-22T07:44:19.184432',
      '2026-11-22T07:44:19.184Z',
      '2026-11-22T07:44:19.184432+09:00',
      '1969-12-31T23:59:30.500000Z',
      '1969-12-31T23:59:31.500000Z',
      '2026-11-22T07:45:01.000001Z',
    ];
    const entries = [...users, ...users].flatMap((who) =>
      times.map(
        (when) =>
          `# Time: ${when}\n# User@Host: ${who}\n# Query_time: 0.5  Lock_time: 0.1\nSET timestamp=1795333439;\nselect 1;\n`,
      ),
    );
    expectSame(entries, 'users and times');
  });

  it('is every one of a real log but the first of its kind and the last', () => {
    const bytes = Uint8Array.from(realLog('mariadb/slow-50ms-default.log'));
    const usual = createUsualEntries(newHeader(), createNames(), undefined);
    const misses: number[] = [];
    let hits = 0;
    for (let at = 0; at < bytes.length; ) {
      const next = usual.read(bytes, at);
      if (next === -1) misses.push(at);
      else hits++;
      at = next === -1 ? nextEntry(bytes, at) : next;
    }
    expect(hits).toBeGreaterThan(9 * misses.length);
  });
});

function nextEntry(bytes: Uint8Array, from: number): number {
  const at = new TextDecoder('latin1').decode(bytes).indexOf(';\n# ', from);
  return at === -1 ? bytes.length : at + 2;
}
