import { createLines } from './lines.ts';
import { createMysqlEntries } from './mysql-entries.ts';
import { createPostgresRecords } from './postgres-records.ts';
import type { Dialect, SlowLogReader, SlowQuery } from './slow-query.ts';

/**
 * Reads the timed statements of a database's log: the MySQL slow log with the dialects of MariaDB
 * and Percona, or PostgreSQL's log as text, csv or json. Every other line of the log is read over;
 * only what is no line of such a log at all counts as unread.
 */
export function createSlowLogReader(options: {
  readonly dialect: Dialect;
  readonly take: (query: SlowQuery) => void;
}): SlowLogReader {
  const records =
    options.dialect === 'mysql' ? createMysqlEntries(options) : createPostgresRecords(options);
  const lines = createLines(records.line);
  return {
    push: lines.push,
    end() {
      lines.end();
      records.flush();
      return { unreadBytes: records.unreadBytes() };
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
  let at = 0;
  const records =
    dialect === 'mysql'
      ? createMysqlEntries({ oneEntry: true, take: timed })
      : createPostgresRecords({ take: timed });
  function timed(query: SlowQuery): void {
    take(query.endedAt === undefined ? { ...query, endedAt: at } : query);
  }
  for (const event of events) {
    at = event.at;
    let first = true;
    const lines = createLines((line) => {
      records.line(dialect === 'postgres' && !first && !line.startsWith('\t') ? '\t' + line : line);
      first = false;
    });
    lines.push(event.text);
    lines.end();
    records.endEvent();
  }
  records.flush();
  return { unreadBytes: records.unreadBytes() };
}
