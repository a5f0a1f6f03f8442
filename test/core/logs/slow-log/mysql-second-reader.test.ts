import { expect, it } from 'vitest';
import { readPieces, statementsOf } from '../../../support/mysql-log.ts';
import { readSlowly } from '../../../support/slow-mysql-reader.ts';
import { createChance, cut, realLog } from '../log-data.ts';

/** A log as servers write it, with literals as nobody should write them. */
function makeLog(seed: number): string {
  const chance = createChance(seed);
  const oneOf = (texts: readonly string[]) => texts[chance(texts.length)] ?? '';
  const number = () => String(chance(10 ** (1 + chance(7))));
  const seconds = () => oneOf([String(chance(9)), `${chance(99)}.${number().padStart(6, '0')}`]);

  const time = () =>
    oneOf([
      '',
      `# Time: 26112${chance(9)}  ${chance(9)}:0${chance(9)}:00\n`,
      `# Time: 2026-11-2${chance(9)}T07:00:00.${100 + chance(900)}000${oneOf(['Z', '+09:00'])}\n`,
    ]);
  const user = () =>
    oneOf([
      '# User@Host: app[app] @ localhost [127.0.0.1]\n',
      '# User@Host: app[app] @  [10.0.0.9]  Id:  7\n',
      '# User@Host: root[root] @ db []  Id: 8\n',
    ]);
  const more = () =>
    oneOf([
      '',
      `# Rows_affected: ${number()}  Bytes_sent: ${number()}\n`,
      '# QC_Hit: No  Full_scan: Yes  Full_join: No\n#   InnoDB_IO_r_ops: 0\n# No InnoDB statistics available for this query\n',
      `# Log_slow_rate_type: query  Log_slow_rate_limit: ${1 + chance(99)}\n`,
      '#\n# explain: id\ttable\ttype\n# explain: 1\tt\tALL\n#\n',
    ]);
  const header = () =>
    `${time()}${user()}${oneOf(['', '# Thread_id: 3  Schema: shop  QC_hit: No\n', '# Schema:   Last_errno: 0\n'])}` +
    `# Query_time: ${seconds()}  Lock_time: ${seconds()}${oneOf([' ', '  '])}Rows_sent: ${number()}  Rows_examined: ${number()}\n${more()}`;
  const prefix = () =>
    oneOf(['', 'use `loyalty`;\n']) +
    oneOf(['', `SET ${oneOf(['', 'insert_id=5,'])}timestamp=179533${1000 + chance(9000)};\n`]);
  const text = (quote: string) =>
    Array.from({ length: chance(4) }, () =>
      oneOf([
        ';\n',
        '\\\\',
        `\\${quote}`,
        quote + quote,
        ` it is;\n${header()}select 1`,
        '\n# Time: ',
        '-- ',
        '/*',
        '#',
      ]),
    ).join('x');
  const value = () =>
    oneOf([
      number(),
      `'${text("'")}'`,
      `"${text('"')}"`,
      `/* ${oneOf(["don't;", `;\n${header()}`])} */ 1`,
      '`a;b`',
    ]);
  const sql = () =>
    `${oneOf(['select ', '# picked\nselect ', "-- don't\nselect ", 'insert into t\nvalues '])}${Array.from({ length: 1 + chance(4) }, value).join(oneOf([', ', ';\n', '\n']))}`;
  const body = () => oneOf([`${sql()};\n`, `${sql()};\n`, '# administrator command: Ping;\n']);
  const banner = () =>
    oneOf([
      '',
      '',
      '',
      '/usr/sbin/mysqld, Version: 5.7.1 (x). started with:\nTcp port: 0\nTime  Id Command  Argument\n',
    ]);
  return Array.from({ length: 1 + chance(12) }, () => banner() + header() + prefix() + body()).join(
    '',
  );
}

const asSlowly = (pieces: Iterable<Uint8Array>) =>
  statementsOf(readPieces(pieces)).map(({ signs, ...one }) => {
    const { dialect: _dialect, caller: _caller, plan: _plan, ...said } = one;
    return { ...said, fullScan: (signs & 1) !== 0 };
  });

it('reads what a second, slow and obvious reader reads', () => {
  for (let seed = 1; seed <= 400; seed++) {
    const log = makeLog(seed);
    const bytes = new TextEncoder().encode(log);
    expect(asSlowly(cut(bytes, 1 + (seed % 97), seed)), `log ${seed}`).toEqual(readSlowly(log));
  }
});

it('reads a real log as the second reader does', () => {
  const bytes = realLog('mariadb/slow-0ms-verbosity-full.log');
  const log = bytes.toString().replace(/^.*started with:\n.*\n.*\n/, '');
  expect(asSlowly([bytes])).toEqual(readSlowly(log));
});
