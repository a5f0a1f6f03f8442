import { utf8Length } from '../../kit/text.ts';
import {
  isBanner,
  isHeaderLine,
  type MysqlHeader,
  opensEntry,
  readAdminCommand,
  readHeaderLine,
} from './mysql-header.ts';
import { longestStatement, type SlowQuery } from './slow-query.ts';

/** RDS ends a portion cut at 1 MB with this line; what it cut is lost. */
const cutNotice = /^\s*\[Your log message was truncated\]\s*$/;

export interface MysqlEntries {
  line(line: string): void;
  /** What was said so far belongs together and is complete: the end of an event. */
  endEvent(): void;
  /** The end of the log. */
  flush(): void;
  unreadBytes(): number;
}

interface Entry {
  readonly header: MysqlHeader;
  place: 'header' | 'statement';
  /** The server's own `use`; it is the statement itself when nothing follows. */
  useLine: string;
  setTimestampAt?: number;
  statement: string;
  bytes: number;
}

/**
 * Puts the lines of a MySQL, MariaDB or Percona slow log together into queries.
 *
 * The rule that keeps a string literal with fake header lines in it from becoming an entry: a header
 * opens an entry only where the line before (blank ones aside) ended with `;` or was itself a
 * header, an administrator command or a banner. With `oneEntry` nothing but `flush` ends an entry,
 * for sources that deliver entries whole.
 */
export function createMysqlEntries(options: {
  readonly take: (query: SlowQuery) => void;
  readonly oneEntry?: boolean;
}): MysqlEntries {
  const { take, oneEntry = false } = options;
  let entry: Entry | undefined;
  /** May the next line open an entry? */
  let atBoundary = true;
  let database: string | undefined;
  let oldTime: number | undefined;
  let unread = 0;

  function flush(): void {
    if (entry === undefined) return;
    const closed = entry;
    entry = undefined;
    const query = toQuery(closed, database, oldTime);
    if (query === undefined) unread += closed.bytes;
    else take(query);
  }

  function header(line: string): void {
    entry ??= newEntry();
    oldTime = readHeaderLine(line, entry.header) ?? oldTime;
    if (entry.header.schema !== undefined) database = entry.header.schema;
    atBoundary = true;
  }

  function statement(open: Entry, line: string): void {
    const inPrefix = open.statement === '' && open.setTimestampAt === undefined;
    const use = inPrefix && open.useLine === '' ? readUse(line) : undefined;
    const stamp = inPrefix ? readSetTimestamp(line) : undefined;
    open.place = 'statement';
    if (use !== undefined) {
      open.useLine = line;
      database = use;
    } else if (stamp !== undefined) {
      open.setTimestampAt = stamp;
    } else {
      append(open, line);
    }
    atBoundary = /;\s*$/.test(line);
  }

  function line(raw: string): void {
    const text = withoutExportPrefix(raw);
    const bytes = utf8Length(raw) + 1;
    if (text.trim() === '') {
      if (entry?.statement) append(entry, text);
      return;
    }
    if (atBoundary && isBanner(text) && (entry === undefined || !oneEntry)) {
      flush();
      database = undefined;
      return;
    }
    if (cutNotice.test(text)) {
      flush();
      atBoundary = true;
      return;
    }
    if (!oneEntry && entry !== undefined && atBoundary && opensAnother(entry, text)) flush();
    const open = entry;
    if (open === undefined && !opensEntry(text) && readAdminCommand(text) === undefined) {
      unread += bytes;
      return;
    }
    const admin = open?.statement ? undefined : readAdminCommand(text);
    if (admin !== undefined) {
      entry ??= newEntry();
      entry.statement = admin;
      entry.place = 'statement';
      atBoundary = true;
    } else if (open?.place !== 'statement' && (open === undefined || isHeaderLine(text))) {
      header(text);
    } else if (open !== undefined) {
      statement(open, text);
    }
    if (entry !== undefined) entry.bytes += bytes;
  }

  return { line, endEvent: flush, flush, unreadBytes: () => unread };
}

/** After a statement any opening line does; after a complete header only a new time or user line. */
function opensAnother(entry: Entry, line: string): boolean {
  if (entry.place === 'statement') return opensEntry(line);
  return entry.header.durationMs !== undefined && /^# (?:Time|User@Host):/.test(line);
}

function newEntry(): Entry {
  return { header: {}, place: 'header', useLine: '', statement: '', bytes: 0 };
}

function append(entry: Entry, line: string): void {
  const room = longestStatement - entry.statement.length;
  if (room <= 1) return;
  entry.statement += entry.statement === '' ? line.slice(0, room) : '\n' + line.slice(0, room - 1);
}

function toQuery(
  entry: Entry,
  database: string | undefined,
  oldTime: number | undefined,
): SlowQuery | undefined {
  const { durationMs, lockMs, rowsExamined, rowsSent, user, host, schema } = entry.header;
  const lone = entry.setTimestampAt === undefined ? entry.useLine : '';
  const statement = withoutEnd(entry.statement || lone);
  if (durationMs === undefined || statement === '') return undefined;
  // From MySQL 8.0.14 SET timestamp is the start of the statement; those servers always write a
  // `# Time` with a zone. Everywhere else SET timestamp is the end, and unlike `# Time` it is UTC.
  const endedAt = entry.header.endedAt ?? entry.setTimestampAt ?? oldTime;
  const inDatabase = schema ?? database;
  return {
    dialect: 'mysql',
    durationMs,
    statement,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(lockMs === undefined ? {} : { lockMs }),
    ...(rowsExamined === undefined ? {} : { rowsExamined }),
    ...(rowsSent === undefined ? {} : { rowsSent }),
    ...(inDatabase === undefined ? {} : { database: inDatabase }),
    ...(user === undefined ? {} : { user }),
    ...(host === undefined ? {} : { host }),
  };
}

function readUse(line: string): string | undefined {
  if (line.length > 300) return undefined;
  const found = /^use\s+(`(?:[^`]|``)+`|[^\s;]+)\s*;?\s*$/i.exec(line);
  return found?.[1]?.replace(/^`|`$/g, '');
}

function readSetTimestamp(line: string): number | undefined {
  const found =
    /^SET (?:last_insert_id=\d+,)?(?:insert_id=\d+,)?timestamp=(\d{1,12})(?:\.\d+)?;/i.exec(line);
  return found === null ? undefined : Number(found[1]) * 1_000;
}

/** A CloudWatch export to S3 puts the event's time before its first line. */
function withoutExportPrefix(line: string): string {
  if (line.charCodeAt(0) !== 0x32) return line;
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (?=# |\S*mysqld, |Tcp port:|Time\s)/.test(line)
    ? line.slice(25)
    : line;
}

function withoutEnd(statement: string): string {
  const text = statement.trim();
  return text.endsWith(';') ? text.slice(0, -1).trimEnd() : text;
}
