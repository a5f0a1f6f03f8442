import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  ListSubscriptionsByTopicCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAlarmBackstop } from '../../../src/adapters/aws/alarm-backstop.ts';
import { createAlarmMeter } from '../../../src/adapters/aws/alarm-meter.ts';
import { type AwsClients, createAwsClients } from '../../../src/adapters/aws/clients.ts';
import { createErrorLogs } from '../../../src/adapters/aws/error-logs.ts';
import { createSlowQueries } from '../../../src/adapters/aws/slow/source.ts';
import { createSnsDoor, createSubscriptionConfirmer } from '../../../src/adapters/aws/sns-door.ts';
import { createSqsFeed } from '../../../src/adapters/aws/sqs-feed.ts';
import type { AlarmChange } from '../../../src/core/intake/alarm.ts';
import type { Environment } from '../../../src/core/service/service.ts';
import { createLocalSns } from '../../../src/demo/aws/sns/service.ts';
import { replicaWrite } from '../../../src/demo/stories/replica-write.ts';
import { startCompany } from '../../demo/aws/local.ts';
import { keptLog, region, startAws } from './local.ts';

let company: Awaited<ReturnType<typeof startCompany>>;
let clients: AwsClients;
beforeEach(async () => {
  company = await startCompany();
  clients = createAwsClients({ defaultRegion: region, local: { endpoint: company.aws.url } });
});
afterEach(async () => {
  clients.close();
  await company.aws.stop();
});

const environment: Environment = {
  service: 'points-api',
  name: 'production',
  region,
  channel: '#incidents',
  alarms: ['points-api-*'],
  logs: ['/ecs/points-api'],
  tenantField: 'shopId',
  database: {
    engine: 'mysql',
    instances: ['points-db-1', 'points-db-2'],
    slowLog: { from: 'files' },
  },
};

test('hears of writes on the replica, and sees whom they hit', async () => {
  const { clock } = company;
  const changes: AlarmChange[] = [];
  const abort = new AbortController();
  const feed = createSqsFeed({
    clients,
    queueUrl: `${company.aws.url}/123456789012/firebreak`,
    region,
    now: clock.now,
    log: keptLog(),
  });
  const running = feed.run(async (taken) => void changes.push(...taken), abort.signal);
  replicaWrite.start(company.company);
  await clock.advance(8 * 60_000);
  await vi.waitFor(() => expect(changes.map((change) => change.name)).toContain('points-api-5xx'));
  abort.abort();
  await running;

  const backstop = createAlarmBackstop({ clients, regions: [region], now: clock.now });
  const seen = (await backstop.readAlarms([])).find((change) => change.name === 'points-api-5xx');
  const pushed = changes.find((change) => change.name === 'points-api-5xx');
  expect({ ...seen, via: 'sqs' }).toEqual(pushed);

  const window = { fromAt: clock.now() - 10 * 60_000, toAt: clock.now() };
  const limits = { budgetMs: 30_000, signal: new AbortController().signal };
  const ask = { now: clock.now, clients, pollMs: 20 };
  const [errors, slow] = await Promise.all([
    createErrorLogs(ask).ask({ id: 'e', kind: 'errors', environment, window }, limits),
    createSlowQueries(ask).ask({ id: 's', kind: 'slow-queries', environment, window }, limits),
  ]);
  expect(errors.errors?.groups[0]?.title).toMatch(/^POST \/points\/(add|use) → 500$/);
  expect(errors.errors?.groups[0]?.tenants).toBe(7);
  expect(errors.errors?.tenants?.total).toBeGreaterThan(100);
  expect(slow).toMatchObject({ status: 'found', slow: { unreadBytes: 0 } });

  const meter = createAlarmMeter({ clients, now: clock.now });
  const sinceAt = clock.now() - 5 * 60_000;
  const symptom = await meter.readSymptom({
    environment,
    alerts: [pushed?.alertKey ?? ''],
    sinceAt,
  });
  expect(symptom.map((one) => one.result)).toEqual(['fail', 'fail']);
});

test('takes over HTTPS what SNS signs: the subscription, a message, and its end', async () => {
  const topic = `arn:aws:sns:${region}:123456789012:alarms`;
  const taken: AlarmChange[] = [];
  const announced: string[] = [];
  const sns = createLocalSns({
    clock: company.clock,
    topics: [{ arn: topic, signatureVersion: '2' }],
    deliverToQueue: () => false,
  });
  const local = await startAws([sns.service]);
  const door = createSnsDoor({
    topics: [topic],
    now: company.clock.now,
    take: async (changes) => void taken.push(...changes),
    confirm: createSubscriptionConfirmer(local.clients),
    announce: async ({ text }) => void announced.push(text),
    log: keptLog(),
    localEndpoint: local.aws.url,
  });
  const web = await serve(door);
  const subscribe = { TopicArn: topic, Protocol: 'http', Endpoint: web.url };
  await local.clients.sns().send(new SubscribeCommand(subscribe));
  await sns.settled();
  sns.publish(topic, { subject: 'Disk', message: 'Disk is full — 디스크' });
  await sns.settled();
  const list = new ListSubscriptionsByTopicCommand({ TopicArn: topic });
  const { Subscriptions } = await local.clients.sns().send(list);
  const SubscriptionArn = Subscriptions?.[0]?.SubscriptionArn;
  await local.clients.sns().send(new UnsubscribeCommand({ SubscriptionArn }));
  await sns.settled();
  await web.stop();
  expect(sns.deliveries.map(({ type, outcome }) => [type, outcome])).toEqual([
    ['SubscriptionConfirmation', 200],
    ['Notification', 200],
    ['UnsubscribeConfirmation', 200],
  ]);
  expect(taken).toMatchObject([{ source: 'generic', name: 'Disk', via: 'https' }]);
  expect(announced).toHaveLength(1);
});

/** A web server in front of the door, as the program has one. */
async function serve(door: (request: Request) => Promise<Response>) {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const url = `http://127.0.0.1${request.url}`;
    const answer = await door(new Request(url, { method: 'POST', body }));
    response.writeHead(answer.status).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alarms/sns`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
