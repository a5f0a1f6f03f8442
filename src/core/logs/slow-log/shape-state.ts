import { nothing } from './sql-words.ts';

/** Longest fingerprint: of a statement with a longer one the rest is not looked at. */
export const longestShape = 16 * 1024;

const bytes = new Uint8Array(longestShape + 256);

/**
 * The fingerprint being written. One for all: it is written and read before anything else runs, and
 * a statement's pass over it is too short to look anything up.
 */
export const shape = {
  bytes,
  length: 0,
  /** A blank comes before what is written next. */
  gap: false,
  /** Codes of what was written last, the latest in the lowest eight bits, three of them. */
  last: nothing,
  /** Where the last word begins. */
  wordAt: 0,
  /** Where a sign stands that may belong to a number; -1 where none does. */
  signAt: -1,
  isUpsert: false,
};

export function came(code: number): void {
  shape.last = ((shape.last << 8) | code) & 0xffffff;
}

/** The last, the one before, and the one before that. */
export const lastOf = (last: number): number => last & 0xff;
export const beforeLast = (last: number): number => (last >> 8) & 0xff;
export const third = (last: number): number => last >> 16;

export function space(): void {
  if (shape.gap && shape.length > 0) bytes[shape.length++] = 0x20;
  shape.gap = false;
}
