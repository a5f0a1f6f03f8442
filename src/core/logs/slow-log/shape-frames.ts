import { beforeLast, came, lastOf, longestShape, shape, space } from './shape-state.ts';
import {
  comma,
  keyword,
  listOfIn,
  listOfRows,
  markCode,
  nothing,
  opening,
  value,
} from './sql-words.ts';

/** Deeper parentheses than this are kept as they are; nobody writes them by hand. */
const deepest = 100;

/** So much of the longest fingerprint is left for what one piece may write. */
const spare = 64;
/** From this length on `isFull` may say so. */
export const fullAt = longestShape - spare;

/** An open parenthesis; at the bottom, the whole statement. Places are those of the output. */
interface Frame {
  /** Where a list of values is replaced by `(?+)`; -1 where it is none. */
  listAt: number;
  listCode: number;
  /** Whether it stands for `ARRAY[…]`, and inside ANY(…). */
  array: 'none' | 'plain' | 'any';
  /** A list with a query in it is not folded, unless it was too long to be kept. */
  hasQuery: boolean;
  isCut: boolean;
  wasUpsert: boolean;
  /** What came before it. */
  before: number;
  /** The arms of the UNION directly inside: how many, where the last and the one before begin. */
  arms: number;
  armAt: number;
  armBefore: number;
}

function newFrame(): Frame {
  return {
    listAt: -1,
    listCode: listOfIn,
    array: 'none',
    hasQuery: false,
    isCut: false,
    wasUpsert: false,
    before: nothing,
    arms: 0,
    armAt: 0,
    armBefore: 0,
  };
}

const out = shape.bytes;
/** `any(array` */
const arrayInAny = (keyword.any << 16) | (opening << 8) | keyword.array;
const frames = Array.from({ length: deepest }, newFrame);
let depth = 0;
/** Parentheses beyond `deepest`. */
let beyond = 0;
/** Where the last list of rows ends. */
let rowsEnd = 0;

export function beginFrames(): void {
  depth = 0;
  beyond = 0;
  const whole = frame();
  whole.listAt = -1;
  whole.arms = 0;
  whole.armAt = 0;
}

function frame(): Frame {
  return frames[depth] as Frame;
}

export function openFrame(byte: number): void {
  if (depth + 1 >= deepest) {
    beyond += 1;
    space();
    out[shape.length++] = byte;
    came(markCode + byte);
    return;
  }
  depth += 1;
  const own = frame();
  own.listAt = -1;
  own.array = 'none';
  own.hasQuery = false;
  own.isCut = false;
  own.wasUpsert = shape.isUpsert;
  own.before = shape.last;
  if (byte === 0x28) openList(own);
  if (byte === 0x5b && lastOf(shape.last) === keyword.array)
    own.array = shape.last === arrayInAny ? 'any' : 'plain';
  if (own.array === 'any') own.listAt = shape.wordAt;
  space();
  out[shape.length++] = byte;
  if (own.array === 'plain') own.listAt = shape.length;
  came(markCode + byte);
  own.arms = 0;
  own.armAt = shape.length;
}

/** Does a list of values open here? Before its blank it will be replaced. */
function openList(own: Frame): void {
  const { last } = shape;
  const code = lastOf(last);
  const isRows =
    ((code === keyword.values || code === keyword.value) && !shape.isUpsert) ||
    isFurtherRow(last) ||
    (code === keyword.row && (beforeLast(last) === keyword.values || isFurtherRow(last >> 8)));
  if (code !== keyword.in && !isRows) return;
  own.listAt = shape.length;
  own.listCode = isRows ? listOfRows : listOfIn;
}

function isFurtherRow(last: number): boolean {
  return lastOf(last) === comma && beforeLast(last) === listOfRows;
}

export function closeFrame(byte: number): void {
  if (beyond > 0) beyond -= 1;
  else if (depth > 0) {
    endUnion();
    const own = frame();
    depth -= 1;
    if (own.listAt >= 0 && (!own.hasQuery || own.isCut)) {
      fold(own, byte);
      return;
    }
  }
  space();
  out[shape.length++] = byte;
  came(markCode + byte);
}

function fold(own: Frame, byte: number): void {
  shape.length = own.listAt;
  shape.gap = false;
  shape.signAt = -1;
  shape.isUpsert = own.wasUpsert;
  if (own.array !== 'none') {
    write('?+');
    if (own.array === 'plain') out[shape.length++] = byte;
    came(own.array === 'plain' ? markCode + byte : value);
    return;
  }
  const further =
    isFurtherRow(own.before) ||
    (lastOf(own.before) === keyword.row && isFurtherRow(own.before >> 8));
  // A row after a row: the first stands for all.
  if (own.listCode === listOfRows && further) shape.length = rowsEnd;
  else write('(?+)');
  came(own.listCode);
  rowsEnd = shape.length;
}

function write(text: string): void {
  for (let i = 0; i < text.length; i++) out[shape.length++] = text.charCodeAt(i);
}

/** Of equal arms one after the other one stays, beside the first of all. */
export function nextArm(): void {
  const own = frame();
  if (own.arms > 1 && isSameArm(own, shape.length)) shape.length = own.armAt;
  else {
    own.armBefore = own.armAt;
    own.armAt = shape.length;
    own.arms += 1;
  }
  if (own.arms === 1) own.armBefore = own.armAt;
}

function isSameArm(own: Frame, end: number): boolean {
  const size = own.armAt - own.armBefore;
  if (end - own.armAt !== size) return false;
  return startsSame(own, size);
}

function startsSame(own: Frame, size: number): boolean {
  for (let i = 0; i < size; i++) if (out[own.armBefore + i] !== out[own.armAt + i]) return false;
  return true;
}

/** The last arm may go on with ORDER BY or LIMIT, which belong to the whole. */
function endUnion(): void {
  const own = frame();
  if (own.arms < 2) return;
  const size = own.armAt - own.armBefore;
  const rest = shape.length - own.armAt - size;
  if (rest < 0 || !startsSame(own, size)) return;
  if (rest === 0) {
    shape.length = own.armAt;
    return;
  }
  const at = own.armAt + size;
  const isTail = out[at] === 0x20 && (out[at + 1] === 0x6f || out[at + 1] === 0x6c);
  if (!isTail) return;
  out.copyWithin(own.armBefore, own.armAt, shape.length);
  shape.length -= size;
}

function makeRoom(): void {
  for (let i = 1; i <= depth; i++) {
    const own = frames[i] as Frame;
    if (own.listAt < 0 || own.hasQuery) continue;
    // It will be folded: what is in it need not be kept.
    own.isCut = true;
    shape.length = Math.min(shape.length, own.listAt + 2);
    shape.signAt = -1;
    for (let inner = i; inner <= depth; inner++) {
      const frame = frames[inner] as Frame;
      frame.arms = 0;
      frame.armAt = shape.length;
      if (inner > i) frame.listAt = -1;
    }
    return;
  }
}

/** A query in a list: it is none. */
export function holdsQuery(): void {
  for (let i = depth; i > 0 && !(frames[i] as Frame).hasQuery; i--)
    (frames[i] as Frame).hasQuery = true;
}

/** Is there no room for more, even without what is in an open list? */
export function isFull(): boolean {
  makeRoom();
  return shape.length >= fullAt;
}

/** Closes what is open; gives the length of the fingerprint. */
export function endFrames(): number {
  strip();
  for (; depth > 0; depth--) {
    endUnion();
    const own = frame();
    if (own.listAt >= 0 && (!own.hasQuery || own.isCut))
      fold(own, own.array === 'plain' ? 0x5d : 0x29);
  }
  endUnion();
  strip();
  return Math.min(shape.length, longestShape);
}

function strip(): void {
  while (shape.length > 0 && (out[shape.length - 1] === 0x3b || out[shape.length - 1] === 0x20))
    shape.length -= 1;
}
