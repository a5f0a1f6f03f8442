import { textOf } from './bytes.ts';
import { createLines } from './lines.ts';
import { createMysqlEntries } from './mysql-entries.ts';
import { createPostgresReader } from './postgres-reader.ts';
import type { Dialect, SlowLogReader, SlowQuery } from './slow-query.ts';
import type { LogReader, TimedStatement } from './statement.ts';

/**
 * Reads the timed statements of a database's log: the MySQL slow log with the dialects of MariaDB
 * and Percona, or PostgreSQL's log as text, csv or json. Every other line of the log is read over;
 * only what is no line of such a log at all counts as unread.
 */
export function createStringReader(options: {
  readonly dialect: Dialect;
  readonly take: (query: SlowQuery) => void;
}): SlowLogReader {
  if (options.dialect === 'postgres') {
    const { reader, unreadBytes } = bridge(options.take);
    return {
      push: (piece) => reader.push(toBytes(piece)),
      end() {
        reader.end();
        return { unreadBytes: unreadBytes() };
      },
    };
  }
  const entries = createMysqlEntries(options);
  const lines = createLines(entries.line);
  return {
    push: lines.push,
    end() {
      lines.end();
      entries.flush();
      return { unreadBytes: entries.unreadBytes() };
    },
  };
}

/**
 * Reads the events of an exported log group. CloudWatch delivers one whole MySQL entry, or one
 * PostgreSQL line with its continuation lines, as one event, so an event's bounds are trusted over
 * what its text looks like. An event's own time stands in where the text gives none.
 */
export function readSlowEvents(
  dialect: Dialect,
  events: Iterable<{ readonly at: number; readonly text: string }>,
  take: (query: SlowQuery) => void,
): { readonly unreadBytes: number } {
  if (dialect === 'postgres') {
    const { reader, unreadBytes } = bridge(take);
    for (const event of events) {
      reader.push(toBytes(event.text));
      reader.endEvent(event.at);
    }
    reader.end();
    return { unreadBytes: unreadBytes() };
  }
  let at = 0;
  const entries = createMysqlEntries({
    oneEntry: true,
    take: (query) => take(query.endedAt === undefined ? { ...query, endedAt: at } : query),
  });
  for (const event of events) {
    at = event.at;
    const lines = createLines(entries.line);
    lines.push(event.text);
    lines.end();
    entries.endEvent();
  }
  entries.flush();
  return { unreadBytes: entries.unreadBytes() };
}

function toBytes(piece: Uint8Array | string): Uint8Array {
  return typeof piece === 'string' ? new TextEncoder().encode(piece) : piece;
}

function bridge(take: (query: SlowQuery) => void): {
  readonly reader: LogReader;
  unreadBytes(): number;
} {
  let unread = 0;
  const reader = createPostgresReader({
    statement: (statement) => take(toQuery(statement)),
    unread: (bytes) => {
      unread += bytes;
    },
  });
  return { reader, unreadBytes: () => unread };
}

function toQuery(statement: TimedStatement): SlowQuery {
  const { dialect, bytes, from, to, endedAt, durationUs, user, database, host } = statement;
  return {
    dialect,
    durationMs: durationUs / 1_000,
    statement: textOf(bytes, from, to),
    ...(Number.isNaN(endedAt) ? {} : { endedAt }),
    ...(user === '' ? {} : { user }),
    ...(database === '' ? {} : { database }),
    ...(host === '' ? {} : { host }),
  };
}
