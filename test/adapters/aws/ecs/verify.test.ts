import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAwsClients } from '../../../../src/adapters/aws/clients.ts';
import { createEcsReader, type EcsReader } from '../../../../src/adapters/aws/ecs/reader.ts';
import type { Task } from '../../../../src/adapters/aws/ecs/schema.ts';
import { verifyOperation } from '../../../../src/adapters/aws/ecs/verify.ts';
import { isImpossible, type Operation } from '../../../../src/core/service/plan.ts';
import { type EcsBench, openEcsBench } from './bench.ts';

const minute = 60_000;

describe('the proof of a redeployment', () => {
  let bench: EcsBench;
  beforeEach(async () => {
    bench = await openEcsBench();
    bench.deployBad();
    await bench.advance(30 * minute);
  });
  afterEach(() => bench.stop());

  async function rollBack(): Promise<Operation> {
    const planned = await bench.control.plan(bench.target, { verb: 'rollback' });
    if (isImpossible(planned)) throw new Error(planned.sentence);
    const operation = await bench.control.execute(planned);
    await bench.advance(30 * minute);
    return bench.control.poll(operation);
  }

  /** The real measurements, with the tasks as somebody else would have them. */
  async function withTasks(operation: Operation, change: (tasks: Task[]) => Task[]) {
    const clients = createAwsClients({
      defaultRegion: 'ap-northeast-2',
      local: { endpoint: bench.aws.url },
    });
    const real = createEcsReader(clients.ecs(), bench.target);
    const reader: EcsReader = { ...real, tasks: async () => change(await real.tasks()) };
    const measured = await verifyOperation(operation, reader);
    clients.close();
    return Object.fromEntries(measured.map((one) => [one.check, one]));
  }
  const digest = (task: Task | undefined, imageDigest: string | undefined): Task => {
    if (!task) throw new Error('no task');
    return {
      ...task,
      containers: task.containers.map(({ name }) => ({
        name,
        ...(imageDigest ? { imageDigest } : {}),
      })),
    };
  };

  it('counts the tasks, their builds and their age', async () => {
    const proof = await withTasks(await rollBack(), (tasks) => tasks);
    expect(Object.values(proof).map((one) => [one.check, one.result])).toEqual([
      ['engine', 'pass'],
      ['builds', 'pass'],
      ['traffic', 'pass'],
      ['age', 'pass'],
    ]);
    expect(proof.builds?.text).toMatch(/^All 4 running tasks run the build of points-api:2 · 41/);
  });

  it('fails on one task of the build that was left, whatever its task definition says', async () => {
    const proof = await withTasks(await rollBack(), ([first, ...rest]) => [
      digest(first, bench.digests.bad),
      ...rest,
    ]);
    expect(proof.builds).toMatchObject({
      result: 'fail',
      text: expect.stringContaining('1 of 4 running tasks are not'),
    });
  });

  it('cannot tell a digest that nobody knows, under the right task definition', async () => {
    const proof = await withTasks(await rollBack(), ([first, ...rest]) => [
      digest(first, 'sha256:of-one-platform'),
      ...rest,
    ]);
    expect(proof.builds?.result).toBe('missing');
  });

  it('fails when too few tasks run', async () => {
    const proof = await withTasks(await rollBack(), (tasks) => tasks.slice(1));
    expect(proof.builds).toMatchObject({ result: 'fail', text: '3 of 4 tasks run.' });
  });

  it('fails on every count when nothing was replaced', async () => {
    bench.quirk('nothing-replaced');
    const proof = await withTasks(await rollBack(), (tasks) => tasks);
    expect(proof.engine?.result).toBe('pass');
    expect(proof.builds).toMatchObject({
      result: 'fail',
      text: expect.stringContaining('but points-api:3'),
    });
    expect(proof.age?.result).toBe('fail');
  });
});

describe('the proof of backing out of a canary', () => {
  it.each([
    [0, 'pass'],
    [10, 'fail'],
    [undefined, 'missing'],
  ])('reads %s %% of traffic on the abandoned release as %s', async (weight, result) => {
    const bench = await openEcsBench({ strategy: 'CANARY' });
    bench.deployBad();
    await bench.advance(2 * minute);
    const planned = await bench.control.plan(bench.target, { verb: 'abort' });
    if (isImpossible(planned)) throw new Error(planned.sentence);
    const operation = await bench.control.execute(planned);
    await bench.advance(5 * minute);
    const clients = createAwsClients({
      defaultRegion: 'ap-northeast-2',
      local: { endpoint: bench.aws.url },
    });
    const real = createEcsReader(clients.ecs(), bench.target);
    const reader: EcsReader = {
      ...real,
      deployment: async (arn) => {
        const found = await real.deployment(arn);
        const target = found.targetServiceRevision;
        if (!target) throw new Error('no target');
        return {
          ...found,
          targetServiceRevision: { ...target, requestedProductionTrafficWeight: weight },
        };
      },
    };
    const measured = await verifyOperation(operation, reader);
    expect(measured.find((one) => one.check === 'traffic')?.result).toBe(result);
    expect(measured.map((one) => one.check)).not.toContain('age');
    clients.close();
    await bench.stop();
  });
});
