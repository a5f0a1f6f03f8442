/** A shape of statement and what it did in a window. */
export interface WatchedStatement {
  /** Of the shape. */
  readonly digestId: string;
  /** The shape, whole. */
  readonly digest: string;
  /** One of its statements, with literals. */
  readonly sqlId: string;
  readonly sql: string;
  /** Average active sessions. */
  readonly sessions: number;
  readonly callsPerSecond: number;
  readonly meanMs: number;
}

/** What Performance Insights samples. */
export interface PiSource {
  /** Undefined: nothing of that name is watched. */
  engineOf(resource: string): 'mysql' | 'postgres' | undefined;
  /** fromAt <= at < toAt; in any order. */
  statements(resource: string, fromAt: number, toAt: number): readonly WatchedStatement[];
  /** Active sessions by who made them; only PostgreSQL knows applications. */
  sessions(
    resource: string,
    by: 'user' | 'host' | 'application',
    fromAt: number,
    toAt: number,
  ): ReadonlyMap<string, number>;
}
