import { createVerify, X509Certificate } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ConfirmSubscriptionCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalAws } from '../../../src/demo/aws/server.ts';
import { createLocalSns, type LocalSns } from '../../../src/demo/aws/sns/service.ts';
import { createLocalSqs, type LocalSqs } from '../../../src/demo/aws/sqs/service.ts';
import type { DemoClock } from '../../../src/demo/clock.ts';
import { place, settings, startAws } from './local.ts';

const TopicArn = `arn:aws:sns:${place.region}:${place.account}:alarms`;
const queueArn = (name: string) => `arn:aws:sqs:${place.region}:${place.account}:${name}`;

let aws: LocalAws;
let clock: DemoClock;
let local: LocalSns;
let queues: LocalSqs;
let sns: SNSClient;
let door: Server;
let doorUrl: string;
/** What the endpoint got, and what it answers next. */
let received: { headers: NodeJS.Dict<string | string[]>; body: string }[];
let answers: number[];

beforeEach(async () => {
  received = [];
  answers = [];
  door = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(answers.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  doorUrl = `http://127.0.0.1:${(door.address() as AddressInfo).port}/alarms/sns`;
  ({ aws, clock } = await startAws((clock) => {
    queues = createLocalSqs({ clock, ...place, queues: [{ name: 'q' }, { name: 'raw' }], seed: 1 });
    local = createLocalSns({
      clock,
      topics: [{ arn: TopicArn }],
      queues: [
        { topicArn: TopicArn, queueArn: queueArn('q') },
        { topicArn: TopicArn, queueArn: queueArn('raw'), raw: true },
      ],
      deliverToQueue: queues.deliver,
    });
    return [local.service, queues.service];
  }));
  sns = new SNSClient(settings(aws));
});
afterEach(async () => {
  sns.destroy();
  await aws.stop();
  door.closeAllConnections();
  await new Promise((resolve) => door.close(resolve));
});

const signed: Readonly<Record<string, readonly string[]>> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
};

/** Verifies by the book, independently of the code that signs. */
async function verifies(text: string): Promise<boolean> {
  const envelope: Record<string, string> = JSON.parse(text);
  const { SigningCertURL = '', Signature = '', Type = '' } = envelope;
  expect(new URL(SigningCertURL).pathname).toMatch(
    /^\/SimpleNotificationService-[0-9a-f]{32}\.pem$/,
  );
  const certificate = new X509Certificate(await (await fetch(SigningCertURL)).text());
  expect(certificate.subject).toBe('CN=sns.amazonaws.com');
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  const covered = (signed[Type] ?? [])
    .filter((name) => envelope[name] !== undefined)
    .map((name) => `${name}\n${envelope[name]}\n`)
    .join('');
  const algorithm = envelope.SignatureVersion === '2' ? 'RSA-SHA256' : 'RSA-SHA1';
  return createVerify(algorithm).update(covered).verify(certificate.publicKey, Signature, 'base64');
}

async function subscribe(): Promise<string> {
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: doorUrl }));
  await local.settled();
  const { Token } = JSON.parse(received.at(-1)?.body ?? '{}');
  const { SubscriptionArn } = await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
  received.length = 0;
  return SubscriptionArn ?? '';
}

describe('the local SNS', () => {
  it('signs what it puts into queues, so that anybody can verify it', async () => {
    const { MessageId } = await sns.send(
      new PublishCommand({ TopicArn, Subject: 'ALARM: "x"', Message: 'täxt\nover lines' }),
    );
    const [body = ''] = queues.bodies('q');
    expect(JSON.parse(body)).toMatchObject({
      Type: 'Notification',
      MessageId,
      Message: 'täxt\nover lines',
      SignatureVersion: '1',
    });
    expect(await verifies(body)).toBe(true);
    expect(await verifies(body.replace('over lines', 'over limes'))).toBe(false);
    expect(queues.bodies('raw')).toEqual(['täxt\nover lines']);
  });

  it('signs with SHA-256 once the topic says so', async () => {
    await sns.send(
      new SetTopicAttributesCommand({
        TopicArn,
        AttributeName: 'SignatureVersion',
        AttributeValue: '2',
      }),
    );
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes).toEqual({ TopicArn, SignatureVersion: '2' });
    await sns.send(new PublishCommand({ TopicArn, Message: 'm' }));
    const [body = ''] = queues.bodies('q');
    expect(JSON.parse(body).SignatureVersion).toBe('2');
    expect(await verifies(body)).toBe(true);
  });

  it('delivers over HTTP only after the handshake', async () => {
    const { SubscriptionArn } = await sns.send(
      new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: doorUrl }),
    );
    expect(SubscriptionArn).toBe('pending confirmation');
    await local.settled();
    await sns.send(new PublishCommand({ TopicArn, Message: 'too early' }));
    await local.settled();
    expect(received).toHaveLength(1);
    const { headers, body } = received[0]!;
    expect(headers).toMatchObject({
      'x-amz-sns-message-type': 'SubscriptionConfirmation',
      'content-type': 'text/plain; charset=UTF-8',
    });
    expect(headers['x-amz-sns-subscription-arn']).toBeUndefined();
    expect(await verifies(body)).toBe(true);
    await expect(
      sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: 'guessed' })),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    const { Token } = JSON.parse(body);
    const confirmed = await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
    await sns.send(new PublishCommand({ TopicArn, Message: 'now' }));
    await local.settled();
    expect(JSON.parse(received[1]!.body).Message).toBe('now');
    expect(received[1]!.headers['x-amz-sns-subscription-arn']).toBe(confirmed.SubscriptionArn);
    const listed = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(listed.Subscriptions?.map((one) => one.Protocol)).toEqual(['sqs', 'sqs', 'http']);
  });

  it('tries again 20 s later with the very same message, and gives up after three repeats', async () => {
    await subscribe();
    answers = [503, 500, 503, 503];
    await sns.send(new PublishCommand({ TopicArn, Message: 'hard to deliver' }));
    const delivered = local.settled();
    const isOver = delivered.then(() => true);
    let over = false;
    while (!over) {
      await clock.advance(20_000);
      over = await Promise.race([isOver, new Promise<false>((go) => setTimeout(go, 5, false))]);
    }
    expect(received).toHaveLength(4);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect(local.deliveries.slice(1).map((one) => one.outcome)).toEqual([503, 500, 503, 503]);
  });

  it('takes a refusal as final', async () => {
    await subscribe();
    answers = [403];
    await sns.send(new PublishCommand({ TopicArn, Message: 'refused' }));
    await local.settled();
    expect(received).toHaveLength(1);
  });

  it('says good-bye, and the link inside a message works without credentials', async () => {
    const SubscriptionArn = await subscribe();
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    await local.settled();
    const goodbye = JSON.parse(received[0]!.body);
    expect(goodbye.Type).toBe('UnsubscribeConfirmation');
    expect((await fetch(goodbye.SubscribeURL)).status).toBe(200);
    await sns.send(new PublishCommand({ TopicArn, Message: 'back again' }));
    await local.settled();
    expect(JSON.parse(received[1]!.body).Message).toBe('back again');
  });

  it('knows no other topic', async () => {
    await expect(
      sns.send(new PublishCommand({ TopicArn: `${TopicArn}-other`, Message: 'm' })),
    ).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});
