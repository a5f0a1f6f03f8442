/** What the word before a message says, as far as a reader of slow statements cares. */
export const levels = {
  /** LOG: timings, waits, connections. */
  log: 1,
  /** ERROR, FATAL and PANIC: the session's statement failed. */
  error: 2,
  /** STATEMENT: what the session ran when the message before was written. */
  statement: 3,
  /** Every other level, and DETAIL, HINT, CONTEXT and the like. */
  other: 4,
} as const;

export type Level = (typeof levels)[keyof typeof levels];

const wordLevels: Readonly<Record<string, Level>> = {
  LOG: levels.log,
  ERROR: levels.error,
  FATAL: levels.error,
  PANIC: levels.error,
  STATEMENT: levels.statement,
};
const otherWords =
  'WARNING NOTICE INFO DEBUG DEBUG1 DEBUG2 DEBUG3 DEBUG4 DEBUG5 DETAIL HINT CONTEXT QUERY LOCATION BACKTRACE';

/** The level a word names; nothing for any other word. */
export function levelOf(word: string): Level | undefined {
  return Object.hasOwn(wordLevels, word)
    ? wordLevels[word]
    : otherWords.split(' ').includes(word)
      ? levels.other
      : undefined;
}

/** Where the level stands in a line, filled by `findLevel`. */
export interface LevelMark {
  level: Level;
  /** First byte of the word: the prefix ends here. */
  from: number;
  /** First byte of the message. */
  textFrom: number;
}

/** A prefix longer than this is none: the level must stand near the start of the line. */
const longestPrefix = 1_000;
const longestWord = 9;

const byWord = new Map<number, Level>();
for (const word of [...Object.keys(wordLevels), ...otherWords.split(' ')]) {
  byWord.set(
    [...word].reduceRight((key, letter) => keyed(key, letter.charCodeAt(0)), 0),
    levelOf(word) ?? levels.other,
  );
}

function keyed(key: number, byte: number): number {
  return (Math.imul(key, 31) + byte) | 0;
}

/**
 * Finds the first `LEVEL:  ` of a line, the word with a colon and two blanks that the server writes
 * after any `log_line_prefix`. The two blanks tell it from the words of a message.
 */
export function findLevel(bytes: Uint8Array, from: number, to: number, mark: LevelMark): boolean {
  const last = Math.min(to, from + longestPrefix);
  // Every third byte is enough to meet the colon or one of its blanks.
  for (let at = from + 2; at < last; at += 3) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x3a) continue;
    for (let colon = at - 2; colon <= at; colon++) {
      if (bytes[colon] !== 0x3a || bytes[colon + 1] !== 0x20 || bytes[colon + 2] !== 0x20) continue;
      if (colon + 3 <= to && readWord(bytes, from, colon, mark)) return true;
    }
  }
  return false;
}

function readWord(bytes: Uint8Array, from: number, colon: number, mark: LevelMark): boolean {
  let start = colon;
  let key = 0;
  while (start > from && colon - start <= longestWord && isWordByte(bytes[start - 1] ?? 0)) {
    start--;
    key = keyed(key, bytes[start] ?? 0);
  }
  const level = byWord.get(key);
  if (level === undefined) return false;
  mark.level = level;
  mark.from = start;
  mark.textFrom = colon + 3;
  return true;
}

/** Upper case letters, and the digits of DEBUG1 to DEBUG5. */
function isWordByte(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x31 && byte <= 0x35);
}
