import { longestShape, shape } from './shape-state.ts';
import { takeMark, takeName, takeRaw, takeValue, takeWord } from './shape-tokens.ts';
import {
  blank,
  closeComment,
  closeDollar,
  closeQuote,
  endOfNumber,
  isDigitByte,
  isWordPart,
  kindOf,
  lineEnd,
  lower,
  wordStart,
} from './sql-bytes.ts';
import { addToHash, emptyHash } from './sql-words.ts';

/** Where the last comment of the statement read last is; `to` 0: it has none. `isCode`: of MySQL. */
export const comment = { from: 0, to: 0, isCode: false };

/** Of `x'…'`, `_utf8mb4'…'`, PostgreSQL's `e'…'` and `u&'…'` the end; 0 where a plain word stands. */
export function endOfPrefixed(
  bytes: Uint8Array,
  start: number,
  at: number,
  to: number,
  isMysql: boolean,
): number {
  const quote = at < to ? bytes[at] : 0;
  if (quote !== 0x27 && quote !== 0x22 && quote !== 0x26) return 0;
  const letter = lower[bytes[start] ?? 0];
  const isShort = at === start + 1;
  if (quote === 0x26) {
    const isUnicode =
      !isMysql && isShort && letter === 0x75 && bytes[at + 1] === 0x27 && at + 1 < to;
    return isUnicode ? closeQuote(bytes, at + 2, to, 0x27, false) : 0;
  }
  if (quote === 0x22 && !isMysql) return 0;
  const isPrefix =
    (isShort && (letter === 0x78 || letter === 0x62 || letter === 0x6e)) ||
    (!isShort && letter === 0x5f);
  if (isPrefix) return closeQuote(bytes, at + 1, to, quote, isMysql);
  return !isMysql && isShort && letter === 0x65 ? closeQuote(bytes, at + 1, to, 0x27, true) : 0;
}

export function readNumber(
  bytes: Uint8Array,
  at: number,
  to: number,
  from: number,
  isMysql: boolean,
): number {
  // `shop.2024_orders`: after a dot stands a name.
  if (at > from && bytes[at - 1] === 0x2e) {
    let end = at;
    while (end < to && isWordPart[bytes[end] ?? 0] === 1) end += 1;
    takeWordOf(bytes, at, end);
    return end;
  }
  let plainEnd = at + 1;
  while (plainEnd < to && isDigitByte(bytes[plainEnd])) plainEnd += 1;
  const next = plainEnd < to ? (bytes[plainEnd] ?? 0) : 0;
  if (isWordPart[next] === 0 && next !== 0x2e) {
    takeValue();
    return plainEnd;
  }
  const end = endOfNumber(bytes, at, to, isMysql);
  if (end > 0) takeValue();
  else takeWordOf(bytes, at, -end);
  return Math.abs(end);
}

function takeWordOf(bytes: Uint8Array, at: number, to: number): void {
  const wordAt = shape.gap && shape.length > 0 ? shape.length + 1 : shape.length;
  const room = Math.max(0, Math.min(to - at, longestShape - wordAt));
  let hash = emptyHash;
  for (let i = 0; i < room; i++) {
    const low = lower[bytes[at + i] ?? 0] ?? 0;
    shape.bytes[wordAt + i] = low;
    hash = addToHash(hash, low);
  }
  takeWord(wordAt, wordAt + room, hash);
}

export function readSpecial(
  bytes: Uint8Array,
  at: number,
  to: number,
  from: number,
  byte: number,
  isMysql: boolean,
): number {
  const next = at + 1 < to ? (bytes[at + 1] ?? 0) : 0;
  switch (byte) {
    case 0x27:
      takeValue();
      return closeQuote(bytes, at + 1, to, byte, isMysql);
    case 0x22:
      if (!isMysql) return readName(bytes, at, to, byte);
      takeValue();
      return closeQuote(bytes, at + 1, to, byte, true);
    case 0x60:
      return readName(bytes, at, to, byte);
    case 0x3f:
      takeValue();
      return at + 1;
    case 0x2e:
      if (isDigitByte(next) && !endsName(bytes, at, from)) {
        takeValue();
        return Math.abs(endOfNumber(bytes, at, to, isMysql));
      }
      break;
    case 0x24:
      return readDollar(bytes, at, to, isMysql);
    case 0x3a:
      if (kindOf[next] === wordStart && next !== 0x40 && !endsValue(bytes, at, from)) {
        takeValue();
        return endOfWord(bytes, at + 1, to);
      }
      break;
    default:
      return readComment(bytes, at, to, byte, next, isMysql);
  }
  takeMark(byte);
  return at + 1;
}

function readName(bytes: Uint8Array, at: number, to: number, quote: number): number {
  const end = closeQuote(bytes, at + 1, to, quote, false);
  // MySQL's names are compared without case; PostgreSQL's quoted ones keep theirs.
  takeName(bytes, at, end, quote === 0x22);
  return end;
}

/** `$1`, PostgreSQL's `$tag$ … $tag$`, or a mark. */
function readDollar(bytes: Uint8Array, at: number, to: number, isMysql: boolean): number {
  if (isDigitByte(bytes[at + 1]) && at + 1 < to) {
    let end = at + 1;
    while (end < to && isDigitByte(bytes[end])) end += 1;
    takeValue();
    return end;
  }
  const end = isMysql ? -1 : closeDollar(bytes, at, to);
  if (end > 0) takeValue();
  else takeMark(0x24);
  return end > 0 ? end : at + 1;
}

/** What begins with `-`, `/` or `#`: a comment is as good as a blank. */
function readComment(
  bytes: Uint8Array,
  at: number,
  to: number,
  byte: number,
  next: number,
  isMysql: boolean,
): number {
  if (byte === 0x2f && comment.isCode && bytes[at - 1] === 0x2a) {
    comment.isCode = false;
    takeMark(byte);
    return at + 1;
  }
  if (byte === 0x2f && next === 0x2a) {
    const third = at + 2 < to ? bytes[at + 2] : 0;
    if (isMysql && third === 0x21) return readVersioned(bytes, at, to);
    const end = closeComment(bytes, at + 2, to, !isMysql);
    if (third !== 0x2b) {
      comment.from = at + 2;
      comment.to = end;
    }
    shape.gap = true;
    return end;
  }
  const isDashes = byte === 0x2d && next === 0x2d;
  const isLine = isMysql
    ? byte === 0x23 || (isDashes && (at + 2 >= to || kindOf[bytes[at + 2] ?? 0] === blank))
    : isDashes;
  if (isLine) {
    shape.gap = true;
    return lineEnd(bytes, at, to);
  }
  takeMark(byte);
  return at + 1;
}

/** What stands in a comment that begins like `/*!40001` is run by MySQL: its bounds are kept as marks. */
function readVersioned(bytes: Uint8Array, at: number, to: number): number {
  let end = at + 3;
  while (end < to && isDigitByte(bytes[end])) end += 1;
  takeRaw(bytes, at, end);
  comment.isCode = true;
  return end;
}

function endOfWord(bytes: Uint8Array, at: number, to: number): number {
  let end = at;
  while (end < to && isWordPart[bytes[end] ?? 0] === 1) end += 1;
  return end;
}

/** The quotes, `?`, `)` and `]`. */
const nameEnds: readonly number[] = [0x60, 0x22, 0x27, 0x3f, 0x29, 0x5d];

function endsName(bytes: Uint8Array, at: number, from: number): boolean {
  const before = at > from ? (bytes[at - 1] ?? 0) : 0x20;
  return isWordPart[before] === 1 || nameEnds.includes(before);
}

/** `a[1:n]`, `x::text`: after these a colon begins no placeholder. */
function endsValue(bytes: Uint8Array, at: number, from: number): boolean {
  if (endsName(bytes, at, from)) return true;
  const before = at > from ? (bytes[at - 1] ?? 0) : 0x20;
  if (before === 0x2b) return bytes[at - 2] === 0x3f;
  return before === 0x29 || before === 0x5d || before === 0x27 || before === 0x3a;
}
