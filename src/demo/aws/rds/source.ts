export interface DbInstance {
  readonly id: string;
  readonly engine: 'mysql' | 'mariadb' | 'postgres' | 'aurora-mysql' | 'aurora-postgresql';
  readonly engineVersion: string;
  readonly status: string;
  readonly host: string;
  readonly port: number;
  readonly zone: string;
  /** The instance it replicates from. */
  readonly replicaOf?: string;
  readonly cluster?: string;
  readonly exports: readonly string[];
  readonly parameterGroup?: string;
  /** What Performance Insights knows it by; absent: that is off. */
  readonly watchedAs?: string;
}

export interface DbCluster {
  readonly id: string;
  readonly engine: string;
  readonly members: readonly { readonly instance: string; readonly isWriter: boolean }[];
}

export interface DbEvent {
  readonly at: number;
  readonly source: string;
  readonly sourceType: 'db-instance' | 'db-cluster' | 'db-parameter-group';
  readonly message: string;
  readonly categories: readonly string[];
}

export interface DbLogFile {
  readonly name: string;
  readonly lastWrittenAt: number;
  readonly size: number;
  /** MySQL's markers name the hour (`2026-11-22.7`, not padded); PostgreSQL's a number. */
  readonly tag: string;
  /** The name that is always there and is rotated away every hour. */
  readonly live: boolean;
  read(): Buffer;
}

/** The databases of the account, as they are now. */
export interface DbSource {
  instances(): readonly DbInstance[];
  clusters(): readonly DbCluster[];
  /** Oldest first. */
  events(): readonly DbEvent[];
  logFiles(instance: string): readonly DbLogFile[];
  /** By name, formulas as they are; undefined: there is no such group. */
  parameters(group: string): Readonly<Record<string, string>> | undefined;
}
