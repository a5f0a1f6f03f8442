import { describe, expect, test } from 'vitest';
import { createClassicReader, orClassic } from '../../../../src/adapters/aws/ecs/classic.ts';
import * as schema from '../../../../src/adapters/aws/ecs/schema.ts';
import { toOutsideError } from '../../../../src/adapters/aws/errors.ts';

const name = (revision: number) => `arn:aws:ecs:eu-west-1:1:task-definition/points-api:${revision}`;

function unknownOperation(operation: 'ecs:ListTaskDefinitions' | 'ecs:ListServiceDeployments') {
  const answer = Object.assign(new Error('UnknownError'), {
    name: 'UnknownOperationException',
    $metadata: { httpStatusCode: 400 },
  });
  return toOutsideError(answer, { operation, subject: 'shop/points-api' });
}

function reader(service: object, options: { lists?: boolean } = {}) {
  return createClassicReader({
    service: async () =>
      schema.ecsService.parse({
        serviceArn: 'arn:service',
        desiredCount: 2,
        runningCount: 2,
        taskDefinition: name(42),
        ...service,
      }),
    taskDefinition: async (asked) => {
      const revision = Number(asked.split(':').at(-1));
      if (revision < 40) return undefined;
      return schema.taskDefinition.parse({
        taskDefinitionArn: asked,
        family: 'points-api',
        revision,
        containerDefinitions: [{ name: 'points-api', image: `points-api:r${revision}` }],
      });
    },
    family: async () => {
      if (options.lists === false) throw unknownOperation('ecs:ListTaskDefinitions');
      return [40, 43, 41, 42].map(name);
    },
  });
}

const part = (revision: number, more: object) => ({
  id: `ecs-svc/${revision}`,
  taskDefinition: name(revision),
  desiredCount: 2,
  runningCount: 2,
  ...more,
});
const moving = {
  deployments: [
    part(41, { status: 'ACTIVE', runningCount: 1 }),
    part(42, { status: 'PRIMARY', runningCount: 1, rolloutState: 'IN_PROGRESS' }),
  ],
};

describe('an ECS without service deployments', () => {
  test('the ways back come before the way forward, none of them said to have served', async () => {
    const { briefs, complete } = await reader({}).list();
    expect(complete).toBe(false);
    expect(briefs.map(({ targetServiceRevisionArn: arn, status }) => [arn, status])).toEqual([
      [name(42), 'SUCCESSFUL'],
      [name(41), 'REGISTERED'],
      [name(40), 'REGISTERED'],
      [name(43), 'REGISTERED'],
    ]);
  });

  test('definitions that cannot be listed are asked for by number', async () => {
    const { briefs } = await reader({}, { lists: false }).list();
    expect(briefs.map((brief) => brief.targetServiceRevisionArn)).toEqual([42, 41, 40].map(name));
  });

  test('a rolling deployment moves, with the one before it beside', async () => {
    const classic = reader(moving);
    const service = await classic.service();
    const [deployment] = await classic.deployments([service.currentServiceDeployment ?? '']);
    expect(deployment?.status).toBe('IN_PROGRESS');
    expect(deployment?.targetServiceRevision?.arn).toBe(name(42));
    expect(deployment?.sourceServiceRevisions.map(({ arn }) => arn)).toEqual([name(41)]);
    expect(service.currentServiceRevisions?.map((one) => one.runningTaskCount)).toEqual([1, 1]);
  });

  test.each([
    [
      'without a state, whole and alone, it has ended',
      [part(42, { status: 'PRIMARY' })],
      'SUCCESSFUL',
    ],
    [
      'without a state, with too few tasks, it moves',
      [part(42, { status: 'PRIMARY', runningCount: 1 })],
      'IN_PROGRESS',
    ],
    [
      'one that failed is never a success',
      [part(42, { status: 'PRIMARY', rolloutState: 'FAILED' })],
      'STOPPED',
    ],
  ])('%s', async (_, deployments, status) => {
    const [newest] = (await reader({ deployments }).list(1)).briefs;
    expect(newest?.status).toBe(status);
  });

  test('a deployment the service no longer names has ended without success', async () => {
    const [gone] = await reader({}).deployments(['classic:ecs-svc/7@points-api:39']);
    expect(gone?.status).toBe('STOPPED');
  });

  test('is taken for one only when it says that it does not know the operation', async () => {
    const memory = { classic: false };
    const refused = toOutsideError(
      Object.assign(new Error('no'), {
        name: 'AccessDeniedException',
        $metadata: { httpStatusCode: 400 },
      }),
      { operation: 'ecs:ListServiceDeployments', subject: 'shop/points-api' },
    );
    const ask = (error: Error) =>
      orClassic(
        memory,
        async (): Promise<string> => {
          throw error;
        },
        async () => 'classic',
      );
    await expect(ask(refused)).rejects.toBe(refused);
    expect(memory.classic).toBe(false);
    await expect(ask(unknownOperation('ecs:ListServiceDeployments'))).resolves.toBe('classic');
    expect(memory.classic).toBe(true);
  });
});
