import { ascii, isDigit, readDecimal, startsWith, trimEnd } from './bytes.ts';

const set = ascii('SET ');
const settings = ['timestamp=', 'insert_id=', 'last_insert_id='].map(ascii);
const timestamp = 0;

/**
 * Reads the line the server puts before a statement, `SET last_insert_id=1,insert_id=2,timestamp=3;`.
 * Gives the timestamp in milliseconds, -1 where it names none, and undefined where it is no such line.
 */
export function readSet(bytes: Uint8Array, from: number, to: number): number | undefined {
  if (!startsWith(bytes, from, to, set)) return undefined;
  const end = trimEnd(bytes, from, to);
  if (bytes[end - 1] !== 0x3b) return undefined;
  let at = from + set.length;
  let found = -1;
  while (at < end) {
    let setting = 0;
    while (!startsWith(bytes, at, end, settings[setting] ?? set)) {
      setting++;
      if (setting === settings.length) return undefined;
    }
    const start = at + (settings[setting]?.length ?? 0);
    at = start;
    while (at < end && (isDigit(bytes[at]) || bytes[at] === 0x2e)) at++;
    if (at === start) return undefined;
    if (setting === timestamp) found = readDecimal(bytes, start, at, 3);
    if (bytes[at] !== 0x2c && bytes[at] !== 0x3b) return undefined;
    at++;
  }
  return found;
}

/** The bounds of the name in `use shop;`, without quotes; undefined where it is no such line. */
export function readUse(
  bytes: Uint8Array,
  from: number,
  to: number,
): readonly [from: number, to: number] | undefined {
  const isUse =
    ((bytes[from] ?? 0) | 0x20) === 0x75 &&
    ((bytes[from + 1] ?? 0) | 0x20) === 0x73 &&
    ((bytes[from + 2] ?? 0) | 0x20) === 0x65 &&
    bytes[from + 3] === 0x20;
  let end = trimEnd(bytes, from, to);
  if (!isUse || end - from > 300) return undefined;
  if (bytes[end - 1] === 0x3b) end = trimEnd(bytes, from, end - 1);
  let start = from + 4;
  while (start < end && bytes[start] === 0x20) start++;
  const isQuoted = bytes[start] === 0x60 && end - start > 2 && bytes[end - 1] === 0x60;
  if (isQuoted) return [start + 1, end - 1];
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === 0x20 || byte === 0x3b || byte === 0x09) return undefined;
  }
  return start === end ? undefined : [start, end];
}

/** Is the last line one of a statement, and its end? Otherwise the log was cut in the middle. */
export function endsWithStatement(bytes: Uint8Array): boolean {
  const end = trimEnd(bytes, 0, bytes.length);
  const line = bytes.lastIndexOf(0x0a, end - 1) + 1;
  if (bytes[end - 1] !== 0x3b) return false;
  return readSet(bytes, line, end) === undefined && readUse(bytes, line, end) === undefined;
}
