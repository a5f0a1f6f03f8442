import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Database, storable, type Value } from '../../src/adapters/store/database.ts';
import { migrate } from '../../src/adapters/store/migrations.ts';
import { sqliteDialect } from '../../src/adapters/store/sqlite.ts';
import { storeOver } from '../../src/adapters/store/store.ts';
import { createWaker } from '../../src/adapters/store/waker.ts';
import type { Store } from '../../src/engine/store.ts';

const kept = ['jobs', 'incidents', 'incident_alerts', 'events', 'targets', 'counters', 'timeline'];

/** The real store over SQLite in memory: nothing reaches a disk, so thousands fit into a test. */
export async function createVolatileStore(): Promise<{
  store: Store;
  rows<Row extends object>(sql: string): readonly Row[];
  /** As good as new, without paying for new tables. */
  clear(): void;
}> {
  const db = new DatabaseSync(':memory:');
  const prepared = new Map<string, StatementSync>();
  const run = <Row extends object>(sql: string, values: readonly Value[] = []) => {
    let statement = prepared.get(sql);
    if (!statement) {
      statement = db.prepare(sql);
      prepared.set(sql, statement);
    }
    return statement.all(...values.map(storable)) as readonly object[] as readonly Row[];
  };
  const waker = createWaker();
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => T | Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
  const database: Database = {
    dialect: sqliteDialect,
    name: 'memory',
    query: (sql, values) => inTurn(() => run(sql, values)),
    transaction: (work) =>
      inTurn(async () => {
        let woken = false;
        run('begin');
        try {
          const result = await work({
            query: async (sql, values) => run(sql, values),
            lock: async () => {},
            wake: () => {
              woken = true;
            },
          });
          run('commit');
          if (woken) waker.wake();
          return result;
        } catch (error) {
          run('rollback');
          throw error;
        }
      }),
    onWork: waker.onWork,
    ping: async () => {},
    close: () => inTurn(() => db.close()),
  };
  await migrate(database);
  run('drop trigger timeline_no_delete');
  return {
    store: storeOver(database),
    rows: (sql) => run(sql),
    clear: () => {
      for (const table of kept) run(`delete from ${table}`);
    },
  };
}
