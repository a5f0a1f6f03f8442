import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from 'vitest';
import { createAwsClients, endpointFor } from '../../../src/adapters/aws/clients.ts';
import { calling } from '../../../src/adapters/aws/errors.ts';
import { region, service, startAws } from './local.ts';

const variables = ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;
const before = variables.map((name) => [name, process.env[name]] as const);
afterEach(() => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

test('follows AWS_ENDPOINT_URL, for a queue whose URL names another host too', async () => {
  const { aws } = await startAws([
    service('sqs', { ReceiveMessage: () => ({ Messages: [] }) }),
    service('rds', { DescribeDBInstances: () => ({ DBInstances: [] }) }),
    service('monitoring', { DescribeAlarms: () => ({ MetricAlarms: [] }) }),
  ]);
  process.env.AWS_ENDPOINT_URL = aws.url;
  process.env.AWS_ACCESS_KEY_ID = 'local';
  process.env.AWS_SECRET_ACCESS_KEY = 'local';
  const clients = createAwsClients({ defaultRegion: region });
  const QueueUrl = `https://sqs.${region}.amazonaws.com/123456789012/firebreak`;
  await clients.sqs().send(new ReceiveMessageCommand({ QueueUrl }));
  await clients.rds().send(new DescribeDBInstancesCommand());
  await clients.cloudwatch().send(new DescribeAlarmsCommand());
  clients.close();
  expect(aws.calls.map((call) => call.operation)).toEqual([
    'ReceiveMessage',
    'DescribeDBInstances',
    'DescribeAlarms',
  ]);
});

test("prefers a service's own endpoint variable to the common one", () => {
  const env = { AWS_ENDPOINT_URL: 'http://a', AWS_ENDPOINT_URL_SNS: 'http://b' };
  expect(endpointFor('SNS', env)).toBe('http://b');
  expect(endpointFor('SQS', env)).toBe('http://a');
  expect(endpointFor('SQS', {})).toBeUndefined();
});

test('makes one client a service and region', async () => {
  const { clients } = await startAws([]);
  expect(clients.rds()).toBe(clients.rds(region));
  expect(clients.rds('eu-west-1')).not.toBe(clients.rds());
  expect(clients.ecsForChanges()).not.toBe(clients.ecs());
});

test('repeats a failed read, and never a change', async () => {
  const answer = { DescribeServices: () => ({ services: [] }) };
  const { aws, clients } = await startAws([service('ecs', answer)], { readAttempts: 2 });
  const command = new DescribeServicesCommand({ services: ['points-api'] });
  aws.faults.inject({ service: 'ecs', operation: 'DescribeServices', kind: 'error', times: 1 });
  await clients.ecs().send(command);
  expect(aws.calls).toHaveLength(2);
  aws.faults.inject({ service: 'ecs', operation: 'DescribeServices', kind: 'error', times: 1 });
  await expect(clients.ecsForChanges().send(command)).rejects.toThrow();
  expect(aws.calls).toHaveLength(3);
});

test('gives up on a silent service, and says that no answer came', async () => {
  const { aws, clients } = await startAws([service('rds', {})], { answerTimeoutMs: 80 });
  aws.faults.inject({ service: 'rds', operation: '*', kind: 'silent', times: 1 });
  const call = { operation: 'rds:DescribeDBInstances', subject: 'points-db-1' } as const;
  await expect(
    calling(call, () => clients.rds().send(new DescribeDBInstancesCommand())),
  ).rejects.toMatchObject({ name: 'OutsideError', kind: 'timed-out', system: 'AWS RDS' });
});
