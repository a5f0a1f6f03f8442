import { afterAll, beforeAll } from 'vitest';
import { createStore } from '../../src/adapters/store/store.ts';
import { silentLog } from '../../src/engine/log.ts';
import { storeContract } from '../contracts/store.contract.ts';
import { somePostgres, type TestPostgres, withClient } from '../support/postgres.ts';

let server: TestPostgres;
beforeAll(async () => {
  server = await somePostgres();
});
afterAll(() => server.stop());

storeContract('the store on PostgreSQL', async () => {
  const databaseUrl = await server.createDatabase();
  const open = () => createStore({ databaseUrl, dataDir: '/nowhere', log: silentLog });
  let store = await open();
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await open();
      return store;
    },
    tamper: (sql) => withClient(databaseUrl, async (client) => void (await client.query(sql))),
    end: () => store.close(),
  };
});
