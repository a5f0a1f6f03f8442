import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SlowQuery } from '../../../src/core/logs/slow-log/slow-query.ts';
import { createStringReader } from '../../../src/core/logs/slow-log/string-reader.ts';

const root = join(import.meta.dirname, '../../..');

/** Logs captured from real servers and programs, kept with the tests. */
export function realLog(path: string): Buffer {
  return readFileSync(join(root, 'test/data/real', path));
}

const shared = process.env.FIREBREAK_SHARED ?? join(root, '../shared');

/** A file of the reference data, which not every machine has. */
export function referencePath(path: string): string {
  return join(shared, 'data', path);
}

/** Is the reference data here? Suites that need it are skipped, visibly, where it is not. */
export const hasReference = existsSync(join(shared, 'data/expected'));

export function readReference(path: string): Buffer {
  return readFileSync(referencePath(path));
}

/** Everything read from `pieces`, pushed one after the other. */
export function readQueries(
  dialect: SlowQuery['dialect'],
  pieces: Iterable<Uint8Array | string>,
): { queries: SlowQuery[]; unreadBytes: number } {
  const queries: SlowQuery[] = [];
  const reader = createStringReader({ dialect, take: (query) => queries.push(query) });
  for (const piece of pieces) reader.push(piece);
  return { queries, ...reader.end() };
}

/** A small generator of repeatable chance. */
export function createChance(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** `bytes` in pieces of random sizes from 1 to `largest`. */
export function* cut(bytes: Uint8Array, largest: number, seed: number): Generator<Uint8Array> {
  const chance = createChance(seed);
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + chance(largest);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
