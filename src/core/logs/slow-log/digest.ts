/** All executions of one shape of statement. Times in milliseconds. No literals in it. */
export interface SlowClass {
  /** Short stable id of the fingerprint. */
  readonly id: string;
  /** The statement with every literal replaced by `?`. */
  readonly fingerprint: string;
  readonly tables: readonly string[];
  readonly count: number;
  readonly totalMs: number;
  readonly maxMs: number;
  /** Within 1 %. */
  readonly p95Ms: number;
  /** Sums. Absent where the log does not say (PostgreSQL). */
  readonly rowsExamined?: number;
  readonly rowsSent?: number;
  readonly lockMs?: number;
  readonly firstAt?: number;
  readonly lastAt?: number;
}

export interface SlowDigest {
  /** Most total time first. */
  readonly classes: readonly SlowClass[];
  /** Timed statements read. */
  readonly events: number;
  readonly totalMs: number;
  /** Bytes that could not be read as anything. */
  readonly unreadBytes: number;
}
