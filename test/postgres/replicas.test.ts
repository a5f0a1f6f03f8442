import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createStore } from '../../src/adapters/store/store.ts';
import { verifyTimeline } from '../../src/adapters/store/timeline.ts';
import { silentLog } from '../../src/engine/log.ts';
import type { Store } from '../../src/engine/store.ts';
import { aDossier, aJob, aLook, insert, take } from '../contracts/store-examples.ts';
import { somePostgres, type TestPostgres, withClient } from '../support/postgres.ts';
import { type StoreProcess, startProcess } from '../support/store-process.ts';

let server: TestPostgres;
let url: string;
let store: Store;
let replicas: StoreProcess[] = [];

beforeAll(async () => {
  server = await somePostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  url = await server.createDatabase();
  store = await open();
});
afterEach(async () => {
  await Promise.all(replicas.map((replica) => replica.kill()));
  replicas = [];
  await store.close();
});

const open = () => createStore({ databaseUrl: url, dataDir: '', log: silentLog });

function replica(mode: string, name: string, ...more: string[]): StoreProcess {
  const started = startProcess(new URL('replica.ts', import.meta.url), [mode, url, name, ...more]);
  replicas.push(started);
  return started;
}

async function allSay(mode: string, count: number, beginning: string): Promise<string[]> {
  const started = Array.from({ length: count }, (_, i) => replica(mode, `r${i}`));
  return Promise.all(
    started.map(async (one) => {
      expect(await one.ended).toEqual({ code: 0, errors: '' });
      return one.said(beginning);
    }),
  );
}

const sql = <Row extends object>(text: string) =>
  withClient(url, async (client) => (await client.query<Row>(text)).rows);

describe('replicas on one PostgreSQL', () => {
  test('share the jobs through kill -9: nothing lost, doubled, out of its lane or out of date', async () => {
    await sql(
      'create table spans (id serial primary key, key text, lane text, attempt int, began timestamptz, ended timestamptz)',
    );
    const lanes = ['a', 'b', 'c', 'd', 'e', 'f'];
    const jobs = Array.from({ length: 240 }, (_, i) => {
      const lane = lanes[i % lanes.length]!;
      return aJob(`${lane}/${i}`, { lane });
    });
    await insert(store, jobs);
    let started = 0;
    const alive = Array.from({ length: 3 }, () => replica('work', `w${started++}`, '1500'));
    await Promise.all(alive.map((one) => one.said('working')));
    for (let i = 0; i < 40; i++) {
      await insert(
        store,
        lanes.map((lane) => aLook(`${lane}/card`, `v${i}`, { lane })),
      );
      await sleep(20);
      if (i % 4 !== 0) continue;
      const [victim] = alive.splice(0, 1);
      await victim?.kill();
      alive.push(replica('work', `w${started++}`, '1500'));
    }
    while ((await store.nextJobAt()) !== undefined) await sleep(50);

    const effects = await store.timeline('effects');
    expect(verifyTimeline(effects)).toMatchObject({ verdict: 'sound' });
    const done = effects.map(
      ({ detail }) => detail as { key: string; version: number; slot: string },
    );
    for (const lane of lanes) {
      const once = done.filter(({ key, slot }) => key.startsWith(`${lane}/`) && slot === '');
      const inserted = jobs.filter((job) => job.lane === lane).map(({ key }) => key);
      expect(once.map(({ key }) => key)).toEqual(inserted);
      const looks = done.filter(({ key }) => key === `${lane}/card`);
      expect(looks.at(-1)).toMatchObject({ version: 40, slot: 'notice:v39' });
      const versions = looks.map(({ version }) => version);
      expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    }
    const overlaps = await sql(
      `select a.key, b.key as other from spans a join spans b on a.lane = b.lane and a.id < b.id
       where a.began < b.ended and b.began < a.ended`,
    );
    expect(overlaps).toEqual([]);
  });

  test('take over from one that was killed in the middle of a job, when its lease ends', async () => {
    await insert(store, [aJob('a', { lane: 'l' }), aJob('b', { lane: 'l' })]);
    const victim = replica('claim', 'victim', '100');
    expect(await victim.said('claimed')).toBe('claimed a');
    await victim.kill();
    expect(await take(store, 99)).toEqual([]);
    expect(await take(store, 100)).toMatchObject([{ key: 'a', attempt: 2 }]);
  });

  test('see nothing of one that was killed in a transaction, and wait for nothing of it', async () => {
    await store.transaction((tx) => tx.saveDossier(aDossier(1), 1));
    const victim = replica('hang', 'victim');
    await victim.said('inside');
    await victim.kill();
    await store.transaction(async (tx) => {
      expect(await tx.dossier('INC-1')).toEqual(aDossier(1));
    });
    expect(await take(store)).toEqual([]);
  });

  test('never hold one target together', async () => {
    await sql('create table holders (target text primary key, holder text)');
    const answers = await allSay('hold', 4, 'held');
    const held = answers.map((line) => Number(line.split(' ')[1]));
    expect(held.reduce((sum, one) => sum + one)).toBeGreaterThan(0);
    expect(await store.transaction((tx) => tx.holdTarget('ecs:points', 'after', 1))).toBe(true);
  });

  test('take each event once and give each incident its own number', async () => {
    const answers = await allSay('send', 4, 'opened');
    const numbers = answers.flatMap((line) => line.split(' ').slice(1).filter(Boolean).map(Number));
    const expected = Array.from({ length: 100 }, (_, i) => i + 1);
    expect(numbers.sort((a, b) => a - b)).toEqual(expected);
    expect(await store.counts(0)).toMatchObject({ openIncidents: 100 });
  });

  test('may all start at once on an empty database', async () => {
    await store.close();
    url = await server.createDatabase();
    const racing = Array.from({ length: 12 }, (_, i) => replica('start', `r${i}`));
    const ends = await Promise.all(racing.map((one) => one.ended));
    expect(ends).toEqual(ends.map(() => ({ code: 0, errors: '' })));
    expect(await sql('select version from schema_versions')).toEqual([{ version: '1' }]);
    expect(await sql(`select value from counters where name = 'starts'`)).toEqual([
      { value: '12' },
    ]);
    store = await open();
  });

  test('hear of work another one inserted, also after their listening connection was cut', async () => {
    let told = () => {};
    const hears = () => new Promise<void>((resolve) => (told = resolve));
    let heard = hears();
    store.onWork(() => told());
    await heard; // the listener is connected
    heard = hears();
    replica('insert', 'first');
    await heard;
    expect(await take(store)).toMatchObject([{ key: 'first' }]);
    heard = hears();
    await sql(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query like 'listen%'`,
    );
    await heard; // it connected again, and looks for what it may have missed
    heard = hears();
    replica('insert', 'second');
    await heard;
    expect(await take(store)).toMatchObject([{ key: 'second' }]);
  });
});
