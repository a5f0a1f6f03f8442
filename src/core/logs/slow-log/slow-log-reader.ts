import { createMysqlReader } from './mysql-reader.ts';
import { createPostgresReader } from './postgres-reader.ts';
import type { Dialect, LogReader, SlowLogTaker } from './statement.ts';

/** This much of a log is enough to tell whose it is. */
const sampleBytes = 64 * 1024;

/**
 * Reads the timed statements of a database's log: the MySQL slow log with the dialects of MariaDB
 * and Percona, or PostgreSQL's log as text, csv or json. `auto` tells them apart by what is in them.
 */
export function createSlowLogReader(options: {
  readonly dialect: Dialect | 'auto';
  readonly taker: SlowLogTaker;
}): LogReader & {
  /** Whose log it is; not known before enough of an `auto` one was pushed. */
  dialect(): Dialect | undefined;
} {
  const { taker } = options;
  let dialect = options.dialect === 'auto' ? undefined : options.dialect;
  let reader = dialect === undefined ? undefined : open(dialect, taker);
  let sample: Uint8Array[] = [];
  let sampled = 0;

  function settle(): LogReader {
    if (reader !== undefined) return reader;
    dialect = dialectOf(sample);
    reader = open(dialect, taker);
    for (const piece of sample) reader.push(piece);
    sample = [];
    return reader;
  }

  return {
    push(piece) {
      if (reader !== undefined) {
        reader.push(piece);
        return;
      }
      // Kept past this call, and whoever pushes may fill the piece anew. A Buffer's slice is no copy.
      sample.push(new Uint8Array(piece));
      sampled += piece.length;
      if (sampled >= sampleBytes) settle();
    },
    endEvent: (at) => settle().endEvent(at),
    end: () => settle().end(),
    dialect: () => dialect,
  };
}

function open(dialect: Dialect, taker: SlowLogTaker): LogReader {
  return dialect === 'mysql' ? createMysqlReader(taker) : createPostgresReader(taker);
}

/** MySQL's slow log has a line of its own for each time; no PostgreSQL format has it. */
function dialectOf(sample: readonly Uint8Array[]): Dialect {
  const decoder = new TextDecoder();
  const text = sample.map((piece) => decoder.decode(piece, { stream: true })).join('');
  return /^# (?:Query_time|User@Host|Time):/m.test(text) ? 'mysql' : 'postgres';
}
