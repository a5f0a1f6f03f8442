import { foreignLevels } from './postgres-languages.ts';
import { type Level, levels } from './postgres-levels.ts';

const wordLevels: Readonly<Record<string, Level>> = {
  LOG: levels.log,
  ERROR: levels.error,
  FATAL: levels.error,
  PANIC: levels.error,
  STATEMENT: levels.statement,
};
const otherWords =
  'WARNING NOTICE INFO DEBUG DEBUG1 DEBUG2 DEBUG3 DEBUG4 DEBUG5 DETAIL HINT CONTEXT QUERY LOCATION BACKTRACE';

const byName: ReadonlyMap<string, Level> = new Map([
  ...Object.entries(wordLevels),
  ...otherWords.split(' ').map((word): [string, Level] => [word, levels.other]),
  ...foreignLevels,
]);

/** The level a word names; nothing for any other word. */
export function levelOf(word: string): Level | undefined {
  return byName.get(word);
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

const byWord = new Map<number, Level>();
let longestWord = 0;
for (const [word, level] of byName) {
  const bytes = new TextEncoder().encode(word);
  byWord.set(bytes.reduceRight(keyed, 0), level);
  longestWord = Math.max(longestWord, bytes.length);
}

function keyed(key: number, byte: number): number {
  return (Math.imul(key, 31) + byte) | 0;
}

/**
 * Finds the first `LEVEL:  ` of a line, the word with a colon and two blanks that the server writes
 * after any `log_line_prefix`. The two blanks tell it from the words of a message. French has a blank
 * before the colon as well.
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
  const end = bytes[colon - 1] === 0x20 ? colon - 1 : colon;
  let start = end;
  let key = 0;
  while (start > from && end - start <= longestWord && isWordByte(bytes[start - 1] ?? 0)) {
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

/** Upper case letters, the digits of DEBUG1 to DEBUG5, and everything beyond ASCII. */
function isWordByte(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x31 && byte <= 0x35) || byte >= 0x80;
}
