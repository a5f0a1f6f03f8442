/** How one quantity is spread over executions. Total, least and most are exact; quantiles within 1 %. */
export interface Spread {
  readonly total: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** What the server said an execution did besides taking time. */
export type SlowSign =
  /** It read a table or an index from one end to the other. */
  | 'full-scan'
  /** It joined without an index. */
  | 'full-join'
  | 'temp-table'
  | 'temp-table-on-disk'
  | 'filesort'
  /** The sort did not fit into memory. */
  | 'filesort-on-disk'
  /** It ended with an error, a timeout or a cancellation. */
  | 'failed'
  | 'killed'
  /** It waited for a lock longer than the server's deadlock timeout. */
  | 'lock-wait';

/** All executions of one shape of statement. Times in milliseconds. No literals in it. */
export interface SlowClass {
  /** Short stable id of the fingerprint. */
  readonly id: string;
  /** The statement with every literal replaced by `?`. */
  readonly fingerprint: string;
  /** Its first keyword in lower case: `select`, `insert`, `call`; empty where there is none. */
  readonly verb: string;
  readonly tables: readonly string[];
  /** Executions; a sampled log's are multiplied by its rate. */
  readonly count: number;
  readonly timeMs: Spread;
  /** Of all the time in the digest, 0 to 1. */
  readonly share: number;
  /** Absent where the log does not say (PostgreSQL mostly). */
  readonly lockMs?: Spread;
  readonly rowsExamined?: Spread;
  readonly rowsSent?: Spread;
  readonly rowsAffected?: Spread;
  readonly bytesSent?: Spread;
  /** How many executions showed each sign; absent where none did. */
  readonly signs?: Readonly<Partial<Record<SlowSign, number>>>;
  /** When the first and the last execution ended. */
  readonly firstAt?: number;
  readonly lastAt?: number;
  /** Who ran it, most executions first, at most five of each; absent where the log does not say. */
  readonly users?: readonly Counted[];
  readonly hosts?: readonly Counted[];
  readonly databases?: readonly Counted[];
  /** From a sqlcommenter comment or application_name: `points-api`, `points-api GET /points`. */
  readonly callers?: readonly Counted[];
  /** Minutes in which it ended at least once, oldest first; at most a day's. */
  readonly minutes?: readonly SlowMinute[];
  /** What the optimiser said of the slowest execution that came with a plan. */
  readonly plan?: readonly PlanStep[];
  /** A redacted statement with its literals; only where the configuration allows it. */
  readonly example?: string;
  /** Beside a baseline; absent where there is none. */
  readonly change?: SlowChange;
  /** What its numbers mean, surest first. */
  readonly diagnoses: readonly SlowDiagnosis[];
}

export interface Counted {
  readonly name: string;
  readonly count: number;
}

export interface SlowMinute {
  /** Epoch milliseconds, a whole minute. */
  readonly at: number;
  readonly count: number;
  readonly totalMs: number;
}

/** One access of a plan, of MySQL's EXPLAIN or PostgreSQL's auto_explain. */
export interface PlanStep {
  readonly table?: string;
  /** `ALL`, `ref`, `range`; `Seq Scan`, `Index Scan`. */
  readonly access: string;
  /** The index it used; absent: none. */
  readonly key?: string;
  /** Rows the optimiser expected, or counted where it did. */
  readonly rows?: number;
  /** `Using where; Using filesort`; a condition without its literals. */
  readonly extra?: string;
}

/** How a class compares with the same length of the baseline. */
export interface SlowChange {
  readonly kind: 'new' | 'more-often' | 'slower' | 'less' | 'same';
  /** Of the baseline, scaled to the length of the window; zero and absent for a new class. */
  readonly beforeCount: number;
  readonly beforeTotalMs: number;
  readonly beforeP50Ms?: number;
  readonly beforeP95Ms?: number;
  /** Rows examined by one execution, in the mean. */
  readonly beforeRowsMean?: number;
  /** Who makes at least half of the executions that came to it. */
  readonly grew?: { readonly caller?: string; readonly user?: string; readonly host?: string };
  /** What it costs now beyond what it cost then, over the window; the measure of the ranking. */
  readonly costMs: number;
}

/** Ran in the baseline and not in the window. */
export interface GoneClass {
  readonly id: string;
  readonly fingerprint: string;
  readonly beforeCount: number;
  readonly beforeTotalMs: number;
}

/** A claim about one class, drawn from its numbers. Words are the briefing's. */
export type SlowDiagnosis = { readonly sure: 'known' | 'likely' | 'guess' } & (
  | {
      /** Reads far more rows than it gives. */
      readonly id: 'missing-index';
      readonly table?: string;
      /** Of WHERE, JOIN and ORDER BY, in the order an index would want them. */
      readonly columns: readonly string[];
      readonly rowsExamined?: number;
      readonly rowsSent?: number;
      /** The plan reads the whole table. */
      readonly planSays?: PlanStep;
    }
  /** Waited for locks more than it worked. `lockShare`: of its time, 0 to 1. */
  | { readonly id: 'blocked'; readonly lockShare: number; readonly waits?: number }
  /** Much more often, each as quick as before: a new caller, or a loop of single queries. */
  | {
      readonly id: 'more-calls';
      readonly times: number;
      readonly caller?: string;
      readonly user?: string;
      readonly host?: string;
    }
  /** Slower at the same number of rows: another plan, or a saturated server. */
  | { readonly id: 'plan-or-saturation'; readonly times: number }
  /** Sorts or temporary tables went to disk in `share` of its executions. */
  | { readonly id: 'spilling'; readonly share: number }
  /** `share` of its executions ended with an error or were killed. */
  | { readonly id: 'failing'; readonly share: number }
  /** First seen, or first slow, at or after this release, and not before: when, not why. */
  | {
      readonly id: 'began-with-release';
      readonly began: 'running' | 'being-slow';
      readonly release: string;
      readonly afterMs: number;
    }
);

/** What a PostgreSQL log tells besides timed statements. */
export interface SlowHappening {
  readonly kind: 'lock-wait' | 'deadlock' | 'temp-file' | 'cancelled';
  readonly count: number;
  /** lock-wait: milliseconds waited; temp-file: bytes. */
  readonly total?: number;
  readonly firstAt?: number;
  readonly lastAt?: number;
  /** Fingerprint of the statement it happened to most. */
  readonly fingerprint?: string;
}

export interface SlowDigest {
  /** Most total time first. */
  readonly classes: readonly SlowClass[];
  /** Timed statements read. */
  readonly events: number;
  readonly totalMs: number;
  /** When the first and the last statement ended. */
  readonly firstAt?: number;
  readonly lastAt?: number;
  /** Bytes that could not be read as anything. */
  readonly unreadBytes: number;
  /** Why, and how many bytes each. */
  readonly unreadReasons?: Readonly<Record<string, number>>;
  /** Statements of the provider's own accounts (`rdsadmin`), not counted anywhere else. */
  readonly leftOut?: number;
  readonly happenings?: readonly SlowHappening[];
  readonly gone?: readonly GoneClass[];
  /** What a kept digest leaves out of `gone`. */
  readonly goneMore?: { readonly kinds: number; readonly beforeTotalMs: number };
  /** Of a kept digest: how long each of the `minutes` is, where it is more than one. */
  readonly bucketMs?: number;
  /** Of a kept digest: when the kinds without minutes of their own took their time, together. */
  readonly rest?: { readonly kinds: number; readonly minutes: readonly SlowMinute[] };
}
