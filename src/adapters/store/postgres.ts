import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../../engine/log.ts';
import { type Database, type Dialect, type Session, storable, type Value } from './database.ts';
import { closedError, storeError } from './errors.ts';
import { commitLost, mayRunAgain, postgresError } from './postgres-errors.ts';
import { listenForWork, workChannel } from './postgres-listener.ts';
import { createWaker } from './waker.ts';

export const postgresDialect: Dialect = {
  identity: 'bigint generated always as identity primary key',
  forUpdate: 'for update',
  skipLocked: 'for update skip locked',
  nextPlace: () => `nextval('job_places')`,
  migrationGuard: [
    `set local statement_timeout = '55s'`,
    `select pg_advisory_xact_lock(hashtextextended('firebreak migration', 0))`,
    'create sequence if not exists job_places',
  ],
  appendOnly: (table) => [
    `create function ${table}_is_append_only() returns trigger language plpgsql as
       $$ begin raise exception '${table} is append-only'; end $$`,
    `create trigger ${table}_append_only before update or delete or truncate on ${table}
       for each statement execute function ${table}_is_append_only()`,
  ],
};

const oldestServer = 150_000;
const attempts = 8;
const int8 = 20;

/** PostgreSQL, for any number of replicas. Needs a direct connection, not a pooler's transaction mode. */
export async function openPostgres(url: string, log: Log): Promise<Database> {
  const name = placeOf(url);
  const connection: pg.ClientConfig = {
    connectionString: url,
    application_name: 'firebreak',
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 20_000,
    // Longer than the server's own limit: only a dead connection gets here.
    query_timeout: 60_000,
    idle_in_transaction_session_timeout: 30_000,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === int8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
    } as pg.CustomTypesConfig,
  };
  const pool = new pg.Pool({ ...connection, max: 10 });
  const lost = (error: Error) =>
    log.warn({ error: error.message, database: name }, 'store connection lost');
  pool.on('error', lost);
  // A connection that breaks between two statements of a transaction has no other listener.
  pool.on('connect', (client) => client.on('error', lost));

  const waker = createWaker();
  let listener: { close(): Promise<void> } | undefined;
  let closed = false;

  async function again<T>(operation: string, work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      if (closed) throw closedError();
      try {
        return await work();
      } catch (error) {
        if (attempt < attempts && mayRunAgain(error)) {
          await sleep(Math.random() * 10 * 2 ** attempt);
          continue;
        }
        throw postgresError(operation, name, error);
      }
    }
  }

  const database: Database = {
    dialect: postgresDialect,
    name,
    query: <Row extends object>(sql: string, values: readonly Value[] = []) =>
      again(sql.trim().slice(0, 40), () => run<Row>(pool, sql, values)),
    transaction: (work) =>
      again('transaction', () => transact(pool, name, work, () => waker.wake())),
    onWork(callback) {
      listener ??= listenForWork({ connection, name, log, onWork: () => waker.wake() });
      return waker.onWork(callback);
    },
    ping: async () => {
      const [server] = await database.query<{ replica: boolean; readonly: string }>(
        `select pg_is_in_recovery() as replica, current_setting('transaction_read_only') as readonly`,
      );
      if (server?.replica || server?.readonly === 'on') throw readOnly(name);
    },
    close: async () => {
      if (closed) return;
      closed = true;
      await listener?.close();
      await pool.end();
    },
  };
  try {
    await checkServer(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

async function checkServer(database: Database): Promise<void> {
  const [server] = await database.query<{ version: string }>(
    `select current_setting('server_version_num') as version`,
  );
  if (Number(server?.version) < oldestServer) {
    throw storeError(
      'open',
      'invalid',
      `PostgreSQL at ${database.name} is too old (${server?.version}): Firebreak needs version 15 or newer.`,
    );
  }
  await database.ping();
}

function readOnly(name: string): Error {
  return storeError(
    'ping',
    'denied',
    `PostgreSQL at ${name} is read-only (a replica?): point DATABASE_URL at the writer.`,
  );
}

const numbered = new Map<string, string>();

async function run<Row extends object>(
  on: pg.Pool | pg.PoolClient,
  sql: string,
  values: readonly Value[] = [],
): Promise<readonly Row[]> {
  let text = numbered.get(sql);
  if (text === undefined) {
    let number = 0;
    text = sql.replaceAll('?', () => `$${++number}`);
    if (numbered.size >= 300) numbered.clear();
    numbered.set(sql, text);
  }
  const result = await on.query<Row>(text, values.map(storable));
  return result.rows;
}

async function transact<T>(
  pool: pg.Pool,
  name: string,
  work: (session: Session) => Promise<T>,
  announce: () => void,
): Promise<T> {
  const client = await pool.connect();
  let woken = false;
  let broken: Error | undefined;
  const session: Session = {
    query: (sql, values) => run(client, sql, values),
    lock: async (names) => {
      await client.query(
        `select pg_advisory_xact_lock(key) from
           (select distinct hashtextextended(name, 0) as key from unnest($1::text[]) name order by 1) keys`,
        [names.map(storable)],
      );
    },
    wake: () => {
      woken = true;
    },
  };
  try {
    await client.query('begin');
    const result = await work(session);
    await commit(client, name, woken);
    if (woken) announce();
    return result;
  } catch (error) {
    try {
      await client.query('rollback');
    } catch (failure) {
      // The server undoes it when the connection ends; this one is thrown away below.
      broken = failure instanceof Error ? failure : new Error(String(failure));
    }
    throw error;
  } finally {
    client.release(broken);
  }
}

async function commit(client: pg.PoolClient, name: string, woken: boolean): Promise<void> {
  let reply: pg.QueryResult | pg.QueryResult[];
  try {
    reply = await client.query(woken ? `notify ${workChannel}; commit` : 'commit');
  } catch (error) {
    if (error instanceof pg.DatabaseError && !error.code?.startsWith('57P')) throw error;
    throw commitLost(name, error);
  }
  const last = Array.isArray(reply) ? reply.at(-1) : reply;
  // After a failed statement PostgreSQL answers a commit with ROLLBACK and no error.
  if (last?.command !== 'COMMIT') throw new Error('A failed transaction was asked to commit');
}

/** Host, port and database of the URL, never its password. */
function placeOf(url: string): string {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw storeError(
      'open',
      'invalid',
      'DATABASE_URL is not a PostgreSQL address: it must look like postgres://user:password@host:5432/database, special characters in the password written as %XX.',
    );
  }
  const parsed = new URL(url);
  const host = parsed.host || parsed.searchParams.get('host') || 'localhost';
  return `${host}${parsed.pathname}`;
}
