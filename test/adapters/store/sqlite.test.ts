import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createStore } from '../../../src/adapters/store/store.ts';
import { silentLog } from '../../../src/engine/log.ts';
import { storeContract } from '../../contracts/store.contract.ts';

storeContract('the store on SQLite', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'firebreak-store-'));
  const open = () => createStore({ dataDir, log: silentLog });
  let store = await open();
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await open();
      return store;
    },
    tamper: async (sql) => {
      const db = new DatabaseSync(join(dataDir, 'firebreak.db'));
      try {
        db.exec(sql);
      } finally {
        db.close();
      }
    },
    end: async () => {
      await store.close();
      rmSync(dataDir, { recursive: true });
    },
  };
});
