import { describe, expect, it } from 'vitest';
import { createLocalEcs } from '../../../../src/demo/aws/ecs/local-ecs.ts';
import type { DeploymentConfiguration } from '../../../../src/demo/aws/ecs/local-ecs-types.ts';

const minute = 60_000;
const at = { cluster: 'shop', service: 'orders-api' };

function world(configuration: DeploymentConfiguration = {}) {
  let now = 1_795_000_000_000;
  const ecs = createLocalEcs({ clock: { now: () => now } });
  const register = (tag: string) =>
    ecs.registerTaskDefinition({
      family: 'orders-api',
      containerDefinitions: [{ name: 'orders-api', image: `orders-api:${tag}` }],
    });
  const [old, next] = [register('7'), register('8')];
  ecs.createService({ ...at, taskDefinition: old, deploymentConfiguration: configuration });
  const call = (operation: string, input: Record<string, unknown>) =>
    ecs.service.operations[operation]?.(input, { region: 'ap-northeast-2', operation });
  return {
    ecs,
    next,
    register,
    call,
    wait: (ms: number) => {
      now += ms;
    },
    now: () => now,
    shares: (moment?: number) =>
      ecs
        .running('shop', 'orders-api', moment)
        .map((one) => [one.image, Number(one.weight.toFixed(2))]),
  };
}

describe('the local ECS', () => {
  it('replaces the tasks of a rolling service one after the other', () => {
    const { ecs, next, wait, shares } = world();
    ecs.deploy({ ...at, taskDefinition: next });
    expect(shares()).toEqual([['orders-api:7', 1]]);
    wait(20_000);
    expect(shares()).toEqual([
      ['orders-api:8', 0.25],
      ['orders-api:7', 0.75],
    ]);
    wait(5 * minute);
    expect(shares()).toEqual([['orders-api:8', 1]]);
  });

  it('remembers what served when, however rarely it was asked', () => {
    const { ecs, next, wait, now, shares } = world({
      strategy: 'CANARY',
      canaryConfiguration: { canaryPercent: 20, canaryBakeTimeInMinutes: 5 },
    });
    const began = now();
    ecs.deploy({ ...at, taskDefinition: next });
    wait(60 * minute);
    expect(shares(began)).toEqual([['orders-api:7', 1]]);
    expect(shares(began + 2 * minute)).toEqual([
      ['orders-api:8', 0.2],
      ['orders-api:7', 0.8],
    ]);
    expect(shares()).toEqual([['orders-api:8', 1]]);
  });

  it('resolves a tag anew at every deployment', () => {
    const { ecs, wait } = world();
    const before = ecs.running('shop', 'orders-api')[0]?.digest;
    ecs.moveTag('orders-api:7', 'sha256:rebuilt');
    expect(ecs.running('shop', 'orders-api')[0]?.digest).toBe(before);
    ecs.deploy({ ...at, forceNewDeployment: true });
    wait(5 * minute);
    expect(ecs.running('shop', 'orders-api')[0]?.digest).toBe('sha256:rebuilt');
  });

  it('starts no deployment when nothing changed that needs one', () => {
    const { ecs } = world();
    expect(ecs.deploy({ ...at, taskDefinition: 'orders-api:1' })).toBeUndefined();
    expect(ecs.deploy({ ...at, desiredCount: 6 })).toBeUndefined();
  });

  it('keeps a new deployment out of lists for a moment, not out of descriptions', () => {
    const { ecs, next, wait, call } = world();
    const arn = ecs.deploy({ ...at, taskDefinition: next });
    const list = () => call('ListServiceDeployments', at) as { serviceDeployments: unknown[] };
    expect(list().serviceDeployments).toHaveLength(1);
    expect(call('DescribeServiceDeployments', { serviceDeploymentArns: [arn] })).toMatchObject({
      serviceDeployments: [{ status: 'PENDING' }],
    });
    wait(2_000);
    expect(list().serviceDeployments).toHaveLength(2);
  });

  it('gives up on an image that does not start, and goes back', () => {
    const { ecs, register, wait, call, shares } = world({
      deploymentCircuitBreaker: { enable: true, rollback: true },
    });
    const broken = register('9');
    ecs.breakImage('orders-api:9');
    const arn = ecs.deploy({ ...at, taskDefinition: broken });
    wait(10 * minute);
    expect(call('DescribeServiceDeployments', { serviceDeploymentArns: [arn] })).toMatchObject({
      serviceDeployments: [
        {
          status: 'ROLLBACK_SUCCESSFUL',
          deploymentCircuitBreaker: { failureCount: 3, threshold: 3 },
        },
      ],
    });
    expect(shares()).toEqual([['orders-api:7', 1]]);
  });

  it.each([
    ['UpdateService', { ...at, taskDefinition: 'orders-api:2' }, 'ClientException'],
    ['UpdateService', { ...at, service: 'nobody' }, 'ServiceNotFoundException'],
    ['UpdateService', { ...at, cluster: 'nowhere' }, 'ClusterNotFoundException'],
    ['DescribeTaskDefinition', { taskDefinition: 'orders-api:99' }, 'ClientException'],
    ['StopServiceDeployment', { serviceDeploymentArn: 'x' }, 'ServiceDeploymentNotFoundException'],
    [
      'DescribeServiceDeployments',
      { serviceDeploymentArns: Array.from({ length: 21 }, () => 'x') },
      'InvalidParameterException',
    ],
    ['ListServiceDeployments', { ...at, maxResults: 101 }, 'InvalidParameterException'],
  ])('refuses %s as ECS does', (operation, input, code) => {
    const { ecs, call } = world();
    ecs.deregisterTaskDefinition('orders-api:2');
    expect(() => call(operation, input)).toThrow(expect.objectContaining({ code }));
  });

  it('stops nothing that has ended, and continues nothing that does not wait', () => {
    const { ecs, next, wait, call } = world();
    const serviceDeploymentArn = ecs.deploy({ ...at, taskDefinition: next });
    expect(() => call('ContinueServiceDeployment', { serviceDeploymentArn, hookId: 'x' })).toThrow(
      expect.objectContaining({ code: 'InvalidParameterException' }),
    );
    wait(10 * minute);
    expect(() => call('StopServiceDeployment', { serviceDeploymentArn })).toThrow(
      expect.objectContaining({ code: 'ConflictException' }),
    );
  });

  it('stops the running deployment when a newer one begins', () => {
    const { ecs, next, register, wait, call, shares } = world();
    const first = ecs.deploy({ ...at, taskDefinition: next });
    wait(25_000);
    ecs.deploy({ ...at, taskDefinition: register('9') });
    expect(call('DescribeServiceDeployments', { serviceDeploymentArns: [first] })).toMatchObject({
      serviceDeployments: [{ status: 'STOPPED' }],
    });
    wait(5 * minute);
    expect(shares()).toEqual([['orders-api:9', 1]]);
  });
});
