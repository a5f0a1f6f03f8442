import { afterAll, beforeAll } from 'vitest';
import { createStore } from '../../src/adapters/store/store.ts';
import { silentLog } from '../../src/engine/log.ts';
import { engineContract } from '../contracts/engine.contract.ts';
import { somePostgres, type TestPostgres } from '../support/postgres.ts';

let server: TestPostgres;
beforeAll(async () => {
  server = await somePostgres();
});
afterAll(() => server.stop());

engineContract('PostgreSQL', async () =>
  createStore({ databaseUrl: await server.createDatabase(), dataDir: '', log: silentLog }),
);
