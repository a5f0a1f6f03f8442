import type { Dialect } from './statement.ts';

export type { Dialect };

/**
 * One timed statement as the server logged it. Times in milliseconds. The statement is foreign text
 * and holds literals: fingerprint it before it goes anywhere.
 */
export interface SlowQuery {
  readonly dialect: Dialect;
  /** Epoch milliseconds; absent where the log does not say, or says it in an unknown zone. */
  readonly endedAt?: number;
  readonly durationMs: number;
  readonly lockMs?: number;
  readonly rowsExamined?: number;
  readonly rowsSent?: number;
  readonly database?: string;
  readonly user?: string;
  readonly host?: string;
  /** Without the closing `;`, without the `use` and `SET timestamp` lines the server puts before. */
  readonly statement: string;
}

/** Fed with a log in pieces of any size; the same bytes give the same queries however they are cut. */
export interface SlowLogReader {
  push(piece: Uint8Array | string): void;
  /** Takes what is still open as if the file ended here. `push` must not be called afterwards. */
  end(): { readonly unreadBytes: number };
}

/** Longest statement kept; what follows is read over. Far above what a fingerprint needs. */
export const longestStatement = 2 * 1024 * 1024;
