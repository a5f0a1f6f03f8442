import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createStore } from '../../src/adapters/store/store.ts';
import { silentLog } from '../../src/engine/log.ts';
import type { Store } from '../../src/engine/store.ts';
import { withClient } from './postgres.ts';

/** The program's database, looked into from outside while the program may be running. */
export interface Memory {
  /** What the program is told about it. */
  readonly env: Readonly<Record<string, string>>;
  /** Keys of jobs that are not done, with their state. */
  unfinished(): Promise<readonly string[]>;
  /** Every incident as it is kept now, as JSON texts. */
  dossiers(): Promise<readonly string[]>;
  /** Targets that an action still holds. */
  held(): Promise<readonly string[]>;
  /** As the program would open it. SQLite: only while nobody else has it. */
  open(): Promise<Store>;
}

/** The second look is due minutes later, and only reads: nobody waits for it. */
const unfinishedSql = `select key || ' (' || status || ', try ' || attempt || ')' as found
  from jobs where status <> 'done' and key not like 'look-again %' order by key`;
const dossiersSql = 'select dossier as found from incidents order by number';
const heldSql = `select target || ' by ' || action as found from targets`;

export function sqliteMemory(dataDir: string): Memory {
  const file = join(dataDir, 'firebreak.db');
  const ask = async (sql: string): Promise<readonly string[]> => {
    if (!existsSync(file)) return [];
    const db = new DatabaseSync(file, { readOnly: true, timeout: 2_000 });
    try {
      return db
        .prepare(sql)
        .all()
        .map(({ found }) => String(found));
    } finally {
      db.close();
    }
  };
  return {
    env: { FIREBREAK_DATA_DIR: dataDir },
    unfinished: () => ask(unfinishedSql),
    dossiers: () => ask(dossiersSql),
    held: () => ask(heldSql),
    open: () => createStore({ dataDir, log: silentLog }),
  };
}

export function postgresMemory(databaseUrl: string): Memory {
  const ask = (sql: string) =>
    withClient(databaseUrl, async (client) =>
      (await client.query<{ found: string }>(sql)).rows.map(({ found }) => found),
    );
  return {
    env: { DATABASE_URL: databaseUrl },
    unfinished: () => ask(unfinishedSql),
    dossiers: () => ask(dossiersSql),
    held: () => ask(heldSql),
    open: () => createStore({ databaseUrl, dataDir: '', log: silentLog }),
  };
}
