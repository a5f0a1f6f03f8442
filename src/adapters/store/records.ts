import type { Log } from '../../engine/log.ts';
import type { Store } from '../../engine/store.ts';
import { dossierOf } from './incidents.ts';
import { assertVersion } from './migrations.ts';
import { openSqliteToRead } from './sqlite.ts';
import { readTimeline } from './timeline.ts';

/** What is kept, for reading alone. */
export type Records = Pick<Store, 'incident' | 'timeline' | 'close'>;

/**
 * Opens what Firebreak keeps without changing anything: also beside a running one, whose directory
 * `createStore` would be refused. Throws an `OutsideError` of the system `store` as that does.
 */
export async function openRecords(options: {
  databaseUrl?: string | undefined;
  dataDir: string;
  log: Log;
}): Promise<Records> {
  const queries = options.databaseUrl
    ? await (await import('./postgres.ts')).openPostgres(options.databaseUrl, options.log)
    : openSqliteToRead(options.dataDir);
  try {
    await assertVersion(queries, options.databaseUrl ? 'in DATABASE_URL' : options.dataDir);
  } catch (error) {
    await queries.close();
    throw error;
  }
  return {
    incident: (id) => dossierOf(queries, id),
    timeline: (incident) => readTimeline(queries, incident),
    close: () => queries.close(),
  };
}
