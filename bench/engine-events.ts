import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { createStore } from '../src/adapters/store/store.ts';
import { faultsText, isFaulty } from '../src/config/fault.ts';
import { readConfig } from '../src/config.ts';
import type { World } from '../src/core/world.ts';
import { identity } from '../src/demo/slack/identity.ts';
import { demoConfig } from '../src/demo/stories/demo-config.ts';
import { systemClock } from '../src/engine/clock.ts';
import { createEngine, type Engine } from '../src/engine/engine.ts';
import { silentLog } from '../src/engine/log.ts';
import type { Store } from '../src/engine/store.ts';
import { startPostgres } from '../test/support/postgres.ts';
import type { Benchmark, Figure } from './figure.ts';

const incidents = 40;
const events = 1_200;
const rounds = 3;
/** What the store's own pool can carry. */
const atOnce = 10;

/** Each event is a whole transaction: dossier, timeline with its chain of hashes, jobs, commit to disk. */
export const engineEvents: Benchmark = {
  name: 'engine-events',
  measures: `alarm changes on ${incidents} open incidents, one durable transaction each, ${rounds} × ${events}`,
  async run() {
    const sqlite = await onSqlite();
    const postgres = await onPostgres();
    return { status: 'measured', figures: [...sqlite, ...postgres] };
  },
};

async function onSqlite(): Promise<readonly Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'firebreak-bench-'));
  try {
    const store = await createStore({ dataDir: dir, log: silentLog });
    const runs = await roundsOn(store);
    return [
      { ...perSecond('SQLite', 'events/s', runs), limit: 50 },
      { ...perSecond('SQLite, bare one-row commits', 'commits/s', bareSqlite(dir)), isFloor: true },
    ];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** With fsync on, on a throwaway server; only where PostgreSQL is installed. */
async function onPostgres(): Promise<readonly Figure[]> {
  const server = await startPostgres({ fsync: true }).catch((error: Error) => error);
  if (server instanceof Error) {
    process.stderr.write(`engine-events: PostgreSQL skipped: ${server.message}\n`);
    return [];
  }
  try {
    const databaseUrl = await server.createDatabase();
    const store = await createStore({ databaseUrl, dataDir: tmpdir(), log: silentLog });
    const runs = await roundsOn(store);
    const bare = await barePostgres(databaseUrl);
    return [
      { ...perSecond(`PostgreSQL, ${atOnce} at once`, 'events/s', runs), limit: 50 },
      {
        ...perSecond(`PostgreSQL, bare one-row commits, ${atOnce} at once`, 'commits/s', bare),
        isFloor: true,
      },
    ];
  } finally {
    await server.stop();
  }
}

function perSecond(what: string, unit: Figure['unit'], runs: readonly number[]): Figure {
  return { what, unit, better: 'higher', runs };
}

async function roundsOn(store: Store): Promise<readonly number[]> {
  const engine = createEngine({ store, world: world(), clock: systemClock, log: silentLog });
  try {
    const ids = await open(engine);
    const runs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const startedAt = performance.now();
      await together((index) => change(engine, ids, round * events + index));
      runs.push((events * 1_000) / (performance.now() - startedAt));
    }
    return runs;
  } finally {
    await store.close();
  }
}

async function open(engine: Engine): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 0; index < incidents; index += 1) {
    const declared = await engine.declare({
      requestId: `open-${index}`,
      title: 'Points cannot be used',
      service: 'points-api',
      environment: 'production',
      channel: '#incidents',
      severity: 'SEV3',
      by: 'ana',
    });
    if (declared.status !== 'done') throw new Error(`Not opened: ${declared.status}`);
    ids.push(declared.dossier.id);
  }
  return ids;
}

/** The alarm of one incident goes on or off; neighbours in time are of different incidents. */
async function change(engine: Engine, ids: readonly string[], index: number): Promise<void> {
  const id = ids[index % ids.length] ?? '';
  const state = Math.floor(index / ids.length) % 2 === 0 ? 'alarm' : 'ok';
  const handled = await engine.handle(id, {
    id: `change-${index}`,
    kind: 'AlarmChanged',
    change: {
      changeId: `change-${index}`,
      alertKey: 'arn:aws:cloudwatch:ap-northeast-2:123456789012:alarm:points-api-latency',
      source: 'cloudwatch',
      via: 'sqs',
      name: 'points-api-latency',
      state,
      reason: 'Threshold Crossed: 1 datapoint [0.41] was greater than the threshold (0.3).',
      changedAt: 1_800_000_000_000 + index,
    },
  });
  if (handled.status !== 'done') throw new Error(`Event ${index} was ${handled.status}.`);
}

/** All of a round's work, `atOnce` at a time, in order. */
async function together(work: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < events) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

function bareSqlite(dir: string): readonly number[] {
  const db = new DatabaseSync(join(dir, 'bare.db'));
  db.exec('pragma journal_mode = wal; pragma synchronous = full; create table bare (text text)');
  const insert = db.prepare('insert into bare values (?)');
  const runs = Array.from({ length: rounds }, () => {
    const startedAt = performance.now();
    for (let index = 0; index < events; index += 1) insert.run('one row');
    return (events * 1_000) / (performance.now() - startedAt);
  });
  db.close();
  return runs;
}

async function barePostgres(databaseUrl: string): Promise<readonly number[]> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: atOnce });
  // The pool's connections may outlive its end by a moment; the server then takes them along.
  pool.on('error', () => {});
  try {
    await pool.query('create table bare (text text)');
    const runs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const startedAt = performance.now();
      await together(() => pool.query('insert into bare values ($1)', ['one row']));
      runs.push((events * 1_000) / (performance.now() - startedAt));
    }
    return runs;
  } finally {
    await pool.end();
  }
}

function world(): World {
  const config = readConfig({
    env: {
      SLACK_BOT_TOKEN: identity.botToken,
      SLACK_APP_TOKEN: identity.appToken,
      AWS_REGION: 'ap-northeast-2',
    },
    readFile: () => demoConfig({ awsUrl: 'http://127.0.0.1' }),
  });
  if (isFaulty(config)) throw new Error(faultsText(config));
  return config.world;
}
