import type { Level } from './level.ts';

/** A line a database server wrote into its own log. */
export interface ServerLine {
  readonly level: Level;
  readonly message: string;
  /** PostgreSQL: the process that wrote it; lines of several stand between each other. */
  readonly pid?: string;
  /** PostgreSQL: belongs to the line before it of the same process (DETAIL, STATEMENT). */
  readonly isSecondary: boolean;
}

/**
 * Whatever `log_line_prefix` is, the process stands in square brackets and two blanks follow the
 * level. RDS: `2026-11-22 07:34:22 UTC:10.0.0.1(57984):app@shop:[26172]:ERROR:  …`
 */
const postgres =
  /^[^\n[]{0,180}(?:\[(?!\d+[\]-])[^\]\n]{0,60}\][^\n[]{0,80}){0,2}\[(\d+)(?:-\d+)?\][^\n]{0,80}?(DEBUG\d?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC|DETAIL|HINT|CONTEXT|STATEMENT|QUERY|LOCATION|BACKTRACE): {2}/;

/** `2026-11-22  7:31:51 13 [ERROR] …` (MariaDB), `2024-06-18T00:04:58.750212Z 28 [Note] [MY-010914] [Server] …`. */
const mysql =
  /^\d{4}-\d\d-\d\d[T ] ?\d{1,2}:\d\d:\d\d(?:\.\d{1,9}Z)? +\d+ \[(ERROR|Warning|Note|System)\] (?:\[MY-\d+\] \[\w+\] )?(?:(?:mariadbd|mysqld): )?/;

const levels: Readonly<Record<string, Level>> = {
  ERROR: 'error',
  FATAL: 'fatal',
  PANIC: 'fatal',
  WARNING: 'warn',
  Warning: 'warn',
};

/** Reads such a line; nothing when it is none. */
export function readServerLine(text: string): ServerLine | undefined {
  const start = text.slice(0, 400);
  if (start.includes(':  ')) {
    const found = postgres.exec(start);
    if (found !== null) {
      const word = found[2] ?? '';
      return {
        level: levels[word] ?? 'info',
        message: text.slice(found[0].length),
        pid: found[1] ?? '',
        isSecondary: /^(?:DETAIL|HINT|CONTEXT|STATEMENT|QUERY|LOCATION|BACKTRACE)$/.test(word),
      };
    }
  }
  if (!/^\d{4}-/.test(start) || !start.includes('] ')) return undefined;
  const found = mysql.exec(start);
  return found === null
    ? undefined
    : {
        level: levels[found[1] ?? ''] ?? 'info',
        message: text.slice(found[0].length),
        isSecondary: false,
      };
}
