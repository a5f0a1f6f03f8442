import { textOf } from './bytes.ts';
import { createNames } from './names.ts';
import { append, appendByte, newBuffer } from './postgres-buffer.ts';
import { inEnglish, mayBeForeign } from './postgres-languages.ts';
import { levelOf } from './postgres-level.ts';
import { newMessage, subjectOf, subjects } from './postgres-message.ts';
import { createStamps, type Stamp } from './postgres-stamp.ts';
import type { PostgresStatements } from './postgres-statements.ts';
import type { SlowLogTaker } from './statement.ts';
import { longestStatement } from './statement.ts';

/**
 * Columns of csvlog that are used. Later versions add to the end (23 up to 12, 24 in 13, 26 since
 * 14), so the numbers hold for all.
 * https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-LOGGING-CSVLOG
 */
const columns = {
  time: 0,
  user: 1,
  database: 2,
  pid: 3,
  client: 4,
  line: 6,
  severity: 11,
  message: 13,
  statement: 19,
  caller: 22,
} as const;
const columnsRead = columns.caller + 1;

/** A quote left open swallows no more of the log than this before records are looked for again. */
const longestOpen = 8 * longestStatement;

/** Puts lines of a csv log together into records, for a quoted field may hold line ends. */
export interface CsvRecords {
  readonly isOpen: boolean;
  line(bytes: Uint8Array, from: number, to: number, size: number): void;
  /** Gives up, or takes, a record whose last quote never came. */
  end(): void;
}

export function createCsvRecords(statements: PostgresStatements, taker: SlowLogTaker): CsvRecords {
  let record: ReturnType<typeof createCsvRecord> | undefined;
  const joined = newBuffer();
  let isOpen = false;
  let size = 0;

  function take(bytes: Uint8Array, from: number, to: number, recordSize: number): void {
    record ??= createCsvRecord(statements, taker);
    record(bytes, from, to, recordSize);
  }

  function end(): void {
    if (!isOpen) return;
    isOpen = false;
    take(joined.bytes, 0, joined.length, size);
  }

  return {
    get isOpen() {
      return isOpen;
    },
    line(bytes, from, to, lineSize) {
      const isOdd = hasOddQuotes(bytes, from, to);
      if (!isOpen && !isOdd) {
        take(bytes, from, to, lineSize);
        return;
      }
      if (!isOpen) {
        joined.length = 0;
        size = 0;
      } else if (joined.length < longestStatement) appendByte(joined, 0x0a);
      append(joined, bytes, from, to, longestStatement);
      size += lineSize;
      const wasOpen = isOpen;
      isOpen = true;
      if ((isOdd && wasOpen) || size > longestOpen) end();
    },
    end,
  };
}

function hasOddQuotes(bytes: Uint8Array, from: number, to: number): boolean {
  let isOdd = false;
  for (let at = from; at < to; at++) if (bytes[at] === 0x22) isOdd = !isOdd;
  return isOdd;
}

/** Reads one record and hands it on. */
function createCsvRecord(
  statements: PostgresStatements,
  taker: SlowLogTaker,
): (bytes: Uint8Array, from: number, to: number, size: number) => void {
  const message = newMessage();
  const stamp: Stamp = { from: 0, to: 0, at: Number.NaN };
  const stamps = createStamps();
  const nameOf = createNames();
  const text = newBuffer();
  const starts: number[] = new Array(columnsRead).fill(0);
  const ends: number[] = new Array(columnsRead).fill(0);

  function fieldName(bytes: Uint8Array, column: number): string {
    return nameOf(bytes, starts[column] ?? 0, ends[column] ?? 0).replaceAll('""', '"');
  }

  function fieldNumber(bytes: Uint8Array, column: number, otherwise: number): number {
    const field = fieldName(bytes, column);
    return /^\d{1,15}$/.test(field) ? Number(field) : otherwise;
  }

  function fill(bytes: Uint8Array): void {
    stamp.at = Number.NaN;
    stamps.find(bytes, starts[columns.time] ?? 0, ends[columns.time] ?? 0, stamp);
    message.at = stamp.at;
    message.user = fieldName(bytes, columns.user);
    message.database = fieldName(bytes, columns.database);
    message.pid = fieldNumber(bytes, columns.pid, -1);
    message.line = fieldNumber(bytes, columns.line, 0);
    message.host = hostOf(fieldName(bytes, columns.client));
    message.caller = fieldName(bytes, columns.caller);
  }

  return (bytes, from, to, size) => {
    const count = cutFields(bytes, from, to, starts, ends);
    const level = levelOf(fieldName(bytes, columns.severity));
    if (count <= columns.message || level === undefined) {
      taker.unread(size, 'malformed');
      return;
    }
    const textFrom = starts[columns.message] ?? 0;
    const textTo = ends[columns.message] ?? 0;
    let subject = subjectOf(level, bytes, textFrom, textTo);
    const english = mayBeForeign(level, subject) ? inEnglish(bytes, textFrom, textTo) : undefined;
    if (english !== undefined) subject = subjectOf(level, english, 0, english.length);
    if (subject === subjects.none) return;
    fill(bytes);
    message.level = level;
    message.size = size;
    if (english === undefined) unquote(bytes, textFrom, textTo);
    else unquote(english, 0, english.length);
    message.statement =
      subject === subjects.duration || count <= columns.statement
        ? ''
        : textOf(bytes, starts[columns.statement] ?? 0, ends[columns.statement] ?? 0).replaceAll(
            '""',
            '"',
          );
    statements.take(subject, message);
  };

  function unquote(bytes: Uint8Array, from: number, to: number): void {
    message.bytes = bytes;
    message.from = from;
    message.to = to;
    if (!bytes.subarray(from, to).includes(0x22)) return;
    text.length = 0;
    let start = from;
    for (let at = from; at + 1 < to; at++) {
      if (bytes[at] !== 0x22 || bytes[at + 1] !== 0x22) continue;
      append(text, bytes, start, at, longestStatement);
      start = ++at;
    }
    append(text, bytes, start, to, longestStatement);
    message.bytes = text.bytes;
    message.from = 0;
    message.to = text.length;
  }
}

/** `10.0.0.1:5432`, `::1:5432`, `[local]` or nothing. */
export function hostOf(client: string): string {
  return client === '[local]' ? '' : client.replace(/:\d+$/, '');
}

/**
 * Where each field begins and ends, quotes around it left out. Gives how many there are, at most as
 * many as are used.
 */
function cutFields(
  bytes: Uint8Array,
  from: number,
  to: number,
  starts: number[],
  ends: number[],
): number {
  let at = from;
  let count = 0;
  while (count < columnsRead && at <= to) {
    const isQuoted = at < to && bytes[at] === 0x22;
    starts[count] = isQuoted ? at + 1 : at;
    at = isQuoted ? endOfQuoted(bytes, at + 1, to) : endOfBare(bytes, at, to);
    ends[count] = Math.min(at, to);
    count++;
    if (isQuoted) at++;
    if (at < to && bytes[at] !== 0x2c) return count;
    at++;
  }
  for (let column = count; column < columnsRead; column++) starts[column] = ends[column] = from;
  return count;
}

function endOfBare(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== 0x2c) at++;
  return at;
}

/** The closing quote, or the end where there is none. */
function endOfQuoted(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (bytes[at] !== 0x22) continue;
    if (bytes[at + 1] !== 0x22 || at + 1 >= to) return at;
    at++;
  }
  return to;
}

/**
 * Does a record of csvlog begin here? Its first column is a time with milliseconds and a zone, and
 * its twelfth a level. A text log may put commas into its prefix, but not ten of them and a level
 * without a colon.
 */
export function beginsCsvRecord(bytes: Uint8Array, from: number, to: number): boolean {
  const start = bytes[from] === 0x22 ? from + 1 : from;
  if (bytes[start + 4] !== 0x2d || bytes[start + 19] !== 0x2e || bytes[start + 23] !== 0x20) {
    return false;
  }
  let comma = start + 24;
  while (comma < to && comma < start + 36 && bytes[comma] !== 0x2c) comma++;
  if (bytes[comma] !== 0x2c) return false;
  let at = from;
  for (let column = 0; column < columns.severity; column++) {
    at = bytes[at] === 0x22 ? endOfQuoted(bytes, at + 1, to) + 1 : endOfBare(bytes, at, to);
    if (at >= to || bytes[at] !== 0x2c) return false;
    at++;
  }
  return levelOf(textOf(bytes, at, endOfBare(bytes, at, to))) !== undefined;
}
