import { isDigit } from './bytes.ts';
import type { MysqlHeader } from './mysql-header.ts';
import { isKeyLine } from './mysql-header-lines.ts';
import { amounts, type Key, keepAmount, keyAt, readValue, spaces, times } from './mysql-keys.ts';
import { isExplainRow, isHeader, longestLine } from './mysql-lines.ts';
import type { Names } from './names.ts';
import { isSameAt, type KnownBytes, knownBytes } from './same-bytes.ts';

/** A line learned anew this often is written differently each time: no use in learning it. */
const mostAttempts = 64;

/** A power of two. */
const slots = 64;

const newline = 0x0a;
const colon = 0x3a;
const dot = 0x2e;
/** Of a time in seconds; and the most a number may have to be exact, with its point. */
const decimals = 6;
const mostDigits = 15;
const shortestWord = 4;

/** What stands before a value, and the key it belongs to; none where nobody needs the value. */
interface Step {
  readonly words: KnownBytes;
  readonly key: Key | undefined;
}

/**
 * Lines of keys, `# Query_time: 0.1  Lock_time: 0.0`. A server writes the same keys in the same
 * order again and again: each line is taken apart once, and then only its words compared.
 */
export interface MysqlLayouts {
  /**
   * Reads the line at `from` as one of its kind was written before. Gives back where the next line
   * begins; -1 where this one differs or is not whole, and the header may hold part of it.
   */
  read(header: MysqlHeader, bytes: Uint8Array, view: DataView, from: number): number;
  /** Remembers how the line from `from` to `to` is written. */
  learn(bytes: Uint8Array, from: number, to: number): void;
}

export function createMysqlLayouts(names: Names): MysqlLayouts {
  const known: (readonly Step[] | undefined)[] = Array.from({ length: slots });
  const attempts = new Uint8Array(slots);

  return {
    read(header, bytes, view, from) {
      const steps = known[slotOf(bytes, from)];
      return steps === undefined ? -1 : readSteps(steps, header, names, bytes, view, from);
    },
    learn(bytes, from, to) {
      const slot = slotOf(bytes, from);
      const tried = attempts[slot] ?? 0;
      if (tried >= mostAttempts || to - from > longestLine) return;
      attempts[slot] = tried + 1;
      known[slot] = stepsOf(bytes, from, to);
    },
  };
}

/** Of the first letters of the first key, behind `# `. */
function slotOf(bytes: Uint8Array, from: number): number {
  return (
    ((bytes[from + 2] ?? 0) + 7 * (bytes[from + 4] ?? 0) + 13 * (bytes[from + 8] ?? 0)) &
    (slots - 1)
  );
}

function readSteps(
  steps: readonly Step[],
  header: MysqlHeader,
  names: Names,
  bytes: Uint8Array,
  view: DataView,
  from: number,
): number {
  const end = Math.min(bytes.length, from + longestLine);
  let at = from;
  for (let i = 0; i < steps.length; i++) {
    const { words, key } = steps[i] as Step;
    if (!isSameAt(words, view, at)) return -1;
    const start = at + words.byteLength;
    if (key !== undefined && key.sign === 0 && key.place < amounts) {
      at = readAmount(header, key.place, bytes, start, end);
      if (at > start) continue;
    }
    at = start;
    while (at < end && spaces[bytes[at] as number] === 0) at++;
    // A missing value, or a key in its place.
    if (at === start || bytes[at - 1] === colon) return -1;
    if (key !== undefined) readValue(header, key, names, bytes, start, at);
  }
  return at < end && bytes[at] === newline ? at + 1 : -1;
}

/**
 * Reads `0.000468` of a time and `42` of anything else. Gives back where it ends; `from` where it is
 * written otherwise and nothing was taken.
 */
function readAmount(
  header: MysqlHeader,
  place: number,
  bytes: Uint8Array,
  from: number,
  end: number,
): number {
  const limit = Math.min(end - 1, from + mostDigits);
  let value = 0;
  let at = from;
  for (; at < limit && isDigit(bytes[at]); at++) value = value * 10 + (bytes[at] as number) - 0x30;
  if (at === from) return from;
  if (place < times) {
    if (bytes[at] !== dot || at + 1 + decimals > limit) return from;
    const last = at + decimals;
    for (at++; at <= last && isDigit(bytes[at]); at++)
      value = value * 10 + (bytes[at] as number) - 0x30;
    if (at <= last) return from;
  }
  if (spaces[bytes[at] as number] !== 1) return from;
  keepAmount(header, place, value);
  return at;
}

/** Undefined for a line that is not keys and one value each, or one with a meaning of its own. */
function stepsOf(bytes: Uint8Array, from: number, to: number): readonly Step[] | undefined {
  if (!isHeader(bytes, from, to) || !isKeyLine(bytes, from, to) || isExplainRow(bytes, from, to))
    return undefined;
  const steps: Step[] = [];
  let words = from;
  let key: Key | undefined;
  let hasKey = false;
  let at = from + 1;
  while (at < to) {
    while (at < to && spaces[bytes[at] as number] === 1) at++;
    const start = at;
    while (at < to && spaces[bytes[at] as number] === 0) at++;
    if (bytes[at - 1] === colon) {
      key = keyAt(bytes, start, at - 1);
      hasKey = true;
    } else {
      if (!hasKey || start - words < shortestWord) return undefined;
      steps.push({ words: knownBytes(bytes, words, start), key });
      words = at;
      hasKey = false;
    }
  }
  return words === to ? steps : undefined;
}
