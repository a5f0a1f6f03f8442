import { AsyncLocalStorage } from 'node:async_hooks';
import type { Log } from '../../engine/log.ts';
import type { Store, Transaction } from '../../engine/store.ts';
import type { Database } from './database.ts';
import { counts, prune, saveSnapshot, snapshotAt, snapshots, takeLease } from './housekeeping.ts';
import { dossierOf, incidentOfCard, openDossiers, recentDossiers } from './incidents.ts';
import { claimJobs, extendClaims, nextJobAt, retryJob } from './jobs.ts';
import { migrate } from './migrations.ts';
import { openSqlite } from './sqlite.ts';
import { takeOver } from './take-over.ts';
import { readTimeline } from './timeline.ts';
import { createTransaction } from './transaction.ts';
import { watch } from './watch.ts';

/**
 * Opens the store and brings its tables up to date: PostgreSQL with a `databaseUrl`, else SQLite in
 * `dataDir`. What stops it (directory in use, not writable or full; server not there; a newer
 * schema) is thrown as an `OutsideError` of the system `store` whose message is for people. What a
 * process before us had in hand in `dataDir` is free again.
 */
export async function createStore(options: {
  databaseUrl?: string | undefined;
  dataDir: string;
  log: Log;
}): Promise<Store> {
  const database = options.databaseUrl
    ? await (await import('./postgres.ts')).openPostgres(options.databaseUrl, options.log)
    : openSqlite(options.dataDir);
  try {
    await migrate(database);
    if (!options.databaseUrl) await takeOver(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return storeOver(database);
}

/** The engine's store over an open database whose tables are up to date. */
export function storeOver(opened: Database): Store {
  const { dialect } = opened;
  const inside = new AsyncLocalStorage<{ open: boolean }>();

  /** From inside a transaction the store itself would wait for that transaction, for ever. */
  function outside(): Database {
    if (inside.getStore()?.open) {
      throw new Error('The store was called inside its own transaction: use the transaction');
    }
    return opened;
  }

  function transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return outside().transaction(async (session) => {
      const watched = watch(session);
      const scope = { open: true };
      try {
        const tx = createTransaction(watched.session, dialect);
        const result = await inside.run(scope, () => work(tx));
        watched.assertSound();
        return result;
      } finally {
        scope.open = false;
        watched.end();
      }
    });
  }

  return {
    transaction: async (work) => transaction(work),
    incident: async (id) => dossierOf(outside(), id),
    openIncidents: async () => openDossiers(outside()),
    recentIncidents: async (limit) => recentDossiers(outside(), limit),
    incidentOfThread: async (channel, ts) => incidentOfCard(outside(), channel, ts),
    timeline: async (incident) => readTimeline(outside(), incident),
    claimJobs: async (request) => claimJobs(outside(), dialect, request),
    extendClaims: async (claims, leaseUntil) => extendClaims(outside(), claims, leaseUntil),
    retryJob: async (claim, retry) => retryJob(outside(), claim, retry),
    nextJobAt: async () => nextJobAt(outside()),
    onWork: (listener) => opened.onWork(listener),
    takeLease: async (name, holder, now, untilAt) =>
      takeLease(outside(), name, holder, now, untilAt),
    saveSnapshot: async (kind, key, at, value) => saveSnapshot(outside(), kind, key, at, value),
    snapshotAt: async (kind, key, at) => snapshotAt(outside(), kind, key, at),
    snapshots: async (kind, key, range) => snapshots(outside(), kind, key, range),
    counts: async (now) => counts(outside(), now),
    prune: async (beforeAt) => prune(outside(), beforeAt),
    ping: async () => outside().ping(),
    close: async () => outside().close(),
  };
}
