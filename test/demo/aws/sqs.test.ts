import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalAws } from '../../../src/demo/aws/server.ts';
import { createLocalSqs, type LocalSqs } from '../../../src/demo/aws/sqs/service.ts';
import type { DemoClock } from '../../../src/demo/clock.ts';
import { place, settings, startAws } from './local.ts';

let aws: LocalAws;
let clock: DemoClock;
let local: LocalSqs;
let sqs: SQSClient;
let QueueUrl: string;

async function begin(options: { duplicates?: number } = {}): Promise<void> {
  ({ aws, clock } = await startAws((clock) => {
    local = createLocalSqs({
      clock,
      ...place,
      queues: [
        { name: 'alarms', deadLetters: { queue: 'dead', maxReceives: 3 } },
        { name: 'dead' },
      ],
      seed: 1,
      ...options,
    });
    return [local.service];
  }));
  sqs = new SQSClient({ ...settings(aws), useQueueUrlAsEndpoint: false });
  QueueUrl = (await sqs.send(new GetQueueUrlCommand({ QueueName: 'alarms' }))).QueueUrl ?? '';
}

beforeEach(() => begin());
afterEach(async () => {
  sqs.destroy();
  await aws.stop();
});

const send = (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
const receive = async (WaitTimeSeconds = 0) =>
  (
    await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds }),
    )
  ).Messages ?? [];

describe('the local SQS', () => {
  it('hides a message for its visibility timeout and hands it out again with another handle', async () => {
    await send('one');
    const [first] = await receive();
    expect(first).toMatchObject({ Body: 'one', Attributes: { ApproximateReceiveCount: '1' } });
    expect(await receive()).toEqual([]);
    await clock.advance(30_000);
    const [again] = await receive();
    expect(again?.MessageId).toBe(first?.MessageId);
    expect(again?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
  });

  it('deletes by the newest handle only', async () => {
    await send('one');
    const [first] = await receive();
    await clock.advance(30_000);
    const [second] = await receive();
    const forget = (one: typeof first) =>
      sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: one?.ReceiptHandle }));
    await forget(first);
    expect(local.bodies('alarms')).toEqual(['one']);
    await forget(second);
    expect(local.bodies('alarms')).toEqual([]);
  });

  it('answers a long poll as soon as something comes', async () => {
    const waiting = receive(20);
    await send('late');
    expect((await waiting).map((message) => message.Body)).toEqual(['late']);
  });

  it('keeps a message longer, or gives it back, when asked', async () => {
    await send('one');
    const [message] = await receive();
    const ReceiptHandle = message?.ReceiptHandle;
    const change = (VisibilityTimeout: number) =>
      sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
    await change(600);
    await clock.advance(60_000);
    expect(await receive()).toEqual([]);
    await change(0);
    expect(await receive()).toHaveLength(1);
  });

  it('lets a batch half succeed', async () => {
    await send('one');
    const [message] = await receive();
    const result = await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'good', ReceiptHandle: message?.ReceiptHandle },
          { Id: 'bad', ReceiptHandle: 'nonsense' },
        ],
      }),
    );
    expect(result.Successful).toEqual([{ Id: 'good' }]);
    expect(result.Failed).toMatchObject([{ Id: 'bad', Code: 'ReceiptHandleIsInvalid' }]);
  });

  it('brings messages in no particular order', async () => {
    const sent = Array.from({ length: 10 }, (_, index) => `message ${index}`);
    for (const body of sent) await send(body);
    const received = (await receive()).map((message) => message.Body ?? '');
    expect(received).not.toEqual(sent);
    expect(received.toSorted()).toEqual(sent);
  });

  it('brings a deleted message once more, because at least once means that', async () => {
    sqs.destroy();
    await aws.stop();
    await begin({ duplicates: 1 });
    await send('twice');
    for (let round = 0; round < 2; round++) {
      const [message] = await receive();
      expect(message?.Body).toBe('twice');
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    }
    expect(await receive()).toEqual([]);
  });

  it('moves a message nobody can take to the dead letters', async () => {
    await send('poison');
    for (let round = 0; round < 3; round++) {
      expect(await receive()).toHaveLength(1);
      await clock.advance(30_000);
    }
    expect(await receive()).toEqual([]);
    expect(local.bodies('dead')).toEqual(['poison']);
  });

  it('counts what waits and what is in hands', async () => {
    await send('one');
    await send('two');
    await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1 }));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
    });
  });

  it('knows no other queue', async () => {
    const other = new ReceiveMessageCommand({ QueueUrl: `${aws.url}/123456789012/other` });
    await expect(sqs.send(other)).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      Code: 'AWS.SimpleQueueService.NonExistentQueue',
    });
  });
});
