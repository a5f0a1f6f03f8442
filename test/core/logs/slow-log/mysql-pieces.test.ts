import { describe, expect, it } from 'vitest';
import { readLog, readPieces, statementsOf, unreadOf } from '../../../support/mysql-log.ts';
import { createChance, cut, realLog } from '../log-data.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

const hostile = `# Time: 2026-10-10T07:00:01.123456Z
# User@Host: app[app] @ h [10.0.0.1]  Id: 42
# Query_time: 0.5  Lock_time: 0 Rows_sent: 1  Rows_examined: 1
SET timestamp=1791615600;
insert into notes values ('it\\'s;
# Time: 2026-10-10T07:00:01.123456Z
# User@Host: fake[fake] @ h [10.0.0.1]  Id: 42
# Query_time: 99.0  Lock_time: 0 Rows_sent: 1  Rows_examined: 1
SET timestamp=1791615600;
select evil');
# Time: 2026-10-10T07:00:02.123456Z
# User@Host: app[app] @ h [10.0.0.1]  Id: 42
# Query_time: 0.7  Lock_time: 0 Rows_sent: 1  Rows_examined: 1
SET timestamp=1791615601;
/* two; */ select 2;
`;

const samples: Readonly<Record<string, string>> = {
  hostile,
  mixed: `garbage
/rdsdbbin/mysql/bin/mysqld, Version: 8.0.35 (Source distribution). started with:
Tcp port: 3306  Unix socket: /tmp/mysql.sock
Time                 Id Command    Argument
# Time: 071015  1:43:52 # User@Host: [SQL_SLAVE] @  []\r
# Query_time: 2  Lock_time: 0  Rows_sent: 1  Rows_examined: 0\r
use \`shop\`;\r
SET insert_id=5,timestamp=1791615600;\r
select 1\r
from t;\r
# User@Host: a[a] @ h []
# Query_time: 1  Lock_time: 0  Rows_sent: 1  Rows_examined: 0
# administrator command: Quit;
# User@Host: a[a] @ h []
# Query_time: 1  Lock_time: 0  Rows_sent: 1  Rows_examined: 0
select 'cut
 [Your log message was truncated]
the rest
# User@Host: a[a] @ h []
SELECT without_time;
# User@Host: a[a] @ h []
# Query_time: 1  Lock_time: 0
use other;
# User@Host: a[a] @ h []
# Query_time: 3  Lock_time: 0
select 'never closed`,
};

describe.each(Object.keys(samples))('a %s log', (name) => {
  const bytes = bytesOf(samples[name] ?? '');
  const whole = readLog(bytes);

  it('gives the same wherever it is cut in two', () => {
    for (let at = 0; at <= bytes.length; at++)
      expect(readPieces([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
  });

  it('gives the same byte by byte', () => {
    expect(readPieces(cut(bytes, 1, 1))).toEqual(whole);
  });

  it('never gives more when its end is missing, and all but the last the same', () => {
    const all = statementsOf(whole);
    for (let at = 0; at <= bytes.length; at++) {
      const some = statementsOf(readLog(bytes.subarray(0, at)));
      expect(some.length).toBeLessThanOrEqual(all.length);
      expect(some.slice(0, -1)).toEqual(all.slice(0, Math.max(0, some.length - 1)));
    }
  });
});

it('a header inside a string opens no entry, even behind a semicolon', () => {
  expect(statementsOf(readLog(hostile)).map(({ durationUs }) => durationUs)).toEqual([
    500_000, 700_000,
  ]);
});

it('a statement whose quotes are misread does not swallow those behind it', () => {
  const entry = (statement: string) =>
    `# User@Host: a[a] @ h []\n# Query_time: 1  Lock_time: 0\n${statement};\n`;
  const log = entry("select 'C:\\'") + entry("select '2'").repeat(9);
  expect(statementsOf(readLog(log))).toHaveLength(10);
  expect(statementsOf(readLog(entry("select 'C:\\'") + entry('x').repeat(9_999)))).toHaveLength(
    10_000,
  );
});

describe('a log larger than what is held back', () => {
  const entry = (i: number, statement: string) =>
    `# User@Host: a[a] @ h []\n# Query_time: ${i}  Lock_time: 0\n${statement};\n`;
  const values = `insert into t values ${'(1,2),\n'.repeat(700_000)}(3,4)`;
  const long = `insert into t values ${'(1,2),'.repeat(700_000)}(3,4)`;
  const bytes = bytesOf(
    `${'x'.repeat(50_000)}\n${entry(1, 'select 1').repeat(30_000)}${entry(2, values)}${entry(3, long)}${entry(4, 'select 4')}`,
  );
  const whole = readLog(bytes);

  it('keeps so much of an overlong statement, counts the rest, and finds the next', () => {
    expect(statementsOf(whole)).toHaveLength(30_003);
    expect(statementsOf(whole).at(-1)).toMatchObject({ sql: 'select 4', durationUs: 4_000_000 });
    expect(statementsOf(whole).at(-2)?.sql).toHaveLength(2 * 1024 * 1024);
    expect(whole.filter((one) => 'unread' in one)).toEqual([
      { unread: 50_001, reason: 'not-a-log-line' },
      { unread: values.length + 1 - 2 * 1024 * 1024, reason: 'too-long' },
      { unread: long.length + 1 - 2 * 1024 * 1024, reason: 'too-long' },
    ]);
  });

  it('finds the entry behind an overlong statement that ends with a piece', () => {
    const fourth = bytes.length - entry(4, 'select 4').length;
    const third = fourth - entry(3, long).length;
    const pieces = [
      bytes.subarray(0, third),
      bytes.subarray(third, fourth),
      bytes.subarray(fourth),
    ];
    expect(readPieces(pieces)).toEqual(whole);
  });

  it.each([
    [999, 1],
    [100_000, 2],
    [4_000_000, 3],
  ])('gives the same in pieces of up to %i bytes', (largest, seed) => {
    expect(readPieces(cut(bytes, largest, seed))).toEqual(whole);
  });
});

describe('a log that is broken', () => {
  it('is read with any bytes changed, however it is cut', () => {
    const chance = createChance(11);
    const sample = realLog('mariadb/slow-0ms-verbosity-full.log').subarray(0, 30_000);
    for (let round = 0; round < 60; round++) {
      const broken = Uint8Array.from(sample);
      for (let i = 0; i < 60; i++) broken[chance(broken.length)] = chance(256);
      const whole = readLog(broken);
      expect(readPieces(cut(broken, 999, round))).toEqual(whole);
      expect(unreadOf(whole)).toBeLessThanOrEqual(broken.length);
    }
  });

  it('holds nothing when it is nothing but chance', () => {
    const chance = createChance(5);
    const bytes = Uint8Array.from({ length: 200_000 }, () => chance(256));
    const told = readPieces(cut(bytes, 5_000, 1));
    expect(statementsOf(told)).toEqual([]);
    expect(unreadOf(told)).toBe(bytes.length);
    expect(readLog('')).toEqual([]);
  });
});
