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
  /** The last user line, and what it said: mostly the next one says the same. */
  userLine: Uint8Array;
  lastUser: string;
  lastHost: string;
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
    userLine: new Uint8Array(0),
    lastUser: '',
    lastHost: '',
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
  const first = bytes[from + 2];
  if (first !== 0x54 && first !== 0x55 && first !== 0x43)
    readKeys(header, names, bytes, from + 1, to);
  else if (startsWith(bytes, from, to, time))
    readTime(header, names, bytes, from + time.length, to);
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
  const { userLine } = header;
  if (userLine.length === to - from && startsWith(bytes, from, to, userLine)) {
    header.said.user = header.lastUser;
    header.said.host = header.lastHost;
    return;
  }
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
  header.userLine = bytes.slice(from, to);
  header.lastUser = header.said.user;
  header.lastHost = header.said.host;
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

const { filesort } = signBits;
const sortedOnDisk = signBits['filesort-on-disk'] | filesort;
const tempTable = signBits['temp-table'];
const tempOnDisk = signBits['temp-table-on-disk'] | tempTable;

/** Keys whose `Yes`, or number above nothing, is a sign. */
const signKeys: Readonly<Record<string, number>> = {
  Full_scan: signBits['full-scan'],
  Full_join: signBits['full-join'],
  Tmp_table: tempTable,
  Tmp_tables: tempTable,
  Created_tmp_tables: tempTable,
  Tmp_table_on_disk: tempOnDisk,
  Tmp_disk_tables: tempOnDisk,
  Created_tmp_disk_tables: tempOnDisk,
  Filesort: filesort,
  Sort_scan_count: filesort,
  Sort_range_count: filesort,
  Filesort_on_disk: sortedOnDisk,
  Merge_passes: sortedOnDisk,
  Sort_merge_passes: sortedOnDisk,
  Errno: signBits.failed,
  Last_errno: signBits.failed,
  Killed: signBits.killed,
};

/** Keys whose value is kept; a key's place here is its case in `keep`. */
const keptKeys = [
  'Query_time',
  'Lock_time',
  'Rows_sent',
  'Rows_examined',
  'Rows_affected',
  'Bytes_sent',
  'Schema',
  'Log_slow_rate_limit',
  'Read_first',
  'Read_key',
  'Read_next',
  'Read_rnd_next',
  'End',
];

/** One function with plain cases, for speed: it runs several times for every entry. */
function keep(
  header: MysqlHeader,
  place: number,
  names: Names,
  bytes: Uint8Array,
  from: number,
  to: number,
): void {
  const { said } = header;
  switch (place) {
    case 0: {
      const us = readDecimal(bytes, from, to, 6);
      // 18446744073708.796870: a negative time, of clocks that were set back, without its sign.
      header.hasDuration = us >= 0;
      said.durationUs = Math.max(us, 0);
      break;
    }
    case 1:
      said.lockUs = readDecimal(bytes, from, to, 6);
      break;
    case 2:
      said.rowsSent = readWhole(bytes, from, to);
      break;
    case 3:
      said.rowsExamined = readWhole(bytes, from, to);
      break;
    case 4:
      said.rowsAffected = readWhole(bytes, from, to);
      break;
    case 5:
      said.bytesSent = readWhole(bytes, from, to);
      break;
    case 6:
      said.database = names(bytes, from, to);
      break;
    case 7:
      said.weight = Math.max(1, readWhole(bytes, from, to));
      break;
    case 8:
      header.readFirst = readWhole(bytes, from, to);
      break;
    case 9:
      header.readKey = readWhole(bytes, from, to);
      break;
    case 10:
      header.readNext = readWhole(bytes, from, to);
      break;
    case 11:
      header.readRndNext = readWhole(bytes, from, to);
      break;
    case 12:
      if (Number.isNaN(header.timeAt)) header.timeAt = momentAt(bytes, from, to);
  }
}

interface Key {
  readonly word: Uint8Array;
  /** The sign it may be; zero for the kept ones. */
  readonly sign: number;
  readonly place: number;
}

/** 1 for the bytes that end a word. */
const spaces = Uint8Array.from({ length: 256 }, (_, byte) => (isSpace(byte) ? 1 : 0));

/** A power of two with room enough that hardly two of the keys meet. */
const slots = 1_024;

/** Keys by the hash of their bytes; those whose value is of no use here are not in it. */
const keys: (Key | undefined)[] = Array.from({ length: slots });
for (const name of [...keptKeys, ...Object.keys(signKeys)]) {
  const word = ascii(name);
  let slot = slotOf(word, 0, word.length);
  while (keys[slot] !== undefined) slot = (slot + 1) & (slots - 1);
  keys[slot] = { word, sign: signKeys[name] ?? 0, place: keptKeys.indexOf(name) };
}

/** Of the length and four bytes that tell the keys apart. */
function slotOf(bytes: Uint8Array, from: number, to: number): number {
  const value =
    (to - from) * 0x2f +
    (bytes[from] ?? 0) * 0x1d3 +
    (bytes[(from + to) >> 1] ?? 0) * 0x71 +
    (bytes[to - 3] ?? 0) * 0x35b +
    (bytes[to - 1] ?? 0) * 0x6d;
  return value & (slots - 1);
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
  let at = from;
  while (at < to) {
    while (at < to && spaces[bytes[at] as number] === 1) at++;
    const start = at;
    while (at < to && spaces[bytes[at] as number] === 0) at++;
    if (bytes[at - 1] === 0x3a) {
      key = keyAt(bytes, start, at - 1);
    } else if (key !== undefined && at > start) {
      if (key.sign === 0) keep(header, key.place, names, bytes, start, at);
      else if (isSign(bytes, start, at)) header.said.signs |= key.sign;
      key = undefined;
    }
  }
}

function keyAt(bytes: Uint8Array, from: number, to: number): Key | undefined {
  let slot = slotOf(bytes, from, to);
  for (let key = keys[slot]; key !== undefined; key = keys[slot]) {
    if (key.word.length === to - from && startsWith(bytes, from, to, key.word)) return key;
    slot = (slot + 1) & (slots - 1);
  }
  return undefined;
}

/** `Yes`, or a number above nothing. */
function isSign(bytes: Uint8Array, from: number, to: number): boolean {
  return bytes[from] === 0x59 || (bytes[from] !== 0x4e && readDecimal(bytes, from, to, 0) > 0);
}

/**
 * Did the handler calls of log_slow_extra show a scan? InnoDB begins one with one Read_first (and one
 * Read_key); other engines only count Read_rnd_next. An index lookup that fills a temporary table
 * reads that one with Read_rnd_next too, but has no Read_first.
 */
export function showsScan({ readFirst, readKey, readNext, readRndNext }: MysqlHeader): boolean {
  return (readFirst > 0 && readNext + readRndNext > 0) || (readRndNext > 0 && readKey === 0);
}
