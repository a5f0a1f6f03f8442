import type { DiagnosisId } from './diagnosis-id.ts';

/** What can explain others: trouble of the catalogue, and what the database's history tells. */
export type Cause = DiagnosisId | 'db.failover';

const lostConnections: readonly DiagnosisId[] = ['db.connection_lost', 'net.reset', 'net.refused'];
const waiting: readonly DiagnosisId[] = ['pool.exhausted', 'upstream.timeout', 'lambda.timeout'];
const slow: readonly DiagnosisId[] = [
  'db.statement_timeout',
  'db.client_query_timeout',
  'db.query_cancelled',
];
const failedTransaction: readonly DiagnosisId[] = ['db.in_failed_tx'];

/**
 * What each cause brings about, directly. What those bring about in turn follows: too many
 * connections fill the pools, full pools make callers time out.
 */
export const explains: Readonly<Partial<Record<Cause, readonly DiagnosisId[]>>> = {
  'db.failover': [
    'db.restarting',
    'db.read_only',
    'schema.stale_plan',
    ...lostConnections,
    'net.timeout',
    'net.dns',
  ],
  'db.disk_full': [
    'db.out_of_memory',
    'db.restarting',
    'db.read_only',
    'db.replication_stopped',
    'db.lock_wait',
    ...failedTransaction,
    ...lostConnections,
  ],
  'db.out_of_memory': ['db.restarting', ...failedTransaction, ...lostConnections],
  'db.wraparound': ['db.read_only', ...waiting, ...failedTransaction],
  'db.restarting': [...lostConnections, 'net.timeout', 'db.replication_stopped', ...waiting],
  'db.connection_lost': ['pool.closed', ...waiting, ...failedTransaction],
  'db.too_many_connections': [...waiting, 'net.timeout'],
  'db.idle_in_tx_timeout': ['db.connection_lost'],
  'db.lock_wait': [...slow, 'db.too_many_connections', ...waiting, ...failedTransaction],
  'db.deadlock': failedTransaction,
  'db.serialization': failedTransaction,
  'db.statement_timeout': [...waiting, ...failedTransaction],
  'db.client_query_timeout': waiting,
  'db.recovery_conflict': ['db.connection_lost', ...failedTransaction],
  'db.packet_too_large': ['db.connection_lost'],
  'db.read_only': failedTransaction,
  'schema.missing_table': failedTransaction,
  'schema.missing_column': failedTransaction,
  'schema.missing_function': failedTransaction,
  'code.sql_type': failedTransaction,
  'code.sql_syntax': failedTransaction,
  'data.unique': failedTransaction,
  'data.foreign_key': failedTransaction,
  'data.not_null': failedTransaction,
  'data.check': failedTransaction,
  'data.range': failedTransaction,
  'auth.failed': ['pool.exhausted'],
  'tls.certificate': ['pool.exhausted', 'upstream.timeout'],
  'tls.required': ['pool.exhausted'],
  'net.dns': ['pool.exhausted', 'upstream.timeout', 'lambda.timeout'],
  'net.refused': waiting,
  'net.timeout': waiting,
  'net.reset': ['upstream.timeout'],
  'proc.oom': ['net.reset', 'net.refused', 'db.connection_lost', 'pool.closed', 'upstream.timeout'],
  'cache.redis': ['db.too_many_connections', ...slow, ...waiting],
  'aws.throttled': ['upstream.timeout', 'lambda.timeout'],
  'aws.denied': ['upstream.timeout'],
  'pool.exhausted': ['upstream.timeout', 'lambda.timeout'],
  'lambda.timeout': ['upstream.timeout'],
};

/** Everything a cause can bring about, over any number of steps. */
export function consequencesOf(cause: string): ReadonlySet<string> {
  const all = new Set<string>();
  const open = [cause];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const id of explains[next as Cause] ?? []) {
      if (id === cause || all.has(id)) continue;
      all.add(id);
      open.push(id);
    }
  }
  return all;
}
