import { readMoment, readOldMysqlMoment } from './moment.ts';

/** The longest real ones, with every extra of every fork, stay under 1 000 characters. */
const longestHeaderLine = 4_096;

/** What the `#` lines of one entry said, gathered line by line. */
export interface MysqlHeader {
  /** From a `# Time` with a zone (MySQL 5.7 and later): the end of the statement. */
  endedAt?: number;
  durationMs?: number;
  lockMs?: number;
  rowsExamined?: number;
  rowsSent?: number;
  schema?: string;
  user?: string;
  host?: string;
}

/** A line that opens an entry. Every entry has at least the user line, the others may be missing. */
export function opensEntry(line: string): boolean {
  return /^# (?:Time|User@Host|Client|Thread_id|Schema|Query_time): ?/.test(line);
}

/** A line the server writes between the opening line and the statement. */
export function isHeaderLine(line: string): boolean {
  return (
    line.trimEnd() === '#' ||
    /^#\s+[A-Z]\w*(?:@Host)?:(?:\s|$)/.test(line) ||
    /^# explain: /.test(line) ||
    /^# No InnoDB statistics /.test(line)
  );
}

/** The statement of an entry that has no SQL: `administrator command: Quit`. */
export function readAdminCommand(line: string): string | undefined {
  if (line.length > longestHeaderLine) return undefined;
  const found = /^# (administrator command: .*?);?\s*$/.exec(line);
  return found?.[1];
}

/** Written at server start and after every FLUSH LOGS, on RDS hourly: three lines between entries. */
export function isBanner(line: string): boolean {
  if (line.length > longestHeaderLine) return false;
  return (
    /, Version: .*started with:\s*$/.test(line) ||
    /^Tcp port: /i.test(line) ||
    /^Time\s+Id\s+Command\s+Argument\s*$/.test(line)
  );
}

/**
 * Reads one header line into `header`. Keys are found by name, never by position: servers differ in
 * order, in blanks, and in what they append. Answers the old-style time, which has no zone.
 */
export function readHeaderLine(line: string, header: MysqlHeader): number | undefined {
  const text = line.slice(0, longestHeaderLine);
  const glued = text.indexOf(' # User@Host:');
  if (glued > 0) {
    const oldTime = readHeaderLine(text.slice(0, glued), header);
    readHeaderLine(text.slice(glued + 1), header);
    return oldTime;
  }
  if (text.startsWith('# Time:')) return readTime(text.slice(7).trim(), header);
  if (text.startsWith('# User@Host:')) readUser(text.slice(12), header);
  else if (!text.startsWith('# explain:')) readMetrics(text, header);
  return undefined;
}

function readTime(text: string, header: MysqlHeader): number | undefined {
  const moment = readMoment(text);
  if (moment === undefined) return readOldMysqlMoment(text);
  header.endedAt = moment;
  return undefined;
}

function readUser(text: string, header: MysqlHeader): void {
  const found = /^\s*([^[]*)\[([^\]]*)\]\s*@\s*([^[\s]*)\s*\[([^\]]*)\]/.exec(text);
  if (found === null) return;
  const user = found[1]?.trim() || found[2];
  const host = found[3] || found[4];
  if (user) header.user = user;
  if (host) header.host = host;
}

function readMetrics(line: string, header: MysqlHeader): void {
  for (const [, key, value = ''] of line.matchAll(/([A-Za-z_]+): *([^\s:]+(?=\s|$))?/g)) {
    if (key === 'Schema') {
      if (value !== '') header.schema = value;
      continue;
    }
    if (!/^\d+(?:\.\d+)?$/.test(value)) continue;
    if (key === 'Query_time') header.durationMs = milliseconds(value);
    else if (key === 'Lock_time') header.lockMs = milliseconds(value);
    else if (key === 'Rows_examined') header.rowsExamined = Number(value);
    else if (key === 'Rows_sent') header.rowsSent = Number(value);
  }
}

/** Seconds as logged, exact to the microsecond the server measured. */
function milliseconds(seconds: string): number {
  return Math.round(Number(seconds) * 1_000_000) / 1_000;
}
