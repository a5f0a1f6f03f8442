import { lower } from './sql-bytes.ts';
import {
  codeOf,
  codeOfBytes,
  listOfIn,
  listOfRows,
  markCode,
  nothing,
  plainWord,
  quotedName,
  takesSign,
  value,
} from './sql-words.ts';

/** Deeper parentheses than this are kept as they are; nobody writes them by hand. */
const deepest = 100;

/** Longest fingerprint: of a statement with a longer one the rest is not looked at. */
export const longestShape = 16 * 1024;

const keyword = {
  select: codeOf('select'),
  not: codeOf('not'),
  is: codeOf('is'),
  in: codeOf('in'),
  values: codeOf('values'),
  value: codeOf('value'),
  limit: codeOf('limit'),
  offset: codeOf('offset'),
  on: codeOf('on'),
  row: codeOf('row'),
  null: codeOf('null'),
  false: codeOf('false'),
  asc: codeOf('asc'),
  union: codeOf('union'),
  duplicate: codeOf('duplicate'),
  array: codeOf('array'),
  any: codeOf('any'),
} as const;
const comma = markCode + 0x2c;
const opening = markCode + 0x28;
const closing = markCode + 0x29;
const dot = markCode + 0x2e;

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
  /** What came before it. */
  before0: number;
  before1: number;
  before2: number;
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
    before0: nothing,
    before1: nothing,
    before2: nothing,
    arms: 0,
    armAt: 0,
    armBefore: 0,
  };
}

/** Writes the pieces of one statement as its fingerprint. `bytes` is filled anew for each. */
export interface ShapeWriter {
  readonly bytes: Uint8Array;
  begin(): void;
  /** White space or a comment. */
  blank(): void;
  /** A word of the statement, put in lower case. `isKeyword` false: whatever it looks like. */
  word(from: Uint8Array, at: number, to: number): number;
  /** A quoted name. */
  name(from: Uint8Array, at: number, to: number, keepsCase: boolean): void;
  value(): void;
  mark(byte: number): void;
  /** Bytes as they are. */
  raw(from: Uint8Array, at: number, to: number): void;
  /** Is there no room for more? */
  isFull(): boolean;
  /** Closes what is open; gives the length of the fingerprint. */
  end(): number;
}

export function createShapeWriter(): ShapeWriter {
  const out = new Uint8Array(longestShape + 256);
  const frames = Array.from({ length: deepest }, newFrame);
  let depth = 0;
  /** Parentheses beyond `deepest`. */
  let beyond = 0;
  let length = 0;
  let gap = false;
  /** What was written last, and before. */
  let last0 = nothing;
  let last1 = nothing;
  let last2 = nothing;
  let wordAt = 0;
  /** Where a sign stands that may belong to a number; -1 where none does. */
  let signAt = -1;
  let limitEnd = 0;
  let rowsEnd = 0;
  let isUpsert = false;
  /** Where the sign's number would stand, what came before it. */
  const beforeSign = { last0: nothing, last1: nothing, last2: nothing };

  function came(code: number): void {
    last2 = last1;
    last1 = last0;
    last0 = code;
  }

  function space(): void {
    if (gap && length > 0) out[length++] = 0x20;
    gap = false;
  }

  function frame(): Frame {
    return frames[depth] as Frame;
  }

  function openFrame(byte: number): void {
    if (depth + 1 >= deepest) {
      beyond += 1;
      space();
      out[length++] = byte;
      came(markCode + byte);
      return;
    }
    depth += 1;
    const own = frame();
    own.listAt = -1;
    own.array = 'none';
    own.hasQuery = false;
    own.isCut = false;
    own.before0 = last0;
    own.before1 = last1;
    own.before2 = last2;
    if (byte === 0x28) openList(own);
    const isArray = byte === 0x5b && last0 === keyword.array;
    if (isArray) own.array = last1 === opening && last2 === keyword.any ? 'any' : 'plain';
    if (own.array === 'any') own.listAt = wordAt;
    space();
    out[length++] = byte;
    if (own.array === 'plain') own.listAt = length;
    came(markCode + byte);
    own.arms = 0;
    own.armAt = length;
  }

  /** Does a list of values open here? Before its blank it will be replaced. */
  function openList(own: Frame): void {
    const isRows =
      ((last0 === keyword.values || last0 === keyword.value) && !isUpsert) ||
      isFurtherRow(last0, last1) ||
      (last0 === keyword.row && (last1 === keyword.values || isFurtherRow(last1, last2)));
    if (last0 !== keyword.in && !isRows) return;
    own.listAt = length;
    own.listCode = isRows ? listOfRows : listOfIn;
  }

  function isFurtherRow(code: number, before: number): boolean {
    return code === comma && before === listOfRows;
  }

  function closeFrame(byte: number): void {
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
    out[length++] = byte;
    came(markCode + byte);
  }

  function fold(own: Frame, byte: number): void {
    length = own.listAt;
    gap = false;
    signAt = -1;
    if (own.array !== 'none') {
      write('?+');
      if (own.array === 'plain') out[length++] = byte;
      last0 = own.array === 'plain' ? markCode + byte : value;
      return;
    }
    const further =
      isFurtherRow(own.before0, own.before1) ||
      (own.before0 === keyword.row && isFurtherRow(own.before1, own.before2));
    // A row after a row: the first stands for all.
    if (own.listCode === listOfRows && further) length = rowsEnd;
    else write('(?+)');
    last0 = own.listCode;
    last1 = plainWord;
    last2 = plainWord;
    rowsEnd = length;
  }

  function write(text: string): void {
    for (let i = 0; i < text.length; i++) out[length++] = text.charCodeAt(i);
  }

  /** Of equal arms one after the other one stays, beside the first of all. */
  function nextArm(): void {
    const own = frame();
    if (own.arms > 1 && isSameArm(own, length)) length = own.armAt;
    else {
      own.armBefore = own.armAt;
      own.armAt = length;
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
    const rest = length - own.armAt - size;
    if (rest < 0 || !startsSame(own, size)) return;
    if (rest === 0) {
      length = own.armAt;
      return;
    }
    const at = own.armAt + size;
    const isTail = out[at] === 0x20 && (out[at + 1] === 0x6f || out[at + 1] === 0x6c);
    if (!isTail) return;
    out.copyWithin(own.armBefore, own.armAt, length);
    length -= size;
  }

  function makeRoom(): void {
    for (let i = 1; i <= depth; i++) {
      const own = frames[i] as Frame;
      if (own.listAt < 0 || own.hasQuery) continue;
      // It will be folded: what is in it need not be kept.
      own.isCut = true;
      depth = i;
      length = Math.min(length, own.listAt + 2);
      own.arms = 0;
      own.armAt = length;
      signAt = -1;
      return;
    }
  }

  function isKept(code: number): boolean {
    return (
      code < keyword.null || code > keyword.false || last0 === keyword.is || last0 === keyword.not
    );
  }

  function takeValue(): void {
    if (signAt >= 0) {
      length = signAt;
      gap = false;
      ({ last0, last1, last2 } = beforeSign);
      signAt = -1;
    }
    const further = last0 === comma || last0 === keyword.offset;
    if (further && last1 === value && last2 === keyword.limit) {
      length = limitEnd;
      gap = false;
      last0 = value;
      last1 = keyword.limit;
      return;
    }
    space();
    out[length++] = 0x3f;
    came(value);
    limitEnd = length;
  }

  return {
    bytes: out,
    begin() {
      depth = 0;
      beyond = 0;
      length = 0;
      gap = false;
      last0 = nothing;
      last1 = nothing;
      last2 = nothing;
      signAt = -1;
      isUpsert = false;
      const whole = frame();
      whole.listAt = -1;
      whole.arms = 0;
      whole.armAt = 0;
    },
    blank() {
      gap = true;
    },
    word(from, at, to) {
      const start = length + (gap && length > 0 ? 1 : 0);
      const room = Math.min(to, at + longestShape - start);
      for (let read = at, put = start; read < room; read++, put++)
        out[put] = lower[from[read] ?? 0] ?? 0;
      const end = start + Math.max(0, room - at);
      const code = last0 === dot ? plainWord : codeOfBytes(out, start, end);
      if (!isKept(code)) {
        takeValue();
        return value;
      }
      signAt = -1;
      if (code === keyword.asc && (last0 < markCode || last0 === closing) && last0 !== nothing) {
        gap = false;
        return code;
      }
      if (code === keyword.union) {
        nextArm();
        if (length + (gap && length > 0 ? 1 : 0) !== start) {
          const moved = length + (gap && length > 0 ? 1 : 0);
          out.copyWithin(moved, start, end);
          space();
          wordAt = length;
          length += end - start;
          came(code);
          return code;
        }
      } else if (code === keyword.select) {
        for (let i = depth; i > 0 && !(frames[i] as Frame).hasQuery; i--)
          (frames[i] as Frame).hasQuery = true;
      } else if (code === keyword.duplicate && last0 === keyword.on) isUpsert = true;
      space();
      wordAt = start;
      length = end;
      came(code);
      return code;
    },
    name(from, at, to, keepsCase) {
      signAt = -1;
      space();
      const room = Math.min(to, at + longestShape - length);
      for (let read = at; read < room; read++) {
        const byte = from[read] ?? 0;
        out[length++] = keepsCase ? byte : (lower[byte] ?? 0);
      }
      came(quotedName);
    },
    value: takeValue,
    mark(byte) {
      if ((byte === 0x2d || byte === 0x2b) && (signAt >= 0 || takesSign[last0] === 1)) {
        space();
        if (signAt < 0) {
          signAt = length;
          beforeSign.last0 = last0;
          beforeSign.last1 = last1;
          beforeSign.last2 = last2;
        }
        out[length++] = byte;
        came(markCode + byte);
        return;
      }
      signAt = -1;
      if (byte === 0x28 || byte === 0x5b) openFrame(byte);
      else if (byte === 0x29 || byte === 0x5d) closeFrame(byte);
      else {
        space();
        out[length++] = byte;
        came(markCode + (byte & 0x7f));
      }
    },
    raw(from, at, to) {
      signAt = -1;
      space();
      for (let read = at; read < to && length < longestShape; read++)
        out[length++] = from[read] ?? 0;
      came(plainWord);
    },
    isFull() {
      if (length < longestShape - 64) return false;
      makeRoom();
      return length >= longestShape - 64;
    },
    end() {
      strip();
      for (; depth > 0; depth--) {
        endUnion();
        const own = frame();
        if (own.listAt >= 0 && (!own.hasQuery || own.isCut))
          fold(own, own.array === 'plain' ? 0x5d : 0x29);
      }
      endUnion();
      strip();
      return Math.min(length, longestShape);
    },
  };

  function strip(): void {
    while (length > 0 && (out[length - 1] === 0x3b || out[length - 1] === 0x20)) length -= 1;
  }
}
