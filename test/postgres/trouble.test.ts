import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStore } from '../../src/adapters/store/store.ts';
import { silentLog } from '../../src/engine/log.ts';
import { aDossier } from '../contracts/store-examples.ts';
import { somePostgres, type TestPostgres, withClient } from '../support/postgres.ts';

let server: TestPostgres;
beforeAll(async () => {
  server = await somePostgres();
});
afterAll(() => server.stop());

const open = (databaseUrl: string) => createStore({ databaseUrl, dataDir: '', log: silentLog });

async function changed(change: (url: URL) => void): Promise<string> {
  const url = new URL(await server.createDatabase());
  change(url);
  return url.href;
}

async function refusal(databaseUrl: string): Promise<{ kind: string; message: string }> {
  const error = await open(databaseUrl).then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toMatchObject({ name: 'OutsideError', system: 'store' });
  expect(error.message).not.toContain('hunter2');
  expect(error.message).not.toContain('\n');
  return error;
}

describe('a wrong DATABASE_URL is one clear sentence without its password', () => {
  test('when it is no address', async () => {
    const { kind, message } = await refusal('mysql://root:hunter2@db/points');
    expect(kind).toBe('invalid');
    expect(message).toContain('must look like postgres://user:password@host');
  });

  test('when nobody listens there', async () => {
    const { kind, message } = await refusal('postgres://ana:hunter2@127.0.0.1:1/points');
    expect(kind).toBe('unavailable');
    expect(message).toContain('127.0.0.1:1/points cannot be reached: start it, or correct');
  });

  test('when the name of the host does not exist', async () => {
    const { message } = await refusal('postgres://ana:hunter2@no-such-host.invalid/points');
    expect(message).toContain('cannot be found by that name');
  });

  test('when the user is not known', async () => {
    const url = await changed((own) => {
      own.username = 'nobody-of-that-name';
      own.password = 'hunter2';
    });
    const { kind, message } = await refusal(url);
    expect(kind).toBe('denied');
    expect(message).toContain('refused the user or password');
  });

  test('when the database does not exist', async () => {
    const url = await changed((own) => {
      own.pathname = '/not_there';
    });
    const { kind, message } = await refusal(url);
    expect(kind).toBe('not-found');
    expect(message).toContain('has no such database: create it');
  });

  test('when the server takes no writes', async () => {
    const url = await server.createDatabase();
    await withClient(url, (client) =>
      client.query(
        `alter database ${new URL(url).pathname.slice(1)} set default_transaction_read_only = on`,
      ),
    );
    const { kind, message } = await refusal(url);
    expect(kind).toBe('denied');
    expect(message).toContain('point DATABASE_URL at the writer');
  });

  test('when the user may not create the tables', async () => {
    const url = await server.createDatabase();
    await withClient(url, (client) =>
      client.query('drop role if exists firebreak_guest; create role firebreak_guest login'),
    );
    const guest = new URL(url);
    guest.username = 'firebreak_guest';
    const { kind, message } = await refusal(guest.href);
    expect(kind).toBe('denied');
    expect(message).toContain('make it the owner of the database');
  });
});

describe('a store that runs', () => {
  test('survives that all its connections are cut, and says which transaction was hit', async () => {
    const url = await server.createDatabase();
    const store = await open(url);
    const cut = () =>
      withClient(url, (client) =>
        client.query(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        ),
      );
    const hit = store.transaction(async (tx) => {
      await tx.saveDossier(aDossier(1), 1);
      await cut();
      await tx.saveDossier(aDossier(2), 1);
    });
    await expect(hit).rejects.toMatchObject({ system: 'store', kind: 'unavailable' });
    await store.transaction((tx) => tx.saveDossier(aDossier(3), 1));
    expect((await store.openIncidents()).map(({ id }) => id)).toEqual(['INC-3']);
    await store.ping();
    await store.close();
  });

  test('calls a commit unknown, not failed, when its answer is lost', async () => {
    const url = await server.createDatabase();
    const store = await open(url);
    await withClient(url, (client) =>
      client.query(`
        create function cut() returns trigger language plpgsql as
          $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
        create constraint trigger cut after insert on events deferrable initially deferred
          for each row execute function cut()`),
    );
    const lost = store.transaction((tx) => tx.recordEvent({ id: 'e', incident: 'INC-1', at: 1 }));
    await expect(lost).rejects.toMatchObject({
      kind: 'timed-out',
      message: expect.stringContaining('may or may not have happened'),
    });
    await store.close();
  });

  test('runs both of two transactions that wait for each other', async () => {
    const store = await open(await server.createDatabase());
    let runs = 0;
    const inOrder = (first: string, second: string) =>
      store.transaction(async (tx) => {
        await tx.lock(first);
        runs++;
        await both;
        await tx.lock(second);
        return `${first}${second}`;
      });
    let release = () => {};
    const both = new Promise<void>((resolve) => {
      release = resolve;
    });
    const waiting = [inOrder('a', 'b'), inOrder('b', 'a')];
    while (runs < 2) await store.ping();
    release();
    expect(await Promise.all(waiting)).toEqual(['ab', 'ba']);
    expect(runs).toBeGreaterThan(2);
    await store.close();
  });
});
