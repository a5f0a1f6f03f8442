import { endOfNumber, isDoubtful, isLineComment, kindsOf, lexical } from './likeness.ts';
import { isPlainEnd } from './mysql-text.ts';
import { blank, kindOf, lineEnd } from './sql-bytes.ts';

/** What comes behind a piece: a value or comment, or nothing more. A string has the byte of its quote. */
export const behind = { nothing: 0, number: 1, comment: 2, hint: 3 } as const;

/** What stands between two values of a statement. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly behind: number;
}

const newline = 0x0a;
const slash = 0x2f;
const star = 0x2a;
const plus = 0x2b;
const exclamation = 0x21;
const backslash = 0x5c;
const dollar = 0x24;
const dot = 0x2e;
const hash = 0x23;

/**
 * Cuts a statement of MySQL's at its values and comments. Undefined where `likenOf` says nothing, where a value
 * goes over a line's end or is not closed, and where a line of it might be one of a log's own.
 */
export function piecesOf(
  bytes: Uint8Array,
  from: number,
  to: number,
): readonly Piece[] | undefined {
  const kinds = kindsOf.mysql;
  const pieces: Piece[] = [];
  let start = from;
  let before: number = lexical.plain;
  let at = from;

  while (at < to) {
    const byte = bytes[at] ?? 0;
    let kind = kinds[byte] ?? lexical.plain;
    let value: number = behind.nothing;
    let end = 0;
    if (kind === lexical.digit) {
      end = before === lexical.word ? 0 : endOfNumber(bytes, at + 1, to, from);
      if (end > 0) value = behind.number;
      kind = lexical.word;
    } else if (kind === lexical.string) {
      if (before === lexical.word) return undefined;
      end = afterString(bytes, at, to);
      value = byte;
    } else if (byte === slash && at + 1 < to && bytes[at + 1] === star) {
      if (at + 2 >= to || bytes[at + 2] === exclamation) return undefined;
      end = afterComment(bytes, at, to);
      value = bytes[at + 2] === plus ? behind.hint : behind.comment;
      kind = lexical.plain;
    } else if (kind === lexical.doubtful) {
      if (isLineComment(bytes, at + 1, to, byte, true)) {
        at = lineEnd(bytes, at, to);
        before = lexical.plain;
        continue;
      }
      if (isDoubtful(bytes, at + 1, to, from, byte)) return undefined;
      if (byte === dollar) kind = lexical.word;
    } else if (byte < 0x20) {
      if (kindOf[byte] !== blank) return undefined;
      if (byte === newline && (bytes[at + 1] === hash || !isPlainEnd(bytes, from, at)))
        return undefined;
    }
    before = kind;
    if (value === behind.nothing) {
      at++;
      continue;
    }
    if (end === -1) return undefined;
    pieces.push({ from: start, to: at, behind: value });
    start = end;
    at = end;
  }
  pieces.push({ from: start, to, behind: behind.nothing });
  return pieces;
}

/**
 * The end of what `behind` says, if it begins at `at`; -1 where it does not, is not closed, or goes
 * over the end of a line.
 */
export function afterValue(what: number, bytes: Uint8Array, at: number, to: number): number {
  if (what === behind.number) return afterNumber(bytes, at, to);
  if (what === behind.comment || what === behind.hint) {
    const third = bytes[at + 2];
    const isSame = third !== exclamation && (third === plus) === (what === behind.hint);
    return isSame && bytes[at] === slash && bytes[at + 1] === star
      ? afterComment(bytes, at, to)
      : -1;
  }
  return bytes[at] === what ? afterString(bytes, at, to) : -1;
}

/** Digits, and a fraction: what follows is a piece, which begins with nothing of a number's. */
function afterNumber(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isDigit(bytes[at] as number)) at++;
  if (at === from) return -1;
  if (at + 1 >= to || bytes[at] !== dot || !isDigit(bytes[at + 1] as number)) return at;
  at++;
  while (at < to && isDigit(bytes[at] as number)) at++;
  return at;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function afterString(bytes: Uint8Array, from: number, to: number): number {
  const quote = bytes[from];
  for (let at = from + 1; at < to; at++) {
    const byte = bytes[at];
    if (byte === quote) {
      if (at + 1 >= to || bytes[at + 1] !== quote) return at + 1;
      at++;
    } else if (byte === newline) {
      return -1;
    } else if (byte === backslash) {
      at++;
      if (bytes[at] === newline) return -1;
    }
  }
  return -1;
}

function afterComment(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from + 2; at + 1 < to; at++) {
    const byte = bytes[at];
    if (byte === star && bytes[at + 1] === slash) return at + 2;
    if (byte === newline) return -1;
  }
  return -1;
}
