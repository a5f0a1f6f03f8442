import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isImpossible, type Plan } from '../../../../src/core/service/plan.ts';
import type { Verb } from '../../../../src/core/service/rollout.ts';
import type { DeploymentConfiguration } from '../../../../src/demo/aws/ecs/local-ecs-types.ts';
import { type EcsBench, openEcsBench } from './bench.ts';

const minute = 60_000;
const canary: DeploymentConfiguration = {
  strategy: 'CANARY',
  canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 5 },
  bakeTimeInMinutes: 2,
  lifecycleHooks: [
    {
      targetType: 'PAUSE',
      lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'],
      timeoutConfiguration: { timeoutInMinutes: 30 },
    },
  ],
};

describe('a canary with a pause point', () => {
  let bench: EcsBench;
  beforeEach(async () => {
    bench = await openEcsBench(canary);
    bench.deployBad();
  });
  afterEach(() => bench.stop());

  const describeNow = () => bench.control.describe(bench.target);
  const ask = (verb: Verb) => bench.control.plan(bench.target, { verb });
  async function plan(verb: Verb): Promise<Plan> {
    const planned = await ask(verb);
    if (isImpossible(planned)) throw new Error(planned.sentence);
    return planned;
  }

  it('says before it that it will hold there by itself', async () => {
    await bench.advance(10_000);
    expect(await ask('pause')).toEqual({
      impossible: true,
      sentence:
        'Nothing to do: it will hold by itself at its pause point "pre production traffic shift". ECS cannot hold earlier than that.',
    });
  });

  it('shows the pause, its end and what happens then', async () => {
    await bench.advance(minute);
    const state = await describeNow();
    expect(state).toMatchObject({
      phase: 'paused',
      strategy: 'CANARY',
      progress: { percent: 0, basis: 'traffic' },
      waiting: { for: 'human', onExpiry: 'rollback' },
    });
    const inHalfAnHour = bench.clock.now() + 30 * minute;
    expect(inHalfAnHour - (state.waiting?.expiresAt ?? 0)).toBeLessThan(minute);
    expect(await ask('pause')).toMatchObject({
      impossible: true,
      sentence: expect.stringMatching(/paused already.*will roll back by itself/),
    });
  });

  it('goes on when resumed, holds again before the next step, and ends when promoted', async () => {
    await bench.advance(minute);
    const first = await bench.control.execute(await plan('resume'));
    expect(first.state).toBe('done');
    expect((await bench.control.verify(first)).map((one) => one.result)).toEqual(['pass']);
    await bench.advance(minute);
    expect(await describeNow()).toMatchObject({ phase: 'progressing', progress: { percent: 10 } });
    expect(await ask('promote')).toMatchObject({
      impossible: true,
      sentence: expect.stringContaining('no call to go faster'),
    });
    await bench.advance(5 * minute);
    expect(await describeNow()).toMatchObject({ phase: 'paused', progress: { percent: 10 } });
    const second = await plan('promote');
    expect(second.input).toMatchObject({ action: 'CONTINUE' });
    expect((await bench.control.execute(second)).state).toBe('done');
    await bench.advance(minute);
    expect((await describeNow()).phase).toBe('baking');
    await bench.advance(5 * minute);
    expect((await describeNow()).phase).toBe('succeeded');
  });

  it('backs out by itself when nobody answers in time', async () => {
    await bench.advance(40 * minute);
    const state = await describeNow();
    expect(state.phase).toBe('rolled-back');
    expect(state.engineStatus).toContain('Lifecycle hook timed out');
    expect(bench.serving()).toEqual({ [bench.digests.good]: 1 });
  });

  it('aborts at the pause by answering the hook with ROLLBACK', async () => {
    await bench.advance(minute);
    const aborting = await plan('abort');
    expect(aborting.input).toMatchObject({
      operation: 'ContinueServiceDeployment',
      action: 'ROLLBACK',
    });
    const operation = await bench.control.execute(aborting);
    await bench.advance(5 * minute);
    expect((await bench.control.poll(operation)).state).toBe('done');
    expect(bench.changes()).toEqual(['ContinueServiceDeployment']);
  });

  it('keeps the approval of a rollback when the rollout comes to a pause meanwhile', async () => {
    await bench.advance(10_000);
    const before = await plan('rollback');
    await bench.advance(minute);
    const after = await plan('rollback');
    expect(after.fence).not.toBe(before.fence);
    expect(after.hash).toBe(before.hash);
    expect((await bench.control.execute(before)).state).toBe('running');
  });

  it('voids the approval of a resume when it is another pause', async () => {
    await bench.advance(minute);
    const first = await plan('resume');
    await bench.control.execute(first);
    await bench.advance(6 * minute);
    expect((await plan('resume')).hash).not.toBe(first.hash);
  });

  it('does not answer a second pause with the plan of the first', async () => {
    await bench.advance(minute);
    const first = await plan('resume');
    await bench.control.execute(first);
    await bench.advance(6 * minute);
    expect((await bench.control.execute(first)).state).toBe('done');
    expect(bench.changes()).toHaveLength(1);
    expect((await describeNow()).phase).toBe('paused');
  });

  it('finds a lost answer by the hook that waits no more', async () => {
    await bench.advance(minute);
    const planned = await plan('resume');
    expect(await bench.control.recall(planned)).toBeUndefined();
    bench.fail('lost-answer', 'changes', 1);
    await expect(bench.control.execute(planned)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await bench.control.recall(planned)).toMatchObject({ state: 'done' });
  });

  it('refuses to resume what was backed out meanwhile', async () => {
    await bench.advance(minute);
    const planned = await plan('resume');
    await bench.control.execute(await plan('rollback'));
    expect(await bench.control.recall(planned)).toBeUndefined();
    await expect(bench.control.execute(planned)).rejects.toMatchObject({ kind: 'conflict' });
    expect(await ask('resume')).toMatchObject({ impossible: true });
  });
});

describe('rolling back past pause points', () => {
  it('passes them without waiting, as the plan said, once each', async () => {
    const bench = await openEcsBench(canary);
    bench.deployBad();
    for (const _ of [1, 2]) {
      await bench.advance(6 * minute);
      const resume = await bench.control.plan(bench.target, { verb: 'resume' });
      if (!isImpossible(resume)) await bench.control.execute(resume);
    }
    await bench.advance(10 * minute);
    expect(bench.serving()).toEqual({ [bench.digests.bad]: 1 });
    const planned = await bench.control.plan(bench.target, { verb: 'rollback' });
    if (isImpossible(planned)) throw new Error(planned.sentence);
    expect(planned.steps.map((step) => step.text).join(' ')).toContain('Passes the pause points');
    let operation = await bench.control.execute(planned);
    const before = bench.changes().length;
    for (let waited = 0; waited < 20 && operation.state === 'running'; waited++) {
      await bench.advance(minute);
      operation = await bench.control.poll(operation);
    }
    expect(operation.state).toBe('done');
    expect(bench.changes().slice(before)).toEqual([
      'ContinueServiceDeployment',
      'ContinueServiceDeployment',
    ]);
    expect(bench.serving()).toEqual({ [bench.digests.good]: 1 });
    await bench.stop();
  });
});

describe('a rollout without pause points', () => {
  it('cannot be held, says so, and offers to abort', async () => {
    const bench = await openEcsBench();
    bench.deployBad();
    await bench.advance(30_000);
    const planned = await bench.control.plan(bench.target, { verb: 'pause' });
    expect(planned).toEqual({
      impossible: true,
      sentence:
        'ECS cannot hold this deployment here: no pause point is configured. Abort returns all traffic to points-api:2 · 41; a PAUSE lifecycle hook on the service makes holding possible next time.',
      insteadTry: 'abort',
    });
    const { capabilities } = await bench.control.describe(bench.target);
    expect(capabilities.find((one) => one.verb === 'pause')?.availability).toBe('needs-setup');
    await bench.stop();
  });
});
