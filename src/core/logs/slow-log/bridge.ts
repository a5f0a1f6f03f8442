import type { SlowQuery } from './slow-query.ts';
import { type Dialect, type LogReader, newStatement, type SlowLogTaker } from './statement.ts';
import { createStringReader, readSlowEvents } from './string-reader.ts';

/** An event of a log service is no longer than this. */
const longestEvent = 1024 * 1024;

/** The readers of lines as text, behind the interface of those of bytes. */
export function bridge(dialect: Dialect, taker: SlowLogTaker): LogReader {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const statement = newStatement(dialect);
  let stream: ReturnType<typeof createStringReader> | undefined;
  let events: { at: number; text: string }[] | undefined;
  let pieces: Uint8Array[] = [];
  let held = 0;

  function take(query: SlowQuery): void {
    const bytes = encoder.encode(query.statement);
    Object.assign(statement, newStatement(dialect), {
      bytes,
      to: bytes.length,
      endedAt: query.endedAt ?? Number.NaN,
      durationUs: Math.round(query.durationMs * 1_000),
      lockUs: query.lockMs === undefined ? -1 : Math.round(query.lockMs * 1_000),
      rowsExamined: query.rowsExamined ?? -1,
      rowsSent: query.rowsSent ?? -1,
      user: query.user ?? '',
      host: query.host ?? '',
      database: query.database ?? '',
    });
    taker.statement(statement);
  }

  function flow(): ReturnType<typeof createStringReader> {
    stream ??= createStringReader({ dialect, take });
    for (const piece of pieces) stream.push(piece);
    pieces = [];
    return stream;
  }

  return {
    push(piece) {
      if (stream !== undefined) {
        stream.push(piece);
        return;
      }
      pieces.push(piece.slice());
      held += piece.length;
      if (held > longestEvent && events === undefined) flow();
    },
    endEvent(at) {
      events ??= [];
      events.push({ at, text: pieces.map((piece) => decoder.decode(piece)).join('') });
      pieces = [];
      held = 0;
    },
    end() {
      const { unreadBytes } =
        events === undefined ? flow().end() : readSlowEvents(dialect, events, take);
      if (unreadBytes > 0) taker.unread(unreadBytes, 'not-a-log-line');
    },
  };
}
