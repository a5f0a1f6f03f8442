import { describe, expect, test } from 'vitest';
import { createChance } from '../../src/demo/chance.ts';
import { comeToRest } from '../support/come-to-rest.ts';
import { type FirebreakProcess, startFirebreakProcess } from '../support/firebreak-process.ts';
import { type Memory, sqliteMemory } from '../support/memory.ts';
import { faultsOf } from '../support/nothing-lost.ts';
import { type PeopleAtWork, proposeRollback, putPeopleToWork } from '../support/people-at-work.ts';
import { channelId, startWholeWorld, type WholeWorld } from '../support/whole-world.ts';

interface Scene {
  readonly world: WholeWorld;
  readonly memory: Memory;
  readonly people: PeopleAtWork;
  start(): Promise<FirebreakProcess>;
}

/** One world with people who answer at once; whatever still runs at the end is killed. */
async function play(seed: number, story: (scene: Scene) => Promise<void>): Promise<void> {
  const world = await startWholeWorld({ seed });
  const memory = sqliteMemory(world.dir);
  const people = putPeopleToWork(world, createChance(seed), { proposing: false });
  people.answerEverything();
  const programs: FirebreakProcess[] = [];
  const start = async () => {
    const program = startFirebreakProcess({ ...world.env, ...memory.env });
    programs.push(program);
    await program.running;
    return program;
  };
  try {
    await story({ world, memory, people, start });
  } finally {
    for (const program of programs) await program.kill();
    await people.stop();
    await world.stop();
  }
}

/** Sends the signal in the very moment the call arrives; resolves once the program is gone. */
async function endedAt(
  world: WholeWorld,
  program: FirebreakProcess,
  call: string,
  signal: 'SIGKILL' | 'SIGTERM',
  nth = 1,
): Promise<number | null> {
  let left = nth;
  const stop = world.onCall(({ name }) => {
    if (name !== call) return;
    left -= 1;
    if (left === 0) program.child.kill(signal);
  });
  const { code } = await program.ended;
  stop();
  expect(left, `${call} never came`).toBeLessThanOrEqual(0);
  return code;
}

async function propose(world: WholeWorld): Promise<void> {
  const user = 'U1';
  const service = 'alpha-api';
  world.alarms.move('alpha-api-1', 'ALARM');
  await world.slack.control.waitFor(() => world.slack.control.messages(channelId).length, 15_000);
  const pick = (values: readonly string[]) => String(values[0]);
  expect(await proposeRollback(world, { user, service, pick })).toBe(true);
}

async function restAndFaults({ world, memory, people, start }: Scene): Promise<string[]> {
  const program = await start();
  await comeToRest(world, memory, people, 150_000);
  expect(await program.stop()).toBe(0);
  return faultsOf(world, memory);
}

async function kindsOf(memory: Memory, incident: string): Promise<string[]> {
  const store = await memory.open();
  const kinds = (await store.timeline(incident)).map(({ kind }) => kind);
  await store.close();
  return kinds;
}

describe.concurrent('killed at an exact place', () => {
  test('with the ECS change taken and its answer on the way: it is found, not made again', () =>
    play(1, async (scene) => {
      const { world, memory } = scene;
      const killed = endedAt(world, await scene.start(), 'ecs UpdateService', 'SIGKILL');
      await propose(world);
      await killed;
      expect(await restAndFaults(scene)).toEqual([]);
      expect(world.changes).toHaveLength(1);
      const kinds = await kindsOf(memory, 'INC-1');
      expect(kinds).toContain('ActionStarted');
      expect(kinds).toContain('RecoveryMeasured:confirmed');
    }));

  test('with the ECS change lost on the way: nothing is made until people agree again', () =>
    play(2, async (scene) => {
      const { world, memory } = scene;
      const killed = endedAt(world, await scene.start(), 'ecs UpdateService', 'SIGKILL');
      world.swallowNextChange();
      await propose(world);
      await killed;
      expect(world.deployments('alpha-api')).toBe(0);
      expect(await restAndFaults(scene)).toEqual([]);
      expect(world.changes).toHaveLength(1);
      const kinds = await kindsOf(memory, 'INC-1');
      const approvals = kinds.filter((kind) => kind === 'ActionApproved');
      expect(kinds).toContain('ActionVoided');
      expect(approvals).toHaveLength(2);
    }));

  test('with the answer of the ECS change cut first: the doubt is settled by the next process', () =>
    play(3, async (scene) => {
      const { world } = scene;
      const { faults } = world.aws;
      faults.inject({ service: 'ecs', operation: 'UpdateService', kind: 'lost-answer', times: 1 });
      const program = await scene.start();
      const sent = new Promise<void>((resolve) => {
        world.onCall(({ name }) => name === 'ecs UpdateService' && resolve());
      });
      await propose(world);
      await sent;
      await program.kill();
      expect(await restAndFaults(scene)).toEqual([]);
      expect(world.changes).toHaveLength(1);
    }));

  test.each([
    ['card', 1],
    ['page or evidence', 2],
    ['evidence or page', 3],
    ['ways out', 4],
  ])('with a post taken and its answer on the way (%s): it is edited, not posted again', (_, nth) =>
    play(10 + nth, async (scene) => {
      const { world } = scene;
      const program = await scene.start();
      const killed = endedAt(world, program, 'slack chat.postMessage', 'SIGKILL', nth);
      world.alarms.move('alpha-api-1', 'ALARM');
      await killed;
      expect(await restAndFaults(scene)).toEqual([]);
    }),
  );

  test('with a post never taken: it is made as soon as the program is back', () =>
    play(20, async (scene) => {
      const { world } = scene;
      const { control } = world.slack;
      control.faults.inject({ method: 'chat.postMessage', kind: 'silent' });
      const killed = endedAt(world, await scene.start(), 'slack chat.postMessage', 'SIGKILL');
      world.alarms.move('alpha-api-1', 'ALARM');
      await killed;
      expect(control.messages(channelId)).toEqual([]);
      const program = await scene.start();
      await control.waitFor(() => control.messages(channelId).length === 1, 10_000);
      await program.kill();
      expect(await restAndFaults(scene)).toEqual([]);
    }));

  test('between receiving alarms and deleting them: each is taken once all the same', () =>
    play(30, async (scene) => {
      const { world } = scene;
      const operation = 'DeleteMessageBatch';
      world.aws.faults.inject({ service: 'sqs', operation, kind: 'silent', times: 1 });
      world.alarms.move('alpha-api-1', 'ALARM');
      world.alarms.move('alpha-api-2', 'ALARM');
      world.alarms.move('billing-1', 'ALARM');
      const killed = endedAt(world, await scene.start(), 'sqs DeleteMessageBatch', 'SIGKILL');
      await killed;
      expect(world.queued()).toBeGreaterThan(0);
      expect(await restAndFaults(scene)).toEqual([]);
    }));

  test('as alarms are being deleted: they were stored before', () =>
    play(31, async (scene) => {
      const { world } = scene;
      world.alarms.move('alpha-api-1', 'ALARM');
      world.alarms.move('billing-1', 'ALARM');
      await endedAt(world, await scene.start(), 'sqs DeleteMessageBatch', 'SIGKILL');
      expect(await restAndFaults(scene)).toEqual([]);
    }));
});

describe.concurrent('told to stop (SIGTERM)', () => {
  test.each([
    ['slack chat.postMessage', 1],
    ['slack chat.postMessage', 3],
    ['sqs DeleteMessageBatch', 1],
    ['slack conversations.open', 1],
    ['ecs DescribeServiceDeployments', 1],
  ])('in the middle of %s (%i): ends well, and repeats nothing afterwards', (call, nth) =>
    play(40 + nth, async (scene) => {
      const { world } = scene;
      const stopped = endedAt(world, await scene.start(), call, 'SIGTERM', nth);
      world.alarms.move('alpha-api-1', 'ALARM');
      world.alarms.move('billing-1', 'ALARM');
      expect(await stopped).toBe(0);
      expect(await restAndFaults(scene)).toEqual([]);
    }),
  );

  test('in the middle of an ECS change: waits for the answer and writes it down', () =>
    play(50, async (scene) => {
      const { world, memory } = scene;
      const stopped = endedAt(world, await scene.start(), 'ecs UpdateService', 'SIGTERM');
      await propose(world);
      expect(await stopped).toBe(0);
      expect(await kindsOf(memory, 'INC-1')).toContain('ActionStarted');
      expect(await restAndFaults(scene)).toEqual([]);
      expect(world.changes).toHaveLength(1);
    }));
});
