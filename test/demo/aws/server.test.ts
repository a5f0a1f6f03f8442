import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LocalAws } from '../../../src/demo/aws/server.ts';
import type { DemoClock } from '../../../src/demo/clock.ts';
import type { Company } from '../../../src/demo/company/company.ts';
import { settings, startAt, startCompany } from './local.ts';

let aws: LocalAws;
let clock: DemoClock;
let company: Company;
let ecs: ECSClient;
let rds: RDSClient;
let cloudwatch: CloudWatchClient;

beforeAll(async () => {
  ({ aws, clock, company } = await startCompany());
  ecs = new ECSClient(settings(aws));
  rds = new RDSClient(settings(aws));
  cloudwatch = new CloudWatchClient(settings(aws));
});
beforeEach(() => aws.faults.clear());
afterAll(async () => {
  for (const client of [ecs, rds, cloudwatch]) client.destroy();
  await aws.stop();
});

const update = new UpdateServiceCommand({
  cluster: 'shop',
  service: 'points-api',
  taskDefinition: 'points-api:42',
});

describe('the local AWS', () => {
  it('keeps a log of the calls, with the input in the SDK’s own words', async () => {
    await rds.send(
      new DescribeDBInstancesCommand({
        Filters: [{ Name: 'db-instance-id', Values: ['points-db-1', 'points-db-2'] }],
      }),
    );
    expect(aws.calls.at(-1)).toEqual({
      service: 'rds',
      operation: 'DescribeDBInstances',
      input: { Filters: [{ Name: 'db-instance-id', Values: ['points-db-1', 'points-db-2'] }] },
      at: clock.now(),
    });
  });

  it.each([
    {
      call: () => ecs.send(new DescribeServicesCommand({ services: ['x'] })),
      service: 'ecs',
      operation: 'DescribeServices',
      throttled: 'ThrottlingException',
      denied: 'AccessDeniedException',
    },
    {
      call: () => rds.send(new DescribeDBInstancesCommand({})),
      service: 'rds',
      operation: 'DescribeDBInstances',
      throttled: 'Throttling',
      denied: 'AccessDenied',
    },
    {
      call: () => cloudwatch.send(new DescribeAlarmsCommand({})),
      service: 'monitoring',
      operation: 'DescribeAlarms',
      throttled: 'Throttling',
      denied: 'AccessDeniedException',
    },
  ] as const)('throttles, denies and breaks $service when told to', async (row) => {
    const { service, operation } = row;
    aws.faults.inject({ service, operation, kind: 'throttle', times: 1 });
    aws.faults.inject({ service, operation: '*', kind: 'deny', times: 1 });
    aws.faults.inject({ service, operation, kind: 'error', times: 1 });
    await expect(row.call()).rejects.toMatchObject({
      name: row.throttled,
      message: 'Rate exceeded',
    });
    await expect(row.call()).rejects.toMatchObject({
      name: row.denied,
      message: expect.stringContaining(operation),
    });
    await expect(row.call()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    await row.call();
  });

  it('does the change and loses the answer', async () => {
    aws.faults.inject({
      service: 'ecs',
      operation: 'UpdateService',
      kind: 'lost-answer',
      times: 1,
    });
    await expect(ecs.send(update)).rejects.toThrow(/socket|reset|aborted/i);
    await clock.advance(120_000);
    const now = company.ecs.running('shop', 'points-api');
    expect(now.map((one) => one.taskDefinition.split('/').at(-1))).toEqual(['points-api:42']);
  });

  it('stays silent and does nothing, until the client gives up', async () => {
    aws.faults.inject({
      service: 'rds',
      operation: 'DescribeDBInstances',
      kind: 'silent',
      times: 1,
    });
    const call = rds.send(new DescribeDBInstancesCommand({}), {
      abortSignal: AbortSignal.timeout(100),
    });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('names what it does not know', async () => {
    const answer = await fetch(aws.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'Logs_20140328.PutLogEvents' },
      body: '{}',
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ __type: 'UnknownOperationException' });
    expect((await fetch(`${aws.url}/nothing`)).status).toBe(404);
  });

  it('says who one is', async () => {
    const answer = await fetch(aws.url, {
      method: 'POST',
      headers: {
        authorization:
          'AWS4-HMAC-SHA256 Credential=test/20261122/ap-northeast-2/sts/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: new URLSearchParams({ Action: 'GetCallerIdentity', Version: '2011-06-15' }),
    });
    expect(await answer.text()).toContain('<Account>123456789012</Account>');
    expect(aws.calls.at(-1)?.at).toBeGreaterThanOrEqual(startAt);
  });
});
