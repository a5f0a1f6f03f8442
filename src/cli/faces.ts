import type { CommandFace } from './command.ts';

/** What the help says of each command, in its order. Apart from the commands, which load much. */
export const faces = {
  doctor: {
    name: 'doctor',
    usage: 'doctor',
    does: 'Looks at everything Firebreak needs and says what to do',
  },
  config: {
    name: 'config',
    usage: 'config check [--file] | schema',
    does: 'Check firebreak.yml and the environment (--file: only the file) · JSON Schema for editors',
    options: { file: 'flag' },
  },
  oncall: {
    name: 'oncall',
    usage: 'oncall [rotation] [--at time]',
    does: 'Who has the shift, until when, and who is next; --at 2026-11-09T10:00 for another time',
    options: { at: 'text' },
  },
  export: {
    name: 'export',
    usage: 'export INC-42',
    does: 'Everything known about an incident, with its timeline and whether its hash chain holds',
  },
  digest: {
    name: 'digest',
    usage: 'digest FILE… [--baseline FILE…] [--since --until] [--sort] [--top]',
    does: 'Slow queries of log files (- for standard input) by kind, most total time first',
    options: {
      dialect: 'text',
      since: 'text',
      until: 'text',
      baseline: 'texts',
      top: 'text',
      sort: 'text',
    },
    more: [
      'FILE is a MySQL, MariaDB or Percona slow log or a PostgreSQL log (text, csv or json), plain or',
      'packed with gzip, bzip2, xz or zstd. Several files make one digest. Memory stays the same',
      'whatever their size. What cannot be read is told, the rest is digested, the status is 1.',
      '',
      '  --dialect   mysql or postgres; auto (the default) tells by what is in each file',
      '  --since, --until',
      '              only statements that ended in between: a moment (2026-11-22T02:00 is UTC;',
      '              2026-11-22T11:00+09:00) or a length back from now (30m, 2h)',
      '  --baseline  what to compare with: yesterday, last week, before the release. All words up to',
      '              the next option are its files, so name FILE first. With --since only what came',
      '              before it counts, so that one file can be compared with its own past',
      '  --sort      time (total, the default), count, p95, rows (examined per row sent), or, beside a',
      '              baseline, cost (time on top of what it took then)',
      '  --top       how many kinds: 20 in the table, all of them with --json unless said',
    ],
  },
  errors: {
    name: 'errors',
    usage: 'errors FILE… [--tenant field]',
    does: 'Errors of log files (- for standard input) by cause; --tenant names who is hit',
    options: { tenant: 'text' },
    more: [
      'Files may be packed with gzip, bzip2, xz or zstd. Text in any of the shapes programs log in,',
      'a record a line or with its stack below it. --tenant names the field that says who was hit.',
    ],
  },
} as const satisfies Readonly<Record<string, CommandFace>>;
