import { shortHash } from '../../core/kit/ids.ts';
import { fingerprint } from '../../core/logs/slow-log/fingerprint.ts';
import type { PiSource, WatchedStatement } from '../aws/pi/source.ts';
import type { Databases } from './databases.ts';
import { ordersDatabase, pointsDatabases, staging, watchedAs } from './names.ts';
import type { SlowEntry } from './slow-log.ts';

/** What Performance Insights saw: the time of the slow statements, as sessions at work. */
export function createLoad(databases: Databases): PiSource {
  const instances = [...pointsDatabases, staging.database, ordersDatabase];
  const instanceOf = (resource: string) => instances.find((id) => watchedAs(id) === resource);
  const engineOf = (resource: string) => {
    const instance = instanceOf(resource);
    if (instance === undefined) return undefined;
    return instance === ordersDatabase ? ('postgres' as const) : ('mysql' as const);
  };
  return {
    engineOf,
    statements(resource, fromAt, toAt) {
      const instance = instanceOf(resource);
      if (instance === undefined) return [];
      const dialect = instance === ordersDatabase ? 'postgres' : 'mysql';
      const byShape = Map.groupBy(databases.slowEntries(instance, fromAt, toAt), (entry) =>
        fingerprint(entry.statement.sql, dialect),
      );
      return [...byShape].map(([digest, entries]) => watched(digest, entries, toAt - fromAt));
    },
    sessions(resource, by, fromAt, toAt) {
      const instance = instanceOf(resource);
      const entries = instance ? databases.slowEntries(instance, fromAt, toAt) : [];
      const nameOf = ({ user, address }: SlowEntry) => (by === 'host' ? address : user);
      const named = Map.groupBy(entries, (entry) => nameOf(entry) || 'localhost');
      return new Map(
        [...named].map(([name, own]) => [
          name,
          own.reduce((sum, { statement }) => sum + statement.ms, 0) / (toAt - fromAt),
        ]),
      );
    },
  };
}

function watched(
  digest: string,
  entries: readonly SlowEntry[],
  windowMs: number,
): WatchedStatement {
  const totalMs = entries.reduce((sum, entry) => sum + entry.statement.ms, 0);
  const sql = entries[0]?.statement.sql ?? digest;
  return {
    digestId: shortHash(digest),
    digest,
    sqlId: shortHash(sql),
    sql,
    sessions: totalMs / windowMs,
    callsPerSecond: (entries.length * 1000) / windowMs,
    meanMs: totalMs / entries.length,
  };
}
