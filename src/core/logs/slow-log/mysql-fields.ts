import { ascii, isDigit, isSpace, readDecimal, readWhole, skipSpace, startsWith } from './bytes.ts';
import { momentAt, oldMomentAt } from './moment.ts';
import type { Names } from './names.ts';
import { newStatement, signBits, type TimedStatement } from './statement.ts';

/** What the lines before a statement said; one for all entries, emptied for each. */
export interface MysqlHeader {
  readonly said: TimedStatement;
  hasDuration: boolean;
  /** Of a `# Time` with a zone (MySQL 5.7 and later) or an `End:`: the end of the statement. */
  timeAt: number;
  /** Of an old `# Time`. */
  oldTimeAt: number;
  /** Of the server's `SET timestamp`, milliseconds. */
  stampAt: number;
  /** Handler calls of log_slow_extra. */
  readFirst: number;
  readKey: number;
  readNext: number;
  readRndNext: number;
}

export function newHeader(): MysqlHeader {
  return {
    said: newStatement('mysql'),
    hasDuration: false,
    timeAt: Number.NaN,
    oldTimeAt: Number.NaN,
    stampAt: Number.NaN,
    readFirst: 0,
    readKey: 0,
    readNext: 0,
    readRndNext: 0,
  };
}

/** All as it was, but for the database, which stays until a line names another. */
export function clearHeader(header: MysqlHeader): void {
  const { said } = header;
  said.durationUs = 0;
  said.lockUs = -1;
  said.rowsExamined = -1;
  said.rowsSent = -1;
  said.rowsAffected = -1;
  said.bytesSent = -1;
  said.signs = 0;
  said.weight = 1;
  said.user = '';
  said.host = '';
  said.plan = undefined;
  header.hasDuration = false;
  header.timeAt = Number.NaN;
  header.oldTimeAt = Number.NaN;
  header.stampAt = Number.NaN;
  header.readFirst = 0;
  header.readKey = 0;
  header.readNext = 0;
  header.readRndNext = 0;
}

const time = ascii('# Time:');
const user = ascii('# User@Host:');
const client = ascii('# Client:');

/** Reads one header line. Keys are found by name: servers differ in order, blanks and extras. */
export function readHeader(
  header: MysqlHeader,
  names: Names,
  bytes: Uint8Array,
  from: number,
  to: number,
): void {
  if (startsWith(bytes, from, to, time)) readTime(header, names, bytes, from + time.length, to);
  else if (startsWith(bytes, from, to, user)) readUser(header, names, bytes, from + 12, to);
  else if (startsWith(bytes, from, to, client)) readClient(header, names, bytes, from + 9, to);
  else readKeys(header, names, bytes, from + 1, to);
}

function readTime(
  header: MysqlHeader,
  names: Names,
  bytes: Uint8Array,
  from: number,
  to: number,
): void {
  const at = skipSpace(bytes, from, to);
  const glued = bytes.subarray(at, to).indexOf(0x23);
  const end = glued === -1 ? to : at + glued;
  header.timeAt = momentAt(bytes, at, end);
  if (Number.isNaN(header.timeAt)) header.oldTimeAt = oldMomentAt(bytes, at, end);
  // Old patched servers put the user on the same line.
  if (end < to && startsWith(bytes, end, to, user)) readUser(header, names, bytes, end + 12, to);
}

/** `app[app] @ host [1.2.3.4]  Id: 42`; any part may be empty, and the address stand for the host. */
function readUser(
  header: MysqlHeader,
  names: Names,
  bytes: Uint8Array,
  from: number,
  to: number,
): void {
  const open = find(bytes, 0x5b, from, to);
  const close = find(bytes, 0x5d, open, to);
  const at = find(bytes, 0x40, close, to);
  if (at === to) return;
  const name = visible(names, bytes, from, open);
  header.said.user = name === '' ? names(bytes, open + 1, close) : name;
  const second = find(bytes, 0x5b, at, to);
  const host = visible(names, bytes, at + 1, second);
  header.said.host =
    host === '' ? names(bytes, Math.min(to, second + 1), find(bytes, 0x5d, second, to)) : host;
}

/** `127.0.0.1:12345`, of rewritten logs. */
function readClient(
  header: MysqlHeader,
  names: Names,
  bytes: Uint8Array,
  from: number,
  to: number,
): void {
  let end = to;
  while (end > from && (isSpace(bytes[end - 1]) || isDigit(bytes[end - 1]))) end--;
  if (bytes[end - 1] === 0x3a) header.said.host = visible(names, bytes, from, end - 1);
}

function find(bytes: Uint8Array, byte: number, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== byte) at++;
  return at;
}

function visible(names: Names, bytes: Uint8Array, from: number, to: number): string {
  const start = skipSpace(bytes, from, to);
  let end = to;
  while (end > start && isSpace(bytes[end - 1])) end--;
  return names(bytes, start, end);
}

/** What is done with a key's value. */
type Take = (header: MysqlHeader, bytes: Uint8Array, from: number, to: number) => void;

/** A Yes, or a number above nothing. */
function sign(bit: number): Take {
  return (header, bytes, from, to) => {
    if (bytes[from] === 0x59 || isAboveZero(bytes, from, to)) header.said.signs |= bit;
  };
}

function whole(put: (header: MysqlHeader, value: number) => void): Take {
  return (header, bytes, from, to) => put(header, readWhole(bytes, from, to));
}

const { filesort } = signBits;
const sortedOnDisk = signBits['filesort-on-disk'] | filesort;
const tempTable = signBits['temp-table'];
const tempOnDisk = signBits['temp-table-on-disk'] | tempTable;

const takes: Readonly<Record<string, Take>> = {
  Query_time(header, bytes, from, to) {
    const us = readDecimal(bytes, from, to, 6);
    // 18446744073708.796870: a negative time, of clocks that were set back, written without a sign.
    header.hasDuration = us >= 0;
    header.said.durationUs = Math.max(0, us);
  },
  Lock_time(header, bytes, from, to) {
    header.said.lockUs = readDecimal(bytes, from, to, 6);
  },
  Rows_sent: whole(({ said }, value) => {
    said.rowsSent = value;
  }),
  Rows_examined: whole(({ said }, value) => {
    said.rowsExamined = value;
  }),
  Rows_affected: whole(({ said }, value) => {
    said.rowsAffected = value;
  }),
  Bytes_sent: whole(({ said }, value) => {
    said.bytesSent = value;
  }),
  Log_slow_rate_limit: whole(({ said }, value) => {
    said.weight = Math.max(1, value);
  }),
  Read_first: whole((header, value) => {
    header.readFirst = value;
  }),
  Read_key: whole((header, value) => {
    header.readKey = value;
  }),
  Read_next: whole((header, value) => {
    header.readNext = value;
  }),
  Read_rnd_next: whole((header, value) => {
    header.readRndNext = value;
  }),
  End(header, bytes, from, to) {
    if (Number.isNaN(header.timeAt)) header.timeAt = momentAt(bytes, from, to);
  },
  Full_scan: sign(signBits['full-scan']),
  Full_join: sign(signBits['full-join']),
  Tmp_table: sign(tempTable),
  Tmp_tables: sign(tempTable),
  Created_tmp_tables: sign(tempTable),
  Tmp_table_on_disk: sign(tempOnDisk),
  Tmp_disk_tables: sign(tempOnDisk),
  Created_tmp_disk_tables: sign(tempOnDisk),
  Filesort: sign(filesort),
  Sort_scan_count: sign(filesort),
  Sort_range_count: sign(filesort),
  Filesort_on_disk: sign(sortedOnDisk),
  Merge_passes: sign(sortedOnDisk),
  Sort_merge_passes: sign(sortedOnDisk),
  Errno: sign(signBits.failed),
  Last_errno: sign(signBits.failed),
  Killed: sign(signBits.killed),
};

interface Key {
  readonly word: Uint8Array;
  readonly take: Take | undefined;
}

/** Keys by the hash of their bytes; those whose value is of no use here are not in it. */
const keys = new Map<number, readonly Key[]>();
for (const name of ['Schema', ...Object.keys(takes)]) {
  const word = ascii(name);
  const hash = hashOf(word, 0, word.length);
  keys.set(hash, [...(keys.get(hash) ?? []), { word, take: takes[name] }]);
}

function hashOf(bytes: Uint8Array, from: number, to: number): number {
  return (
    (to - from) * 65_536 + (bytes[from] ?? 0) * 256 + (bytes[to - 3] ?? 0) + (bytes[from + 1] ?? 0)
  );
}

/** `Key: value` again and again; a value may be missing, then the next key follows. */
function readKeys(
  header: MysqlHeader,
  names: Names,
  bytes: Uint8Array,
  from: number,
  to: number,
): void {
  let key: Key | undefined;
  let at = skipSpace(bytes, from, to);
  while (at < to) {
    const start = at;
    while (at < to && !isSpace(bytes[at])) at++;
    if (bytes[at - 1] === 0x3a) {
      key = keyAt(bytes, start, at - 1);
    } else if (key !== undefined) {
      if (key.take === undefined) header.said.database = names(bytes, start, at);
      else key.take(header, bytes, start, at);
      key = undefined;
    }
    at = skipSpace(bytes, at, to);
  }
}

function keyAt(bytes: Uint8Array, from: number, to: number): Key | undefined {
  const found = keys.get(hashOf(bytes, from, to));
  return found?.find(({ word }) => word.length === to - from && startsWith(bytes, from, to, word));
}

function isAboveZero(bytes: Uint8Array, from: number, to: number): boolean {
  return readDecimal(bytes, from, to, 0) > 0;
}

/**
 * Did the handler calls of log_slow_extra show a scan? InnoDB begins one with one Read_first (and one
 * Read_key); other engines only count Read_rnd_next. An index lookup that fills a temporary table
 * reads that one with Read_rnd_next too, but has no Read_first.
 */
export function showsScan({ readFirst, readKey, readNext, readRndNext }: MysqlHeader): boolean {
  return (readFirst > 0 && readNext + readRndNext > 0) || (readRndNext > 0 && readKey === 0);
}
