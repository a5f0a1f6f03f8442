import { createMysqlReader } from '../../src/core/logs/slow-log/mysql-reader.ts';
import type {
  LogReader,
  TimedStatement,
  UnreadReason,
} from '../../src/core/logs/slow-log/statement.ts';

/** What a taker was told, with the statement as text. */
export type Told =
  | (Omit<TimedStatement, 'bytes' | 'from' | 'to'> & { readonly sql: string })
  | { readonly unread: number; readonly reason: UnreadReason };

export type ToldStatement = Extract<Told, { sql: string }>;

/** Everything the reader of MySQL logs tells while `feed` feeds it. */
export function toldBy(feed: (reader: LogReader) => void): Told[] {
  const told: Told[] = [];
  const decoder = new TextDecoder();
  const reader = createMysqlReader({
    statement({ bytes, from, to, ...said }) {
      told.push({ ...said, sql: decoder.decode(bytes.subarray(from, to)) });
    },
    unread(unread, reason) {
      told.push({ unread, reason });
    },
  });
  feed(reader);
  reader.end();
  return told;
}

export function readPieces(pieces: Iterable<Uint8Array>): Told[] {
  return toldBy((reader) => {
    for (const piece of pieces) reader.push(piece);
  });
}

export function readLog(log: string | Uint8Array): Told[] {
  return readPieces([typeof log === 'string' ? new TextEncoder().encode(log) : log]);
}

export function statementsOf(told: readonly Told[]): ToldStatement[] {
  return told.filter((one) => 'sql' in one);
}

export function unreadOf(told: readonly Told[]): number {
  return told.reduce((sum, one) => sum + ('unread' in one ? one.unread : 0), 0);
}
