import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface TestPostgres {
  /** Of the database `postgres` in it, user `postgres`, no password. */
  readonly url: string;
  /** A new empty database; answers its address. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

const home = '/usr/lib/postgresql';

/**
 * Starts a throwaway PostgreSQL (15 or newer, Debian's programs) on a free loopback port, its files
 * in the temporary directory. `fsync` is off unless asked for: nobody cuts the power of a test.
 */
export async function startPostgres(options: { fsync?: boolean } = {}): Promise<TestPostgres> {
  const bin = programs();
  const account = unprivileged();
  const dir = mkdtempSync(join(tmpdir(), 'firebreak-postgres-'));
  if (account) chownSync(dir, account.uid, account.gid);
  const data = join(dir, 'data');
  const port = await freePort();
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'];
  await run(join(bin, 'initdb'), initdb, { ...account, cwd: dir });
  const server = spawn(
    join(bin, 'postgres'),
    [
      ...['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1'],
      ...['-c', 'unix_socket_directories=', '-c', `fsync=${options.fsync ? 'on' : 'off'}`],
      ...['-c', 'max_connections=200', '-c', 'log_min_messages=fatal'],
    ],
    { ...account, cwd: dir, stdio: 'ignore' },
  );
  const exited = once(server, 'exit');
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const stop = async () => {
    // Fast shutdown: https://www.postgresql.org/docs/current/server-shutdown.html
    server.kill('SIGINT');
    await exited;
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await untilReady(url, () => server.exitCode !== null);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, createDatabase: () => createDatabase(url), stop };
}

/** The server named in FIREBREAK_TEST_POSTGRES (we may create databases there), or one of our own. */
export async function somePostgres(): Promise<TestPostgres> {
  const url = process.env.FIREBREAK_TEST_POSTGRES;
  if (!url) return startPostgres();
  return { url, createDatabase: () => createDatabase(url), stop: async () => {} };
}

function programs(): string {
  const versions = existsSync(home) ? readdirSync(home).map(Number) : [];
  const newest = Math.max(0, ...versions.filter((version) => version >= 15));
  if (newest === 0) {
    throw new Error(
      `PostgreSQL 15 or newer is not installed (looked in ${home}): run "apt-get install postgresql", or name a server in FIREBREAK_TEST_POSTGRES.`,
    );
  }
  return join(home, String(newest), 'bin');
}

/** PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody`. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n');
  const found =
    accounts.find((line) => line.startsWith('postgres:')) ??
    accounts.find((line) => line.startsWith('nobody:'));
  const [, , uid, gid] = found?.split(':') ?? [];
  if (!uid || !gid) throw new Error('PostgreSQL needs a user that is not root: none was found.');
  return { uid: Number(uid), gid: Number(gid) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('No free port was given.');
  return address.port;
}

async function run(
  program: string,
  args: string[],
  options: { uid?: number; gid?: number; cwd: string },
): Promise<void> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (part) => {
    errors += part;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${errors}`);
}

async function untilReady(url: string, dead: () => boolean): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await withClient(url, (client) => client.query('select 1'));
      return;
    } catch (error) {
      if (dead() || tries > 300) throw error;
      await sleep(50);
    }
  }
}

let databases = 0;

async function createDatabase(url: string): Promise<string> {
  const name = `firebreak_test_${process.pid}_${++databases}`;
  await withClient(url, async (client) => {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name}`);
  });
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
