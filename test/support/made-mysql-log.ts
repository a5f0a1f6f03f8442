import { createChance } from '../core/logs/log-data.ts';

/** The entries of a log as servers write it, with literals as nobody should write them. */
export function makeMysqlEntries(seed: number): string[] {
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
  return Array.from({ length: 1 + chance(12) }, () => banner() + header() + prefix() + body());
}
