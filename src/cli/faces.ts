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
    usage: 'digest slow.log [--engine mysql|postgres]',
    does: 'Slow queries of a log file (- for standard input) by shape, most total time first',
    options: { engine: 'text' },
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
