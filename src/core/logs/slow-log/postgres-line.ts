import { readMoment } from './moment.ts';

/** One message of a PostgreSQL server, whatever form the log has. */
export interface PostgresMessage {
  readonly endedAt?: number;
  /** Names the session: the process id as text. */
  readonly pid: string;
  readonly user?: string;
  readonly database?: string;
  readonly host?: string;
  /** LOG, ERROR, …; DETAIL, STATEMENT and the like are messages of their own in a text log. */
  readonly level: string;
  readonly text: string;
}

/** A prefix longer than this is no prefix: the level must stand near the start of the line. */
const longestPrefix = 1_000;

const levelMark =
  /(?:^|[\s:\]>)])(LOG|ERROR|FATAL|PANIC|WARNING|NOTICE|INFO|DEBUG[1-5]?|DETAIL|HINT|CONTEXT|QUERY|STATEMENT|LOCATION|BACKTRACE): {2}/;

/**
 * Reads the first line of a message from a text log with any `log_line_prefix`, RDS's
 * `%t:%r:%u@%d:[%p]:` included. Nothing for a continuation line: the server starts those with a tab.
 */
export function readPostgresLine(line: string): PostgresMessage | undefined {
  if (line.startsWith('\t')) return undefined;
  const found = levelMark.exec(line.slice(0, longestPrefix));
  if (found === null) return undefined;
  const level = found[1] ?? '';
  const prefix = line.slice(0, found.index + found[0].length - level.length - 3);
  return { ...readPrefix(prefix), level, text: line.slice(found.index + found[0].length) };
}

function readPrefix(prefix: string): Omit<PostgresMessage, 'level' | 'text'> {
  const endedAt = readTime(prefix);
  const rds = /:([^:@]*)@([^:@]*):\[(\d+)\]:$/.exec(prefix);
  const pid = rds?.[3] ?? lastPid(prefix);
  const user = known(rds?.[1] ?? /\buser=([^\s,]*)/.exec(prefix)?.[1] ?? atSign(prefix)?.[1]);
  const database = known(rds?.[2] ?? /\bdb=([^\s,]*)/.exec(prefix)?.[1] ?? atSign(prefix)?.[2]);
  const host = known(
    /:((?:[\w.-]+|[0-9a-fA-F:]+))\(\d+\):/.exec(prefix)?.[1] ??
      /\b(?:client|host)=([^\s,(]*)/.exec(prefix)?.[1],
  );
  return {
    pid,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(user === undefined ? {} : { user }),
    ...(database === undefined ? {} : { database }),
    ...(host === undefined ? {} : { host }),
  };
}

/** `%t`, `%m` or, as `%n`, seconds since the epoch. */
function readTime(prefix: string): number | undefined {
  const wall = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: (?:[A-Z]{2,5}|[+-]\d\d(?::?\d\d)?))?/;
  const stamp = wall.exec(prefix)?.[0];
  if (stamp !== undefined) return readMoment(stamp);
  const epoch = /(?:^|\s)(\d{10})\.(\d{3})(?!\d)/.exec(prefix);
  return epoch === null ? undefined : Number(epoch[1]) * 1_000 + Number(epoch[2]);
}

function lastPid(prefix: string): string {
  const inBrackets = [...prefix.matchAll(/\[(\d+)(?:-\d+)?\]/g)];
  // `[pid]: [line-1]` has two pairs of brackets, the process id first.
  return inBrackets[0]?.[1] ?? /(?:^|\s|pid=)(\d{2,7})(?=[\s:,]|$)/.exec(prefix)?.[1] ?? '';
}

function atSign(prefix: string): RegExpExecArray | null {
  return /(?:^|[\s:])([^\s:@[\]]+)@([^\s:@[\]]+)/.exec(prefix);
}

function known(name: string | undefined): string | undefined {
  return name === undefined || name === '' || name === '[unknown]' ? undefined : name;
}
