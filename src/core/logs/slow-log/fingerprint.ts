import { endFrames, fullAt, isFull } from './shape-frames.ts';
import { hashShape, shapeHash, shapeId } from './shape-hash.ts';
import { comment, endOfPrefixed, readNumber, readSpecial } from './shape-pieces.ts';
import { longestShape, shape } from './shape-state.ts';
import {
  beginShape,
  takeMark,
  takePlainMark,
  takeRaw,
  takeValue,
  takeWord,
} from './shape-tokens.ts';
import {
  blank,
  digit,
  kindOf,
  lower,
  mark,
  special,
  structure,
  wordByte,
  wordStart,
} from './sql-bytes.ts';
import { emptyHash, keyword } from './sql-words.ts';
import type { Dialect } from './statement.ts';

/**
 * The shape of a statement: the same for all executions that differ in their values only, and free
 * of these values. Lower case, single blanks, no comments, every value and placeholder a `?`, lists
 * of values `(?+)`, LIMIT of any form `limit ?`, repeated arms of a UNION once. The fingerprint of a
 * fingerprint is itself. Linear in the length of the statement; never fails, whatever it is given.
 * Each rule and why: docs/decisions/0004-fingerprints.md.
 */
export function fingerprint(statement: string, dialect: Dialect): string {
  const bytes = new TextEncoder().encode(statement);
  const length = readShape(bytes, 0, bytes.length, dialect);
  return new TextDecoder().decode(shape.bytes.subarray(0, length));
}

/** The short stable id of a fingerprint. */
export function idOf(shape: string): string {
  const bytes = new TextEncoder().encode(shape);
  hashShape(bytes, bytes.length);
  return shapeId(shapeHash.high, shapeHash.low);
}

const { call: callWord, use: useWord } = keyword;
const administrator = Uint8Array.from('administrator command: ', (char) => char.charCodeAt(0));
const longestCommand = 100;

/** Writes the fingerprint of the bytes from `from` to `to` into `shape.bytes`; gives its length. */
export function readShape(bytes: Uint8Array, from: number, to: number, dialect: Dialect): number {
  const isMysql = dialect === 'mysql';
  beginShape();
  comment.to = 0;
  comment.isCode = false;
  let at = from;
  while (at < to && kindOf[bytes[at] ?? 0] === blank) at += 1;
  if (lower[bytes[at] ?? 0] === 0x61 && isCommand(bytes, at, to)) {
    takeRaw(bytes, at, Math.min(to, at + administrator.length + longestCommand));
    return endFrames();
  }
  // Found once, not anew for each byte.
  const kinds = kindOf;
  const words = wordByte;
  const put = shape.bytes;
  let first = 0;
  while (at < to) {
    const byte = bytes[at] ?? 0;
    const kind = kinds[byte];
    if (kind === wordStart) {
      const start = at;
      const wordAt = shape.gap && shape.length > 0 ? shape.length + 1 : shape.length;
      let end = wordAt;
      let hash = emptyHash;
      for (
        let low = words[byte] ?? 0;
        low !== 0;
        low = at < to ? (words[bytes[at] ?? 0] ?? 0) : 0
      ) {
        put[end] = low;
        hash = (Math.imul(hash, 31) + low) | 0;
        end += 1;
        at += 1;
      }
      const quoted =
        kinds[bytes[at] ?? 0] === special || bytes[at] === 0x26
          ? endOfPrefixed(bytes, start, at, to, isMysql)
          : 0;
      if (quoted > 0) {
        takeValue();
        at = quoted;
        continue;
      }
      const code = takeWord(wordAt, Math.min(end, longestShape), hash);
      if (wordAt === 0) first = code;
      if (first === useWord) {
        shape.gap = true;
        takeValue();
        break;
      }
    } else if (kind === blank) {
      shape.gap = true;
      at += 1;
    } else if (kind === mark) {
      takePlainMark(byte);
      at += 1;
    } else if (kind === digit) at = readNumber(bytes, at, to, from, isMysql);
    else if (kind === structure) {
      if (byte === 0x28 && first === callWord) break;
      takeMark(byte);
      at += 1;
    } else at = readSpecial(bytes, at, to, from, byte, isMysql);
    if (shape.length >= fullAt && isFull()) break;
  }
  return endFrames();
}

function isCommand(bytes: Uint8Array, at: number, to: number): boolean {
  if (to - at < administrator.length) return false;
  return administrator.every((byte, i) => bytes[at + i] === byte);
}
