/**
 * Where a reader of SQL stands: outside of everything (0), inside a string or a name (the byte of
 * its quote), or inside a comment (`/`).
 */
export type QuoteState = number;

export const outside: QuoteState = 0;

const slash = 0x2f;
const star = 0x2a;
const backslash = 0x5c;
const backtick = 0x60;
const dash = 0x2d;
const hash = 0x23;

/** 1 for the bytes that may open something. */
const opens = new Uint8Array(256);
for (const char of '\'"`/-#') opens[char.charCodeAt(0)] = 1;

/**
 * The state at `to`, of SQL that was in `state` at `from`. Both must be beginnings of lines, so that
 * no escape and no mark of two characters is cut. A backslash escapes, as it does in MySQL unless
 * NO_BACKSLASH_ESCAPES is set.
 */
export function quotesAfter(
  state: QuoteState,
  bytes: Uint8Array,
  from: number,
  to: number,
): QuoteState {
  let inside = state;
  let at = from;
  while (at < to) {
    if (inside === outside) {
      while (at < to && opens[bytes[at] ?? 0] === 0) at++;
      if (at >= to) break;
      const byte = bytes[at] ?? 0;
      if (byte === slash) {
        if (bytes[at + 1] === star && at + 1 < to) inside = slash;
        at += inside === slash ? 2 : 1;
      } else if (byte === dash || byte === hash) {
        at = isLineComment(bytes, at) ? endOfLine(bytes, at, to) : at + 1;
      } else {
        inside = byte;
        at++;
      }
    } else {
      at = closing(inside, bytes, at, to);
      if (at >= 0) inside = outside;
      else break;
    }
  }
  return inside;
}

/** The position after what closes `inside`; -1 where nothing does. A doubled quote opens again. */
function closing(inside: QuoteState, bytes: Uint8Array, from: number, to: number): number {
  const escapes = inside !== backtick && inside !== slash;
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (inside === slash) {
      if (byte === star && bytes[at + 1] === slash && at + 1 < to) return at + 2;
    } else if (byte === inside) {
      return at + 1;
    } else if (byte === backslash && escapes) {
      at++;
    }
  }
  return -1;
}

/** `#`, or `--` with a blank behind it. */
function isLineComment(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] === hash) return true;
  return bytes[at + 1] === dash && (bytes[at + 2] ?? 0) <= 0x20;
}

function endOfLine(bytes: Uint8Array, at: number, to: number): number {
  const end = bytes.indexOf(0x0a, at);
  return end === -1 || end > to ? to : end;
}
