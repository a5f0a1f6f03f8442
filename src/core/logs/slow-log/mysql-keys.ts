import { ascii, isSpace, readDecimal, readWhole, startsWith } from './bytes.ts';
import { momentAt } from './moment.ts';
import type { MysqlHeader } from './mysql-header.ts';
import type { Names } from './names.ts';
import { signBits } from './statement.ts';

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

/** The first two are times, these and the next four numbers. */
export const times = 2;
export const amounts = 6;

/** Takes a time in microseconds or a number, by the key's place among the first; -1 where it is none. */
export function keepAmount(header: MysqlHeader, place: number, value: number): void {
  const { said } = header;
  switch (place) {
    case 0:
      // 18446744073708.796870: a negative time, of clocks that were set back, without its sign.
      header.hasDuration = value >= 0;
      said.durationUs = Math.max(value, 0);
      break;
    case 1:
      said.lockUs = value;
      break;
    case 2:
      said.rowsSent = value;
      break;
    case 3:
      said.rowsExamined = value;
      break;
    case 4:
      said.rowsAffected = value;
      break;
    case 5:
      said.bytesSent = value;
  }
}

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
  if (place < times) {
    keepAmount(header, place, readDecimal(bytes, from, to, 6));
    return;
  }
  if (place < amounts) {
    keepAmount(header, place, readWhole(bytes, from, to));
    return;
  }
  switch (place) {
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

/** A key whose value says something. */
export interface Key {
  readonly word: Uint8Array;
  /** The sign it may be; zero for the kept ones. */
  readonly sign: number;
  readonly place: number;
}

/** 1 for the bytes that end a word. */
export const spaces = Uint8Array.from({ length: 256 }, (_, byte) => (isSpace(byte) ? 1 : 0));

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
export function readKeys(
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
      readValue(header, key, names, bytes, start, at);
      key = undefined;
    }
  }
}

/** Takes the value of `key` that fills `from` to `to`. */
export function readValue(
  header: MysqlHeader,
  key: Key,
  names: Names,
  bytes: Uint8Array,
  from: number,
  to: number,
): void {
  if (key.sign === 0) keep(header, key.place, names, bytes, from, to);
  else if (isSign(bytes, from, to)) header.said.signs |= key.sign;
}

export function keyAt(bytes: Uint8Array, from: number, to: number): Key | undefined {
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
