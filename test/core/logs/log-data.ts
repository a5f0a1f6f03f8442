import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSlowLogReader } from '../../../src/core/logs/slow-log/slow-log-reader.ts';
import type { Dialect, TimedStatement } from '../../../src/core/logs/slow-log/statement.ts';

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

/** A timed statement to compare with: what the log does not say is absent. Times in milliseconds. */
export interface SlowQuery {
  readonly dialect: Dialect;
  readonly endedAt?: number;
  readonly durationMs: number;
  readonly lockMs?: number;
  readonly rowsExamined?: number;
  readonly rowsSent?: number;
  readonly database?: string;
  readonly user?: string;
  readonly host?: string;
  readonly statement: string;
}

function toQuery(one: TimedStatement): SlowQuery {
  const said = {
    endedAt: Number.isNaN(one.endedAt) ? undefined : one.endedAt,
    lockMs: one.lockUs < 0 ? undefined : one.lockUs / 1_000,
    rowsExamined: one.rowsExamined < 0 ? undefined : one.rowsExamined,
    rowsSent: one.rowsSent < 0 ? undefined : one.rowsSent,
    database: one.database || undefined,
    user: one.user || undefined,
    host: one.host || undefined,
  };
  return {
    dialect: one.dialect,
    durationMs: one.durationUs / 1_000,
    statement: new TextDecoder().decode(one.bytes.subarray(one.from, one.to)),
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
  };
}

function createRead(dialect: Dialect) {
  const queries: SlowQuery[] = [];
  let unreadBytes = 0;
  const reader = createSlowLogReader({
    dialect,
    taker: {
      statement: (one) => queries.push(toQuery(one)),
      unread: (bytes) => {
        unreadBytes += bytes;
      },
    },
  });
  const encoder = new TextEncoder();
  return {
    push: (piece: Uint8Array | string) =>
      reader.push(typeof piece === 'string' ? encoder.encode(piece) : piece),
    endEvent: reader.endEvent,
    end() {
      reader.end();
      return { queries, unreadBytes };
    },
  };
}

/** Everything read from `pieces`, pushed one after the other. */
export function readQueries(dialect: Dialect, pieces: Iterable<Uint8Array | string>) {
  const read = createRead(dialect);
  for (const piece of pieces) read.push(piece);
  return read.end();
}

/** Everything read from the events of a log group, each pushed whole. */
export function readSlowEvents(
  dialect: Dialect,
  events: Iterable<{ readonly at: number; readonly text: string }>,
  take: (query: SlowQuery) => void,
) {
  const read = createRead(dialect);
  for (const { at, text } of events) {
    read.push(text);
    read.endEvent(at);
  }
  const { queries, unreadBytes } = read.end();
  queries.forEach(take);
  return { unreadBytes };
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
