import type { Window } from './question.ts';

/**
 * What kept a database busy, sampled by the server's own monitoring rather than read from a log: it
 * knows load, and mostly not how long single executions took.
 */
export interface Load {
  /** What was really looked at: the monitoring counts in whole minutes. */
  readonly window: Window;
  /** Average active sessions of all statements of all instances. */
  readonly total: number;
  /** Most load first. */
  readonly statements: readonly StatementLoad[];
}

export interface StatementLoad {
  /** Of the fingerprint, the same as a slow log's. */
  readonly id: string;
  /** Without literals; ends with `…` where the monitoring had cut it. */
  readonly fingerprint: string;
  /** Its first keyword in lower case; empty where there is none. */
  readonly verb: string;
  readonly tables: readonly string[];
  /** Sessions that were on average at work on it or waiting in it. */
  readonly sessions: number;
  /** Of all the load, 0 to 1. */
  readonly share: number;
  /** Absent where the engine does not say. */
  readonly callsPerSecond?: number;
  readonly meanMs?: number;
  /** The same in the baseline; absent where there is none, or it had no such statement. */
  readonly before?: {
    readonly sessions: number;
    readonly callsPerSecond?: number;
    readonly meanMs?: number;
  };
}
