import type { PlanStep } from './digest.ts';

/** Whose grammar a log and its statements follow. MariaDB and Percona count as mysql. */
export type Dialect = 'mysql' | 'postgres';

/**
 * One timed statement, as a reader hands it over. The reader owns it and fills it anew for the next
 * one: whoever takes it copies what is to stay before returning. Numbers a log does not give are
 * -1, moments NaN, names empty.
 */
export interface TimedStatement {
  dialect: Dialect;
  /** The statement is `bytes` from `from` to `to`: UTF-8 as far as the log is, without closing `;`. */
  bytes: Uint8Array;
  from: number;
  to: number;
  /** Epoch milliseconds. */
  endedAt: number;
  /** Whole microseconds, so that sums are exact. */
  durationUs: number;
  lockUs: number;
  rowsExamined: number;
  rowsSent: number;
  rowsAffected: number;
  bytesSent: number;
  /** `SlowSign`s, one bit each in the order of `signBits`. */
  signs: number;
  /** How many executions it stands for: a sampling log's rate, else 1. */
  weight: number;
  user: string;
  host: string;
  database: string;
  /** application_name; a sqlcommenter comment is read from the statement. */
  caller: string;
  plan: readonly PlanStep[] | undefined;
}

/** The bit of each sign in `TimedStatement.signs`. */
export const signBits = {
  'full-scan': 1,
  'full-join': 2,
  'temp-table': 4,
  'temp-table-on-disk': 8,
  filesort: 16,
  'filesort-on-disk': 32,
  failed: 64,
  killed: 128,
  'lock-wait': 256,
} as const;

/** An empty one, for a reader to fill. */
export function newStatement(dialect: Dialect): TimedStatement {
  return {
    dialect,
    bytes: new Uint8Array(0),
    from: 0,
    to: 0,
    endedAt: Number.NaN,
    durationUs: 0,
    lockUs: -1,
    rowsExamined: -1,
    rowsSent: -1,
    rowsAffected: -1,
    bytesSent: -1,
    signs: 0,
    weight: 1,
    user: '',
    host: '',
    database: '',
    caller: '',
    plan: undefined,
  };
}

/** Happened to a session, outside any timed statement or to one. Times in milliseconds. */
export interface LoggedHappening {
  readonly kind: 'lock-wait' | 'deadlock' | 'temp-file' | 'cancelled';
  readonly at: number;
  /** lock-wait: milliseconds; temp-file: bytes; else 0. */
  readonly amount: number;
  /** Foreign, holds literals; empty where the log does not give it. */
  readonly statement: string;
}

/** Who a reader tells what it finds. */
export interface SlowLogTaker {
  statement(statement: TimedStatement): void;
  happening?(happening: LoggedHappening): void;
  /**
   * Where a statement of MySQL's that begins at `from` ends, before `to`, with `;` and before a header
   * line, if it is one like others before but for its values, and no line of it looks like anything
   * of the log's own; else -1.
   */
  endOf?(bytes: Uint8Array, from: number, to: number): number;
  /** These bytes could not be read as anything. `reason` is one of a small fixed set. */
  unread(bytes: number, reason: UnreadReason): void;
}

export type UnreadReason =
  /** Before the first entry, or between entries: no line of such a log. */
  | 'not-a-log-line'
  /** An entry without a readable time taken. */
  | 'no-duration'
  /** Ended in the middle: cut by RDS, or the file ends there. */
  | 'cut'
  /** Longer than any statement is kept. */
  | 'too-long'
  /** Looks like a record of the format and is not one. */
  | 'malformed';

/**
 * Reads one log from its beginning. Fed in pieces of any size; the same bytes give the same calls of
 * the taker however they are cut. Never throws for what is in the log, and holds no more than the
 * entry at hand.
 */
export interface LogReader {
  push(piece: Uint8Array): void;
  /**
   * What was pushed since the last call is one whole event of a log service that delivers entries
   * whole: its bounds count more than what its text looks like. `at`, epoch milliseconds, stands in
   * for a time the text does not give.
   */
  endEvent(at: number): void;
  /** Takes what is still open as if the log ended here. Nothing may be pushed afterwards. */
  end(): void;
}

/** Longest statement kept, in bytes; what follows is read over. Far above what a fingerprint needs. */
export const longestStatement = 2 * 1024 * 1024;
