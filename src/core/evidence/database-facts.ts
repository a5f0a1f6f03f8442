/** What is known of a service's database over a window. Moments are epoch milliseconds. */
export interface DatabaseFacts {
  /** As it is now. */
  readonly instances: readonly InstanceFacts[];
  /** Who was writer since when, oldest first, from the minute-by-minute snapshots. */
  readonly writers: readonly { readonly at: number; readonly writer: string }[];
  /** RDS's own events, oldest first. Their absence proves nothing: they may be late. */
  readonly events: readonly DatabaseEvent[];
}

export interface InstanceFacts {
  readonly id: string;
  readonly role: 'writer' | 'reader' | 'unknown';
  /** RDS's own word; `not-found` when there is no such instance, `unknown` when it was not read. */
  readonly status: string;
  readonly endpoint?: string;
  readonly zone?: string;
  /** Its role in the oldest snapshot of the window: at the time of the first of `writers`. */
  readonly roleBefore?: 'writer' | 'reader' | 'unknown';
  readonly metrics: readonly FactSeries[];
  /** Replication to it is not running: how far it is behind, nobody knows. */
  readonly replicationStopped?: true;
  /** The most there can be, where the parameter group says a number; of a formula, at most this. */
  readonly maxConnections?: number;
  /** Whose sessions are at work, most first of each kind, where Performance Insights says. */
  readonly holders?: readonly Holder[];
}

export interface Holder {
  readonly by: 'user' | 'host' | 'application';
  readonly name: string;
  /** Average active sessions; a connection that idles counts nothing. */
  readonly load: number;
}

/** One metric minute by minute. A minute without a number is absent. */
export interface FactSeries {
  readonly metric:
    | 'connections'
    | 'replica-lag-s'
    | 'cpu-percent'
    | 'free-storage-bytes'
    | 'free-memory-bytes'
    | 'read-iops'
    | 'write-iops'
    | 'read-latency-s'
    | 'write-latency-s';
  readonly minutes: readonly { readonly at: number; readonly value: number }[];
}

export interface DatabaseEvent {
  readonly at: number;
  readonly instance: string;
  readonly kind:
    | 'failover'
    | 'restart'
    | 'maintenance'
    | 'parameters'
    /** Its class, its credentials, how it is backed up: anything else that is set. */
    | 'configuration'
    | 'storage'
    | 'other';
  /** RDS's sentence. */
  readonly text: string;
}
