import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pinImages } from '../../../../src/adapters/aws/ecs/pin.ts';
import { isImpossible, type Operation, type Plan } from '../../../../src/core/service/plan.ts';
import { type EcsBench, openEcsBench, startAt } from './bench.ts';

const minute = 60_000;
const repository = '123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/points-api';
const good = `${repository}:41`;

describe('rolling back what is fully out', () => {
  let bench: EcsBench;
  beforeEach(async () => {
    bench = await openEcsBench();
    bench.deployBad();
    await bench.advance(30 * minute);
  });
  afterEach(() => bench.stop());

  async function plan(toReleaseId?: string): Promise<Plan> {
    const request = { verb: 'rollback', ...(toReleaseId ? { toReleaseId } : {}) } as const;
    const planned = await bench.control.plan(bench.target, request);
    if (isImpossible(planned)) throw new Error(planned.sentence);
    return planned;
  }
  const check = (planned: Plan, name: string) =>
    planned.checks.find((one) => one.name === name) ?? { result: 'absent', text: '' };
  const calls = (name: string) => bench.aws.calls.filter((call) => call.operation === name);
  async function finish(operation: Operation): Promise<Operation> {
    await bench.advance(30 * minute);
    return bench.control.poll(operation);
  }

  it('pins the build that ran then when its tag is another build today', async () => {
    bench.ecs.moveTag(good, 'sha256:today');
    const planned = await plan();
    expect(planned.steps[0]?.text).toContain(bench.digests.good.slice(0, 19));
    expect(planned.steps.find((step) => step.call)?.call).toMatch(/^UpdateService/);
    const ended = await finish(await bench.control.execute(planned));
    expect(ended.state).toBe('done');
    expect(bench.serving()).toEqual({ [bench.digests.good]: 1 });
    expect(calls('RegisterTaskDefinition')).toHaveLength(1);
    expect(calls('RegisterTaskDefinition')[0]?.input).toMatchObject({
      family: 'points-api',
      cpu: '256',
      executionRoleArn: 'arn:aws:iam::123456789012:role/points-api-execution',
      containerDefinitions: [{ image: `${repository}@${bench.digests.good}` }],
    });
    const { releases } = await bench.control.history(bench.target, 1);
    expect(releases[0]?.label).toBe('points-api:4 · 41 (pinned)');
  });

  it('refuses what runs already under another entry of the history: ECS would begin nothing', async () => {
    await finish(await bench.control.execute(await plan()));
    const { releases } = await bench.control.history(bench.target, 10);
    const original = releases.find(
      (one) => one.isRunning === 'no' && one.artifacts[0]?.digest === bench.digests.good,
    );
    if (!original) throw new Error('The first deployment of 41 is not in the history');
    const request = { verb: 'rollback', toReleaseId: original.id } as const;
    expect(await bench.control.plan(bench.target, request)).toMatchObject({
      impossible: true,
      sentence: expect.stringContaining('is what runs now'),
    });
  });

  it('warns when ECS itself has seen the tag as two builds', async () => {
    bench.ecs.moveTag(good, 'sha256:rebuilt');
    bench.ecs.deploy({ cluster: 'shop', service: 'points-api', taskDefinition: 'points-api:2' });
    await bench.advance(30 * minute);
    const { releases } = await bench.control.history(bench.target, 10);
    const first = releases.find((one) => one.artifacts[0]?.digest === bench.digests.good);
    const planned = await plan(first?.id);
    expect(check(planned, 'Image')).toMatchObject({
      result: 'warn',
      text: expect.stringContaining('has meant another build since'),
    });
    await finish(await bench.control.execute(planned));
    expect(bench.serving()).toEqual({ [bench.digests.good]: 1 });
  });

  it('uses the copy again when its registration was answered to nobody', async () => {
    const planned = await plan();
    bench.aws.faults.inject({
      service: 'ecs',
      operation: 'RegisterTaskDefinition',
      kind: 'lost-answer',
      times: 1,
    });
    await expect(bench.control.execute(planned)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await bench.control.recall(planned)).toBeUndefined();
    expect((await plan()).hash).toBe(planned.hash);
    const ended = await finish(await bench.control.execute(planned));
    expect(ended.state).toBe('done');
    expect(calls('RegisterTaskDefinition')).toHaveLength(1);
    expect(bench.changes()).toEqual(['UpdateService']);
  });

  it('registers an INACTIVE task definition again, and says what that needs', async () => {
    bench.ecs.deregisterTaskDefinition('points-api:2');
    const planned = await plan();
    expect(check(planned, 'Task definition')).toMatchObject({
      result: 'warn',
      text: expect.stringContaining('iam:PassRole'),
    });
    expect((await finish(await bench.control.execute(planned))).state).toBe('done');
    expect(bench.serving()).toEqual({ [bench.digests.good]: 1 });
  });

  it('states again the settings that were different then', async () => {
    const subnets = (name: string) => ({
      networkConfiguration: { awsvpcConfiguration: { subnets: [name] } },
    });
    const at = { cluster: 'shop', service: 'points-api' };
    const taskDefinition = bench.register('43');
    bench.ecs.deploy({ ...at, taskDefinition, settings: subnets('old') });
    await bench.advance(30 * minute);
    bench.ecs.deploy({ ...at, taskDefinition: bench.register('44'), settings: subnets('new') });
    await bench.advance(30 * minute);
    const planned = await plan();
    expect(check(planned, 'Settings').text).toContain('networkConfiguration');
    await bench.control.execute(planned);
    expect(calls('UpdateService')[0]?.input).toMatchObject(subnets('old'));
    expect(calls('UpdateService')[0]?.input).not.toHaveProperty('forceNewDeployment');
  });

  it('blocks a release that never got into service', async () => {
    const broken = bench.register('43');
    bench.ecs.breakImage(`${repository}:43`);
    bench.ecs.deploy({
      cluster: 'shop',
      service: 'points-api',
      taskDefinition: broken,
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });
    await bench.advance(30 * minute);
    const state = await bench.control.describe(bench.target);
    expect(state.phase).toBe('rolled-back');
    expect(state.engineStatus).toContain('circuit breaker');
    const { releases } = await bench.control.history(bench.target, 1);
    expect(releases[0]).toMatchObject({ outcome: 'rolled-back', isRunning: 'no' });
    const planned = await plan(releases[0]?.id);
    expect(check(planned, 'Destination').result).toBe('block');
    expect(check(planned, 'Automatic rollback').text).toContain('points-api:4 · 43');
    expect((await plan()).toRelease?.label).toContain('41');
  });

  it('sees while ECS does not list the deployment yet that a change was taken', async () => {
    const operation = await bench.control.execute(await plan());
    expect(operation.engineId).toMatch(/^ecs-svc\//);
    expect((await bench.control.describe(bench.target)).phase).toBe('pending');
    expect((await bench.control.poll(operation)).state).toBe('running');
    expect(await bench.control.verify(operation)).toMatchObject([{ result: 'missing' }]);
    await bench.advance(5_000);
    const polled = await bench.control.poll(operation);
    expect(polled.engineId).toMatch(/^arn:/);
    expect(polled.state).toBe('running');
  });

  it('fails when somebody deploys over it', async () => {
    const operation = await bench.control.execute(await plan());
    await bench.advance(20_000);
    const listed = await bench.control.poll(operation);
    bench.deployOlder();
    await bench.advance(30 * minute);
    const polled = await bench.control.poll(listed);
    expect(polled).toMatchObject({
      state: 'failed',
      engineStatus: expect.stringMatching(/STOPPED/),
    });
    const measured = await bench.control.verify(polled);
    expect(measured.find((one) => one.check === 'newest')?.result).toBe('fail');
  });

  it('refuses a release that ECS does not remember', async () => {
    const planned = await bench.control.plan(bench.target, {
      verb: 'rollback',
      toReleaseId: 'arn:aws:ecs:ap-northeast-2:123456789012:service-revision/shop/points-api/1',
    });
    expect(planned).toMatchObject({
      impossible: true,
      sentence: expect.stringMatching(/does not remember/),
    });
  });
});

describe('images', () => {
  const revisionOf = (image: string, imageDigest?: string) => ({
    serviceRevisionArn: 'arn',
    taskDefinition: 'points-api:1',
    containerImages: [{ containerName: 'app', image, ...(imageDigest ? { imageDigest } : {}) }],
  });

  it.each([
    ['a tag with a recorded digest', 'repo/app:v1', 'sha256:a', 'repo/app@sha256:a', 1],
    ['no tag at all', 'host:5000/app', 'sha256:a', 'host:5000/app@sha256:a', 1],
    ['a digest', 'repo/app@sha256:a', 'sha256:a', 'repo/app@sha256:a', 0],
    ['a tag without a recorded digest', 'repo/app:v1', undefined, 'repo/app:v1', 0],
  ])('are named for certain: %s', (_, image, digest, wanted, pinned) => {
    const made = pinImages(revisionOf(image, digest));
    expect(made.images).toEqual({ app: wanted });
    expect(made.pinned).toHaveLength(pinned);
    expect(made.unpinnable).toHaveLength(digest ? 0 : 1);
  });
});

describe('rolling back slowly', () => {
  it('warns that the strategy applies to the way back too', async () => {
    const bench = await openEcsBench({
      strategy: 'LINEAR',
      linearConfiguration: { stepPercent: 10, stepBakeTimeInMinutes: 6 },
      alarms: { alarmNames: ['points-api-5xx'], enable: true, rollback: true },
    });
    bench.deployBad();
    await bench.advance(90 * minute);
    const planned = await bench.control.plan(bench.target, { verb: 'rollback' });
    if (isImpossible(planned)) throw new Error(planned.sentence);
    const speed = planned.checks.find((one) => one.name === 'Speed');
    expect(speed?.text).toContain('at least 54 min');
    expect(planned.eta.lowMs).toBeGreaterThanOrEqual(54 * minute);
    const guards = planned.checks.find((one) => one.name === 'Automatic rollback');
    expect(guards?.text).toContain('points-api-5xx');
    await bench.stop();
  });
});

describe('services that cannot be rolled back', () => {
  it('leaves what CodeDeploy drives to CodeDeploy', async () => {
    const bench = await openEcsBench({}, { deploymentController: 'CODE_DEPLOY' });
    const { capabilities } = await bench.control.describe(bench.target);
    expect(new Set(capabilities.map((one) => one.availability))).toEqual(
      new Set(['never-on-this-engine']),
    );
    expect(await bench.control.plan(bench.target, { verb: 'rollback' })).toMatchObject({
      impossible: true,
      sentence: expect.stringContaining('CodeDeploy'),
    });
    await bench.stop();
  });

  it('has nothing to go back to after the first release', async () => {
    const bench = await openEcsBench({}, { earlier: [], at: startAt });
    expect(await bench.control.plan(bench.target, { verb: 'rollback' })).toMatchObject({
      impossible: true,
      sentence: expect.stringContaining('no earlier release'),
    });
    await bench.stop();
  });

  it('says which service is missing', async () => {
    const bench = await openEcsBench();
    const elsewhere = { ...bench.target, service: 'nobody' };
    await expect(bench.control.describe(elsewhere)).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('nobody'),
    });
    await bench.stop();
  });
});

describe('a deployment that stops half way', () => {
  it('is mixed when both releases serve', async () => {
    const bench = await openEcsBench({
      deploymentCircuitBreaker: { enable: true, rollback: false },
    });
    bench.deployBad();
    await bench.advance(40_000);
    bench.ecs.breakImage(`${repository}:42`);
    await bench.advance(30 * minute);
    const state = await bench.control.describe(bench.target);
    expect(state.phase).toBe('stopped-mixed');
    const { releases } = await bench.control.history(bench.target, 5);
    expect(releases.slice(0, 2).map((one) => one.isRunning)).toEqual(['partly', 'partly']);
    await bench.stop();
  });
});

describe('a long past', () => {
  it('is read over all pages and batches', async () => {
    const bench = await openEcsBench(
      {},
      {
        earlier: Array.from({ length: 120 }, (_, index) => ({
          taskDefinition: 'points-api:1',
          at: startAt - (200 - index) * 3_600_000,
        })),
      },
    );
    const { releases, complete } = await bench.control.history(bench.target, 100);
    expect(releases).toHaveLength(100);
    expect(complete).toBe(false);
    expect(
      bench.aws.calls.filter((call) => call.operation === 'ListServiceDeployments'),
    ).toHaveLength(2);
    expect(
      bench.aws.calls.filter((call) => call.operation === 'DescribeServiceRevisions'),
    ).toHaveLength(5);
    await bench.stop();
  });
});
