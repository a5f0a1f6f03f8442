import { blank, closeComment, closeQuote, isWordPart, kindOf, lineEnd } from './sql-bytes.ts';
import type { Dialect } from './statement.ts';

/** Longer statements are seldom alike, and their passes cost the most. */
const longestLikened = 4_096;

/** What a byte may begin. `doubtful`: a comment or a dollar-quoted string, or not. */
export const lexical = { plain: 0, word: 1, digit: 2, string: 3, doubtful: 4 } as const;
const { plain, word, digit, string, doubtful } = lexical;

const dot = 0x2e;
const dollar = 0x24;
const numberCode = 1;
const stringCode = 2;

function kindsFor(strings: string, doubts: string): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => {
    const char = String.fromCharCode(byte);
    if (byte >= 0x30 && byte <= 0x39) return digit;
    if (strings.includes(char)) return string;
    // What stands for values must be nothing else.
    if (doubts.includes(char) || byte <= stringCode) return doubtful;
    return isWordPart[byte] === 1 ? word : plain;
  });
}

export const kindsOf: Readonly<Record<Dialect, Uint8Array>> = {
  mysql: kindsFor(`'"`, '`-/#$'),
  postgres: kindsFor(`'`, '"`-/$'),
};

/** Of the statement looked at last; `commentTo` 0: it has no comment. */
export const likeness = { high: 0, low: 0, commentFrom: 0, commentTo: 0 };

/**
 * Hashes a statement without its plain numbers and strings, a good deal faster than its fingerprint
 * is read: statements with the same hashes have the same fingerprint. False for those with anything
 * in them that makes this uncertain (dollar quotes, prefixes of strings, code in comments), and for
 * long ones. The same statement with other blanks, or a longer list, has other hashes.
 */
export function likenOf(bytes: Uint8Array, from: number, to: number, dialect: Dialect): boolean {
  if (to - from > longestLikened) return false;
  const kinds = kindsOf[dialect];
  const isMysql = dialect === 'mysql';
  let high = 0x811c9dc5 | 0;
  let low = 0x9e3779b9 | 0;
  /** Four bytes are mixed in at once; so many are waiting, none of them zero. */
  let four = 0;
  let waiting = 0;
  let before: number = plain;
  likeness.commentTo = 0;
  let at = from;
  while (at < to) {
    while (waiting === 0 && at + 4 <= to) {
      const one = bytes[at] as number;
      const two = bytes[at + 1] as number;
      const three = bytes[at + 2] as number;
      const last = bytes[at + 3] as number;
      const kind = kinds[last] as number;
      const all = (kinds[one] as number) | (kinds[two] as number) | (kinds[three] as number) | kind;
      if (all > word) break;
      four = (one << 24) | (two << 16) | (three << 8) | last;
      high = Math.imul(high ^ four, 0x85ebca6b);
      high ^= high >>> 15;
      low = Math.imul(low ^ four, 0x5bd1e995) ^ (low >>> 13);
      four = 0;
      before = kind;
      at += 4;
    }
    if (at >= to) break;
    let byte = bytes[at] ?? 0;
    let kind: number = kinds[byte] ?? plain;
    at += 1;
    if (kind > word) {
      if (kind === digit) {
        const end = before === word ? -1 : endOfNumber(bytes, at, to, from);
        if (end > 0) {
          at = end;
          byte = numberCode;
        }
        kind = word;
      } else if (kind === string) {
        if (before === word) return false;
        at = closeQuote(bytes, at, to, byte, isMysql);
        byte = stringCode;
      } else if (byte <= stringCode) {
        return false;
      } else if (byte === 0x2f && at < to && bytes[at] === 0x2a) {
        if (at + 1 < to && bytes[at + 1] === 0x21) return false;
        const end = closeComment(bytes, at + 1, to, !isMysql);
        if (at + 1 >= to || bytes[at + 1] !== 0x2b) {
          likeness.commentFrom = at + 1;
          likeness.commentTo = end;
        }
        at = end;
        byte = 0x20;
        kind = plain;
      } else if (isLineComment(bytes, at, to, byte, isMysql)) {
        at = lineEnd(bytes, at, to);
        byte = 0x20;
        kind = plain;
      } else if (isDoubtful(bytes, at, to, from, byte)) return false;
      else if (byte === dollar) kind = word;
    }
    before = kind;
    four = (four << 8) | byte;
    waiting = (waiting + 1) & 3;
    // A value ends the four, so that what follows it lies in fours of its own.
    if (waiting !== 0 && byte > stringCode) continue;
    high = Math.imul(high ^ four, 0x85ebca6b);
    high ^= high >>> 15;
    low = Math.imul(low ^ four, 0x5bd1e995) ^ (low >>> 13);
    waiting = 0;
    four = 0;
  }
  likeness.high = Math.imul(high ^ four, 0x85ebca6b);
  likeness.low = Math.imul(low ^ four, 0x5bd1e995) ^ (low >>> 13);
  return true;
}

/** The end of the number whose first digit stands before `at`; -1 where it may be something else. */
export function endOfNumber(bytes: Uint8Array, at: number, to: number, from: number): number {
  if (at - 2 >= from && bytes[at - 2] === dot) return -1;
  let end = at;
  while (end < to && isDigitAt(bytes, end)) end += 1;
  if (end < to && bytes[end] === dot) {
    end += 1;
    while (end < to && isDigitAt(bytes, end)) end += 1;
    if (bytes[end - 1] === dot) return -1;
  }
  if (end >= to) return end;
  const next = bytes[end] ?? 0;
  return next === dot || isWordPart[next] === 1 ? -1 : end;
}

function isDigitAt(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at] ?? 0;
  return byte >= 0x30 && byte <= 0x39;
}

export function isLineComment(
  bytes: Uint8Array,
  at: number,
  to: number,
  byte: number,
  isMysql: boolean,
): boolean {
  if (byte === 0x23) return true;
  if (byte !== 0x2d || at >= to || bytes[at] !== 0x2d) return false;
  return !isMysql || at + 1 >= to || kindOf[bytes[at + 1] ?? 0] === blank;
}

/**
 * Of `$` only `$1` is what it looks like. A quoted name is as good as a plain one if there is nothing
 * else in it.
 */
export function isDoubtful(
  bytes: Uint8Array,
  at: number,
  to: number,
  from: number,
  byte: number,
): boolean {
  if (byte === 0x2d || byte === 0x2f) return false;
  const next = at < to ? (bytes[at] ?? 0) : 0;
  if (byte === dollar) return next < 0x30 || next > 0x39;
  return !isPlainName(bytes, at, to, from, byte);
}

/** Either end of a quoted name: what stands next is a word and its quote, or what stood before was. */
function isPlainName(
  bytes: Uint8Array,
  at: number,
  to: number,
  from: number,
  quote: number,
): boolean {
  let end = at;
  while (end < to && isWordPart[bytes[end] ?? 0] === 1) end += 1;
  if (end > at && end < to && bytes[end] === quote) return true;
  let start = at - 2;
  while (start >= from && isWordPart[bytes[start] ?? 0] === 1) start -= 1;
  return start < at - 2 && start >= from && bytes[start] === quote;
}
