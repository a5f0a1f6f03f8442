import type { ClassTally } from './class-tally.ts';
import { afterValue, behind, type Piece, piecesOf } from './statement-pieces.ts';

/** Powers of two; bytes of all pieces together, and places for what statements begin with. */
const roomForPieces = 256 * 1024;
const slots = 1_024;
const mostSteps = 16_384;
const mostTried = 4_096;

/** So many bytes choose the place: a statement with a value among them is not learnt. */
const headLength = 16;
/** Ways a statement may go on from one place; the first is looked up, and may have more. */
const mostWays = 8;
const mostHeads = 32;

const noWays: Step[] = [];

const semicolon = 0x3b;
const newline = 0x0a;
const hash = 0x23;

/** A piece of statements that begin alike, and what they go on with. */
interface Step {
  /** Of the piece, in the room for pieces. */
  readonly at: number;
  readonly length: number;
  readonly behind: number;
  readonly next: Step[];
  /** Of the statements that end here. */
  tally: ClassTally | undefined;
}

/**
 * Statements of a MySQL log that came before, as pieces between values. One that is alike but for its
 * values is told, and its end found, by comparing the pieces, four bytes at a time, and going over the
 * values: in one pass, where hashing each byte takes another. It says nothing of others, and may
 * forget, all at once. (Of PostgreSQL's, whose ends are known before, the hash is as soon told.)
 */
export interface KnownStatements {
  /** As a taker's `endOf`; where it is not -1, `found` is of that statement. */
  endOf(bytes: Uint8Array, from: number, to: number): number;
  readonly found: Found;
  /** Learns a statement of those hashes. */
  learn(
    bytes: Uint8Array,
    from: number,
    to: number,
    tally: ClassTally,
    high: number,
    low: number,
  ): void;
}

interface Found {
  tally: ClassTally | undefined;
  /** The last comment; 0: none. */
  commentFrom: number;
  commentTo: number;
}

export function createKnownStatements(): KnownStatements {
  const heads: (Step[] | undefined)[] = Array.from({ length: slots });
  const pieces = new DataView(new ArrayBuffer(roomForPieces));
  const pieceBytes = new Uint8Array(pieces.buffer);
  let used = 0;
  let steps = 0;
  /** By the hashes of `likenOf`: what cannot be learnt is not cut again and again. */
  const tried = new Int32Array(mostTried);
  let valueAt = 0;
  let seen: Uint8Array = pieceBytes;
  let view: DataView = pieces;
  const found: Found = { tally: undefined, commentFrom: 0, commentTo: 0 };

  function viewOf(bytes: Uint8Array): DataView {
    if (bytes !== seen) {
      seen = bytes;
      view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    return view;
  }

  function slotOf(view: DataView, from: number): number {
    let key = view.getInt32(from, true);
    for (let at = from + 4; at < from + headLength; at += 4)
      key = Math.imul(key, 31) ^ view.getInt32(at, true);
    return (key ^ (key >>> 15)) & (slots - 1);
  }

  /** The end of the piece where it is the same, from its end on: there pieces differ soonest. */
  function afterPiece(
    { at: own, length }: Step,
    bytes: Uint8Array,
    view: DataView,
    at: number,
  ): number {
    if (length < 4) {
      for (let i = 0; i < length; i++) if (pieceBytes[own + i] !== bytes[at + i]) return -1;
      return at + length;
    }
    for (let i = length - 4; i > 0; i -= 4)
      if (pieces.getInt32(own + i, true) !== view.getInt32(at + i, true)) return -1;
    return pieces.getInt32(own, true) === view.getInt32(at, true) ? at + length : -1;
  }

  /** Where the value behind a step ends, or the statement, if its piece stands at `from`; else -1. */
  function afterStep(
    step: Step,
    bytes: Uint8Array,
    view: DataView,
    from: number,
    to: number,
  ): number {
    if (step.length > to - from) return -1;
    valueAt = afterPiece(step, bytes, view, from);
    if (valueAt === -1) return -1;
    if (step.behind !== behind.nothing) return afterValue(step.behind, bytes, valueAt, to);
    return endsAt(bytes, valueAt) ? valueAt : -1;
  }

  function put(piece: Piece, bytes: Uint8Array): Step {
    const length = piece.to - piece.from;
    const step: Step = { at: used, length, behind: piece.behind, next: [], tally: undefined };
    pieceBytes.set(bytes.subarray(piece.from, piece.to), used);
    used += length;
    steps++;
    return step;
  }

  function forget(): void {
    heads.fill(undefined);
    used = 0;
    steps = 0;
    tried.fill(0);
  }

  return {
    found,
    endOf(bytes, from, to) {
      if (from + headLength > to) return -1;
      const own = viewOf(bytes);
      let ways = heads[slotOf(own, from)] ?? noWays;
      let at = from;
      found.commentTo = 0;
      for (let i = 0; i < ways.length; i++) {
        const step: Step = ways[i] as Step;
        const end = afterStep(step, bytes, own, at, to);
        if (end === -1) continue;
        if (i > 0) {
          // It comes to stand one before, so that what is usual is soon met.
          ways[i] = ways[i - 1] as Step;
          ways[i - 1] = step;
        }
        if (step.behind === behind.nothing) {
          found.tally = step.tally;
          return end;
        }
        if (step.behind === behind.comment) {
          found.commentFrom = valueAt + 2;
          found.commentTo = end;
        }
        at = end;
        ways = step.next;
        i = -1;
      }
      return -1;
    },
    learn(bytes, from, to, tally, high, low) {
      const place = (high ^ low) & (mostTried - 1);
      if (tried[place] === high) return;
      tried[place] = high;
      const cut = piecesOf(bytes, from, to);
      const [first] = cut ?? [];
      if (cut === undefined || first === undefined || first.to - first.from < headLength) return;
      if (used + to - from > roomForPieces || steps + cut.length > mostSteps) forget();
      const own = viewOf(bytes);
      const slot = slotOf(own, from);
      let ways: Step[] = heads[slot] ?? [];
      heads[slot] = ways;
      let most = mostHeads;
      for (const piece of cut) {
        let step: Step | undefined = ways.find(
          (one) =>
            one.length === piece.to - piece.from &&
            one.behind === piece.behind &&
            afterPiece(one, bytes, own, piece.from) !== -1,
        );
        if (step === undefined) {
          if (ways.length >= most) return;
          step = put(piece, bytes);
          ways.push(step);
        }
        if (piece.behind === behind.nothing) step.tally = tally;
        ways = step.next;
        most = mostWays;
      }
    },
  };
}

/** Does a statement end at `at`, and its entry, with another header line behind it? */
function endsAt(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === semicolon && bytes[at + 1] === newline && bytes[at + 2] === hash;
}
