import { expect, test } from 'vitest';
import { releaseOf } from '../../../../src/adapters/aws/ecs/release.ts';
import { ecsService, revision } from '../../../../src/adapters/aws/ecs/schema.ts';

const arn = (of: number) => `arn:aws:ecs:eu-west-1:1:task-definition/points-api:${of}`;
const made = (of: number) =>
  revision.parse({ serviceRevisionArn: `arn:revision/${of}`, taskDefinition: arn(of) });
const running = (of: number, service: object) =>
  releaseOf(made(of), undefined, ecsService.parse({ serviceArn: 'arn:service', ...service }))
    .isRunning;

test('where ECS does not say which revisions serve, task definitions tell, by ARN or by name', () => {
  expect(running(42, { taskDefinition: arn(42) })).toBe('yes');
  expect(running(41, { taskDefinition: 'points-api:42' })).toBe('no');
  expect(running(42, { taskDefinition: 'points-api:42' })).toBe('yes');
  expect(running(42, {})).toBe('unknown');
});

test('in the middle of a rollout both run, partly', () => {
  const deployments = [43, 42].map((of) => ({ taskDefinition: arn(of), runningCount: 1 }));
  const service = { taskDefinition: arn(43), deployments };
  expect([43, 42, 41].map((of) => running(of, service))).toEqual(['partly', 'partly', 'no']);
});
