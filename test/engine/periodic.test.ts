import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStore } from '../../src/adapters/store/store.ts';
import type { AlarmChange } from '../../src/core/intake/alarm.ts';
import { createDemoClock } from '../../src/demo/clock.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { silentLog } from '../../src/engine/log.ts';
import { type Periodic, periodicWork, runRound } from '../../src/engine/periodic.ts';
import type { Announcement, Store } from '../../src/engine/store.ts';
import { alarm, monday, words, world } from '../support/points-world.ts';

let dataDir: string;
let store: Store;
let clock: ReturnType<typeof createDemoClock>;
let firing: readonly AlarmChange[];
let roles: readonly string[];

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'firebreak-periodic-'));
  store = await createStore({ dataDir, log: silentLog });
  // Half an hour after the hand-over of Monday 10:00 in Seoul.
  clock = createDemoClock({ startAt: monday - 1_800_000, speed: 0 });
  firing = [];
  roles = ['points-db-1'];
});
afterEach(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true });
});

function task(name: string): Periodic {
  const engine = createEngine({ store, world, clock, log: silentLog });
  const tasks = periodicWork({
    engine,
    store,
    world,
    words,
    clock,
    readAlarms: async () => firing,
    readTopology: async () => ({ writer: roles[0] }),
    backstopSeconds: 60,
  });
  const found = tasks.find((each) => each.name === name);
  if (!found) throw new Error(`There is no periodic ${name}`);
  return found;
}

async function announcements(): Promise<string[]> {
  const request = { worker: 'w', now: clock.now(), leaseMs: 1, limit: 50 };
  const claims = await store.claimJobs(request);
  return claims
    .map(({ effect }) => effect)
    .filter((effect): effect is Announcement => effect.kind === 'announce')
    .map(({ briefing }) => briefing.text);
}

test('tells of a hand-over once, with what is open, however often it looks', async () => {
  await task('hand-over').run();
  await task('hand-over').run();
  const said = await announcements();
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/ana is on call for backend now.*Nothing is open/);
});

test('tells nothing of a hand-over that is long past', async () => {
  await clock.advance(2 * 3_600_000);
  await task('hand-over').run();
  expect(await announcements()).toEqual([]);
});

test('remembers who was the writer an hour ago', async () => {
  await task('topology').run();
  const before = clock.now();
  await clock.advance(3_600_000);
  roles = ['points-db-2'];
  await task('topology').run();
  const at = (moment: number) => store.snapshotAt('topology', 'points-api/production', moment);
  expect((await at(before))?.value).toEqual({ writer: 'points-db-1' });
  expect((await at(clock.now()))?.value).toEqual({ writer: 'points-db-2' });
});

test('opens an incident for a firing alarm nobody told of, and only for configured names', async () => {
  firing = [
    alarm({ via: 'backstop' }),
    alarm({ via: 'backstop', alertKey: 'x', changeId: 'x', name: 'TargetTracking-AlarmLow' }),
  ];
  await task('backstop').run();
  await task('backstop').run();
  expect((await store.openIncidents()).map(({ service }) => service)).toEqual(['points-api']);
});

test('gives a round to one replica only, and the next one to whoever comes', async () => {
  const ran: string[] = [];
  const round = (holder: string) =>
    runRound(
      { name: 'count', everySeconds: 60, run: async () => void ran.push(holder) },
      { store, clock, holder, log: silentLog },
    );
  await Promise.all([round('one'), round('two')]);
  expect(ran).toHaveLength(1);
  await clock.advance(60_000);
  await round('three');
  expect(ran.at(-1)).toBe('three');
});

test('survives a round that fails: the next one tries again', async () => {
  const broken = { name: 'broken', everySeconds: 60, run: () => Promise.reject(new Error('away')) };
  await expect(
    runRound(broken, { store, clock, holder: 'one', log: silentLog }),
  ).resolves.toBeUndefined();
});
