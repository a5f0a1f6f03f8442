import { isDigit } from './bytes.ts';

const newline = 0x0a;
const semicolon = 0x3b;
const hash = 0x23;
const slash = 0x2f;
const star = 0x2a;
const dash = 0x2d;
const backslash = 0x5c;
const backtick = 0x60;

/** Which bytes must be looked at outside of strings and comments, and which inside. */
const stopsOutside = stopsAt('\'"`/-#\n');
const stopsInside = stopsAt('\'"`*\\\n');

function stopsAt(chars: string): Uint8Array {
  const stops = new Uint8Array(256);
  for (const char of chars) stops[char.charCodeAt(0)] = 1;
  return stops;
}

/**
 * Where the line ends behind which the next header line stands, of a statement that begins at `from`
 * and leaves no doubt about it: it ends with `;`, no line of it looks like anything of the log's own,
 * in a string or outside, and every string is closed. -1 where there is any doubt, or the statement
 * does not end before `limit`.
 */
export function plainTextEnd(bytes: Uint8Array, from: number, limit: number): number {
  let at = from;
  for (;;) {
    while (at < limit && stopsOutside[bytes[at] as number] === 0) at++;
    if (at + 2 >= limit) return -1;
    const byte = bytes[at];
    if (byte === newline) {
      if (bytes[at + 1] === hash) return bytes[at - 1] === semicolon ? at : -1;
      if (!isPlainEnd(bytes, from, at)) return -1;
      at++;
    } else if (byte === slash) {
      at = bytes[at + 1] === star ? afterClosing(bytes, from, at + 2, limit, slash) : at + 1;
    } else if (byte === hash || (byte === dash && isLineComment(bytes, at))) {
      while (at < limit && bytes[at] !== newline) at++;
    } else if (byte === dash) {
      at++;
    } else {
      at = afterClosing(bytes, from, at + 1, limit, byte as number);
    }
    if (at === -1) return -1;
  }
}

/** The position behind what closes the string or comment; -1 where nothing does, or in doubt. */
function afterClosing(
  bytes: Uint8Array,
  text: number,
  from: number,
  limit: number,
  inside: number,
): number {
  const closing = inside === slash ? star : inside;
  const escapes = inside !== slash && inside !== backtick;
  let at = from;
  for (;;) {
    while (at < limit && stopsInside[bytes[at] as number] === 0) at++;
    if (at + 2 >= limit) return -1;
    const byte = bytes[at];
    if (byte === closing) {
      if (inside !== slash) return at + 1;
      if (bytes[at + 1] === slash) return at + 2;
    } else if (byte === newline) {
      if (bytes[at + 1] === hash || !isPlainEnd(bytes, text, at)) return -1;
    } else if (byte === backslash && escapes) {
      at++;
      if (bytes[at] === newline) return -1;
    }
    at++;
  }
}

/** `--` with a blank behind it. */
function isLineComment(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 1] === dash && (bytes[at + 2] ?? 0) <= 0x20;
}

/**
 * Can neither the line that ends at `at` be one of the server's own nor the next? Those end with
 * `started with:`, `embedded library` and `[Your log message was truncated]`, or begin with a time
 * (of an export), `Tcp port:` and `Time  Id`.
 */
function isPlainEnd(bytes: Uint8Array, text: number, at: number): boolean {
  let last = at - 1;
  while (last > text && (bytes[last] as number) <= 0x20) last--;
  const byte = bytes[last];
  if (byte === 0x3a || byte === 0x5d || (byte === 0x79 && bytes[last - 1] === 0x72)) return false;
  const next = bytes[at + 1] as number;
  if (isDigit(next)) return false;
  if ((next | 0x20) !== 0x74) return true;
  const second = (bytes[at + 2] as number) | 0x20;
  return second !== 0x63 && second !== 0x69;
}
