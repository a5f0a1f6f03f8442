import { beginFrames, closeFrame, holdsQuery, nextArm, openFrame } from './shape-frames.ts';
import { came, lastOf, longestShape, shape, space } from './shape-state.ts';
import { lower } from './sql-bytes.ts';
import {
  closing,
  codeOfWord,
  comma,
  dash,
  dot,
  keyword,
  markCode,
  nothing,
  plainWord,
  quotedName,
  takesSign,
  value,
} from './sql-words.ts';

const out = shape.bytes;
/** Where the `?` after LIMIT ends. */
let limitEnd = 0;
/** What came before the sign at hand. */
let beforeSign = nothing;
/** `limit ?,` and `limit ? offset` */
const limitComma = (keyword.limit << 16) | (value << 8) | comma;
const limitOffset = (keyword.limit << 16) | (value << 8) | keyword.offset;
const limitValue = (keyword.limit << 8) | value;

export function beginShape(): void {
  shape.length = 0;
  shape.gap = false;
  shape.last = nothing;
  shape.signAt = -1;
  shape.isUpsert = false;
  beginFrames();
}

/**
 * Takes the word that was written from `start` to `end`, after room for a blank where one comes
 * before it, but is not part of the fingerprint yet. `hash`: of its bytes. Gives its code.
 */
export function takeWord(start: number, end: number, hash: number): number {
  const code = lastOf(shape.last) === dot ? plainWord : codeOfWord(out, start, end, hash);
  if (code === plainWord) {
    if (shape.gap && start > 0) out[start - 1] = 0x20;
    shape.gap = false;
    shape.signAt = -1;
    shape.length = end;
    shape.last = ((shape.last << 8) | code) & 0xffffff;
    return code;
  }
  takeKeyword(code, start, end);
  return code;
}

function takeKeyword(code: number, start: number, end: number): void {
  if (!isKept(code)) {
    takeValue();
    return;
  }
  shape.signAt = -1;
  if (code === keyword.asc && isSorted()) {
    shape.gap = false;
    return;
  }
  if (code === keyword.union) nextArm();
  else if (code === keyword.select) holdsQuery();
  else if (code === keyword.duplicate && lastOf(shape.last) === keyword.on) shape.isUpsert = true;
  space();
  // An arm of a UNION that said the same is gone: the word moves to its place.
  if (shape.length !== start) out.copyWithin(shape.length, start, end);
  shape.wordAt = shape.length;
  shape.length += end - start;
  came(code);
}

/** NULL, TRUE and FALSE are values but for `is null` and `not null`. */
function isKept(code: number): boolean {
  if (code < keyword.null || code > keyword.false) return true;
  const before = lastOf(shape.last);
  return before === keyword.is || before === keyword.not;
}

/** After what may be sorted by, ASC says nothing. */
function isSorted(): boolean {
  const before = lastOf(shape.last);
  return before !== nothing && (before < markCode || before === closing);
}

export function takeValue(): void {
  if (shape.signAt >= 0) {
    shape.length = shape.signAt;
    shape.gap = false;
    shape.last = beforeSign;
    shape.signAt = -1;
  }
  const { last } = shape;
  if (last === limitComma || last === limitOffset) {
    shape.length = limitEnd;
    shape.gap = false;
    shape.last = limitValue;
    return;
  }
  space();
  out[shape.length++] = 0x3f;
  shape.last = ((last << 8) | value) & 0xffffff;
  limitEnd = shape.length;
}

/** A quoted name. */
export function takeName(from: Uint8Array, at: number, to: number, keepsCase: boolean): void {
  shape.signAt = -1;
  space();
  const room = Math.min(to, at + longestShape - shape.length);
  for (let read = at; read < room; read++) {
    const byte = from[read] ?? 0;
    out[shape.length++] = keepsCase ? byte : (lower[byte] ?? 0);
  }
  came(quotedName);
}

/** A byte that stands for itself. */
export function takePlainMark(byte: number): void {
  shape.signAt = -1;
  space();
  out[shape.length++] = byte;
  shape.last = ((shape.last << 8) | (markCode + (byte & 0x7f))) & 0xffffff;
}

/** A byte that stands for itself or for more: a sign, a parenthesis. */
export function takeMark(byte: number): void {
  if (byte === 0x2d || byte === 0x2b) {
    if (shape.signAt >= 0 || takesSign[lastOf(shape.last)] === 1) {
      takeSign(byte);
      return;
    }
  }
  shape.signAt = -1;
  if (byte === 0x2d && !shape.gap) partDashes();
  if (byte === 0x28 || byte === 0x5b) openFrame(byte);
  else if (byte === 0x29 || byte === 0x5d) closeFrame(byte);
  else takePlainMark(byte);
}

/** A sign that may turn out to belong to a number; of several, the first counts. */
function takeSign(byte: number): void {
  const isApart = shape.gap;
  space();
  if (shape.signAt < 0) {
    shape.signAt = shape.length;
    beforeSign = shape.last;
  }
  if (byte === 0x2d && !isApart) partDashes();
  out[shape.length++] = byte;
  came(markCode + byte);
}

/** Two dashes never stand together: before a blank MySQL would take them for a comment. */
function partDashes(): void {
  if (lastOf(shape.last) === dash) out[shape.length++] = 0x20;
}

/** Bytes as they are. */
export function takeRaw(from: Uint8Array, at: number, to: number): void {
  shape.signAt = -1;
  space();
  for (let read = at; read < to && shape.length < longestShape; read++)
    out[shape.length++] = from[read] ?? 0;
  came(plainWord);
}
