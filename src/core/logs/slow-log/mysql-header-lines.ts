import { ascii, isDigit, isSpace, skipSpace, startsWith } from './bytes.ts';
import { momentAt, oldMomentAt } from './moment.ts';
import type { MysqlHeader } from './mysql-header.ts';
import { readKeys } from './mysql-keys.ts';
import type { Names } from './names.ts';

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
  if (isKeyLine(bytes, from, to)) readKeys(header, names, bytes, from + 1, to);
  else if (bytes[from + 2] === 0x54) readTime(header, names, bytes, from + time.length, to);
  else if (bytes[from + 2] === 0x55) readUser(header, names, bytes, from + user.length, to);
  else readClient(header, names, bytes, from + client.length, to);
}

/** Does a header line hold keys, each with its value? The others are read by their own rules. */
export function isKeyLine(bytes: Uint8Array, from: number, to: number): boolean {
  const first = bytes[from + 2];
  if (first !== 0x54 && first !== 0x55 && first !== 0x43) return true;
  return (
    !startsWith(bytes, from, to, time) &&
    !startsWith(bytes, from, to, user) &&
    !startsWith(bytes, from, to, client)
  );
}

export function readTime(
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

/**
 * `app[app] @ host [1.2.3.4]  Id: 42`; any part may be empty, and the address stand for the host.
 * Gives back where the last bracket is, behind which nothing says who it was; `to` where it is missing.
 */
export function readUser(
  header: MysqlHeader,
  names: Names,
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  const open = find(bytes, 0x5b, from, to);
  const close = find(bytes, 0x5d, open, to);
  const at = find(bytes, 0x40, close, to);
  if (at === to) return to;
  const name = visible(names, bytes, from, open);
  header.said.user = name === '' ? names(bytes, open + 1, close) : name;
  const second = find(bytes, 0x5b, at, to);
  const host = visible(names, bytes, at + 1, second);
  const end = find(bytes, 0x5d, second, to);
  header.said.host = host === '' ? names(bytes, Math.min(to, second + 1), end) : host;
  return end;
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
