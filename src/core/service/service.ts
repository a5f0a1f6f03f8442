/** Something we run and someone owns. */
export interface Service {
  readonly name: string;
  /** Who is called for it: a rotation's name. */
  readonly rotation?: string;
  /** Field of the service's log records that names who is hit (shopId, customerId). */
  readonly tenantField?: string;
  readonly environments: readonly Environment[];
}

/** Where a service runs, and how we look at it and act on it there. */
export interface Environment {
  readonly service: string;
  /** `production`, `staging`, … `production` is never an implicit default of an action. */
  readonly name: string;
  readonly region: string;
  /** Slack channel for its incidents: `#name` or an id. */
  readonly channel: string;
  /** CloudWatch alarm names that speak of it; `*` is a wildcard. */
  readonly alarms: readonly string[];
  /** CloudWatch log groups of the application. */
  readonly logs: readonly string[];
  readonly tenantField?: string;
  readonly database?: Database;
  readonly rollout?: RolloutTarget;
  /** The other environments of the service: what may be mistaken for this one. */
  readonly others?: readonly OtherEnvironment[];
}

export type OtherEnvironment = Pick<Environment, 'name' | 'region' | 'logs' | 'database'>;

export type DatabaseEngine = 'mysql' | 'mariadb' | 'postgres';

export interface Database {
  readonly engine: DatabaseEngine;
  /** RDS instance identifiers; of a cluster they are found at run time. */
  readonly instances: readonly string[];
  readonly cluster?: string;
  /** May example statements be shown with their values? Personal data is taken out even then. */
  readonly showLiterals?: true;
  /** Which way to slow queries is tried first. */
  readonly slowLog: { readonly from: 'files' } | { readonly from: 'group'; readonly group: string };
}

/** What a release-control adapter needs to find the thing it moves. */
export interface RolloutTarget {
  readonly engine: 'ecs';
  readonly region: string;
  readonly cluster: string;
  readonly service: string;
}

/** The one name of a target: two actions with the same key may not run at once. */
export function targetKey(target: RolloutTarget): string {
  return `${target.engine}:${target.region}:${target.cluster}/${target.service}`;
}

/** Told by a word of the name: `production`, `eu-prod`, `prd-2`, `live`. In doubt it is. */
export function isProduction(environment: string): boolean {
  return /(?:^|[^a-z])(?:prod|prd|live)/i.test(environment);
}
