import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Dossier } from '../../src/core/dossier.ts';
import { createChance } from '../../src/demo/chance.ts';
import { comeToRest } from '../support/come-to-rest.ts';
import { type FirebreakProcess, startFirebreakProcess } from '../support/firebreak-process.ts';
import { type Memory, postgresMemory } from '../support/memory.ts';
import { faultsOf } from '../support/nothing-lost.ts';
import {
  buttonsOf,
  type PeopleAtWork,
  press,
  proposeRollback,
  putPeopleToWork,
} from '../support/people-at-work.ts';
import { somePostgres, type TestPostgres } from '../support/postgres.ts';
import { channelId, people, startWholeWorld, type WholeWorld } from '../support/whole-world.ts';

let server: TestPostgres;
let world: WholeWorld;
let memory: Memory;
let atWork: PeopleAtWork | undefined;
let replicas: FirebreakProcess[] = [];

beforeAll(async () => {
  server = await somePostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  world = await startWholeWorld({ seed: 1 });
  memory = postgresMemory(await server.createDatabase());
  replicas = Array.from({ length: 3 }, replica);
  await Promise.all(replicas.map(({ running }) => running));
});
afterEach(async () => {
  for (const one of replicas) await one.kill();
  await atWork?.stop();
  await world.stop();
});

const replica = () => startFirebreakProcess({ ...world.env, ...memory.env });

/** Lets everything end, stops the replicas and answers what does not hold. */
async function restAndFaults(): Promise<string[]> {
  atWork = putPeopleToWork(world, createChance(1), { proposing: false });
  await comeToRest(world, memory, atWork, 120_000);
  const codes = await Promise.all(replicas.map((one) => one.stop()));
  expect(codes).toEqual(replicas.map(() => 0));
  return faultsOf(world, memory);
}

const dossiers = async () => (await memory.dossiers()).map((text) => JSON.parse(text) as Dossier);
const cards = () => world.slack.control.messages(channelId);
const pages = () =>
  people.flatMap(({ slack }) =>
    [...world.slack.control.workspace.rooms.values()]
      .filter((room) => room.with === slack)
      .flatMap((room) => [...room.messages.values()]),
  );

describe('three processes over one PostgreSQL', () => {
  test('open one incident for changes all of them hear, in one thread, with each effect once', async () => {
    for (let copy = 0; copy < 6; copy++) world.alarms.move('alpha-api-1', 'ALARM');
    for (const place of [2, 3, 4, 5, 6]) world.alarms.move(`alpha-api-${place}`, 'ALARM');
    await world.slack.control.waitFor(() => cards().length > 0, 20_000);
    expect(await restAndFaults()).toEqual([]);
    const [incident, ...others] = await dossiers();
    expect(others).toEqual([]);
    expect(Object.keys(incident?.alerts ?? {})).toHaveLength(6);
    expect(cards()).toHaveLength(1);
    const busy = replicas.filter(({ log }) => log.some((line) => line.includes('event taken')));
    expect(busy.length).toBeGreaterThan(1);
  });

  test('escalate once a step, whoever of them sees the time run out, and stop at the answer', async () => {
    world.alarms.move('alpha-api-1', 'ALARM');
    await world.slack.control.waitFor(() => pages().length >= 3, 30_000);
    const [button] = buttonsOf(world, 'acknowledge');
    if (!button) throw new Error('The card offers no acknowledgement');
    expect(await press(world, 'U2', button)).toBe(true);
    expect(await restAndFaults()).toEqual([]);
    const [incident] = await dossiers();
    expect(incident?.acknowledged?.by).toBe('ben');
    expect(incident?.pages.map(({ step }) => step)).toEqual(pages().map((_, step) => step));
  });

  test('make one change for one proposal that several approve at once', async () => {
    world.alarms.move('beta-api-1', 'ALARM');
    await world.slack.control.waitFor(() => cards().length > 0, 20_000);
    const pick = (values: readonly string[]) => String(values[0]);
    expect(await proposeRollback(world, { user: 'U1', service: 'beta-api', pick })).toBe(true);
    const [button] = await world.slack.control.waitFor(() => {
      const found = buttonsOf(world, 'approve');
      return found.length > 0 ? found : undefined;
    }, 20_000);
    if (!button) throw new Error('There is nothing to approve');
    await Promise.all(['U2', 'U3', 'U4', 'U2'].map((user) => press(world, user, button)));
    expect(await restAndFaults()).toEqual([]);
    expect(world.changes).toHaveLength(1);
    const actions = (await dossiers()).flatMap((dossier) => dossier.actions);
    expect(actions).toMatchObject([{ state: 'done', verification: { verdict: 'confirmed' } }]);
  });

  test('go on with the work of one that is killed in the middle of a change', async () => {
    const stop = world.onCall(({ name }) => {
      if (name !== 'ecs UpdateService') return;
      stop();
      // Who made it is not to be seen from here: all die, two come back.
      for (const one of replicas) one.child.kill('SIGKILL');
    });
    world.alarms.move('gamma-api-1', 'ALARM');
    await world.slack.control.waitFor(() => cards().length > 0, 20_000);
    const pick = (values: readonly string[]) => String(values[0]);
    expect(await proposeRollback(world, { user: 'U1', service: 'gamma-api', pick })).toBe(true);
    const [button] = await world.slack.control.waitFor(() => {
      const found = buttonsOf(world, 'approve');
      return found.length > 0 ? found : undefined;
    }, 20_000);
    if (!button) throw new Error('There is nothing to approve');
    await press(world, 'U2', button);
    await Promise.all(replicas.map(({ ended }) => ended));
    replicas = [replica(), replica()];
    await Promise.all(replicas.map(({ running }) => running));
    expect(await restAndFaults()).toEqual([]);
    expect(world.changes).toHaveLength(1);
  });
});
