import type { Window } from '../../../core/evidence/question.ts';
import type { SlowDigest } from '../../../core/logs/slow-log/digest.ts';
import { createSlowDigest } from '../../../core/logs/slow-log/slow-digest.ts';
import { createSlowLogReader } from '../../../core/logs/slow-log/slow-log-reader.ts';
import type { Dialect } from '../../../core/logs/slow-log/statement.ts';
import type { Database, DatabaseEngine } from '../../../core/service/service.ts';

/** Where readings of several logs come together: what ended within the window, by shape. */
export interface Gathering {
  /** A log by itself, from somewhere in it; lines of two are never joined. */
  open(): { push(bytes: Uint8Array): void; end(): void };
  /** Events of one stream, oldest first, each whole. */
  takeEvents(events: Iterable<{ readonly at: number; readonly text: string }>): void;
  result(): SlowDigest;
  /** What its reader should know about the numbers. */
  notes(): readonly string[];
}

export function dialectOf(engine: DatabaseEngine): Dialect {
  return engine === 'postgres' ? 'postgres' : 'mysql';
}

/**
 * A statement without a time that can be read counts too: leaving it out would make a busy log look
 * quiet.
 */
export function createGathering(database: Database, window: Window): Gathering {
  const dialect = dialectOf(database.engine);
  const digest = createSlowDigest({ window, keepExamples: database.showLiterals === true });
  const encoder = new TextEncoder();
  return {
    open: () => createSlowLogReader({ dialect, taker: digest }),
    takeEvents(events) {
      const reader = createSlowLogReader({ dialect, taker: digest });
      for (const { at, text } of events) {
        reader.push(encoder.encode(text));
        reader.endEvent(at);
      }
      reader.end();
    },
    result: digest.result,
    notes() {
      const undated = digest.undated();
      return undated > 0 ? [`${undated} statements without a readable time are counted too`] : [];
    },
  };
}
