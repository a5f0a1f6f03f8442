import {
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import type { AlarmChange } from '../../core/intake/alarm.ts';
import type { Feed } from '../../core/intake/feed.ts';
import { OutsideError } from '../../core/kit/outside-error.ts';
import { systemClock } from '../../engine/clock.ts';
import type { Log } from '../../engine/log.ts';
import { readAlarmMessage } from './alarm-message.ts';
import type { AwsClients } from './clients.ts';
import { calling, isUnknownOperation } from './errors.ts';

interface SqsFeedOptions {
  readonly clients: AwsClients;
  readonly queueUrl: string;
  readonly region: string;
  readonly now: () => number;
  readonly log: Log;
  /** Waits between failed polls; ends early on abort. Default: real time. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

type Take = (changes: readonly AlarmChange[]) => Promise<void>;

/** The longest SQS waits for a message, and the most it hands out at once. */
const pollSeconds = 20;
const batchSize = 10;
const longestPauseMs = 60_000;
/** A queue that answers "nothing" sooner than this does not wait for messages: we do. */
const shortPollMs = 500;
const betweenShortPollsMs = 1_000;

/**
 * Alarms from a queue. Each message is stored by itself and deleted only then, so one that cannot be
 * stored holds up nobody: it stays, comes again after its visibility timeout, and ends in the
 * queue's dead-letter queue. Two feeds may read one queue.
 */
export function createSqsFeed(options: SqsFeedOptions): Feed {
  const queue = options.queueUrl.split('/').at(-1) ?? options.queueUrl;
  const log = options.log.child({ queue });
  const sleep = options.sleep ?? systemClock.sleep;

  async function run(take: Take, signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        const askedAt = performance.now();
        const messages = await receive(options, queue, signal);
        if (messages.length === 0 && performance.now() - askedAt < shortPollMs) {
          await sleep(betweenShortPollsMs, signal);
        }
        const stored = await storeEach(messages, take);
        await remove(stored);
        // A batch of which nothing could be stored speaks of the store, not of the messages.
        const storeIsDown = messages.length > 0 && stored.length === 0;
        if (failures > 0 && !storeIsDown) log.info({ failures }, 'alarm queue is heard again');
        failures = storeIsDown ? failures + 1 : 0;
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        log.warn(
          { error, failures, nextTryInMs: pauseMs(failures, error) },
          error instanceof Error ? error.message : 'alarm queue could not be read',
        );
        await sleep(pauseMs(failures, error), signal);
        continue;
      }
      if (failures > 0) await sleep(pauseMs(failures), signal);
    }
  }

  async function storeEach(messages: readonly Message[], take: Take): Promise<readonly Message[]> {
    const stored: Message[] = [];
    for (const message of messages) {
      try {
        await take(
          readAlarmMessage(message.Body ?? '', {
            via: 'sqs',
            ...(message.MessageId ? { transportId: message.MessageId } : {}),
            receivedAt: options.now(),
          }),
        );
        stored.push(message);
      } catch (error) {
        log.error(
          {
            error,
            messageId: message.MessageId,
            received: message.Attributes?.ApproximateReceiveCount,
          },
          'alarm message could not be stored: it stays in the queue and will come again',
        );
      }
    }
    return stored;
  }

  /** A message that could not be deleted comes again and is recognised: nothing is lost by it. */
  async function remove(messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    try {
      await removeBatch(messages);
    } catch (error) {
      if (!isUnknownOperation(error)) throw error;
      for (const message of messages) await removeOne(message);
    }
  }

  /** For queues that take no batches. */
  async function removeOne({ ReceiptHandle }: Message): Promise<void> {
    await calling({ operation: 'sqs:DeleteMessage', subject: queue }, () =>
      options.clients
        .sqs(options.region)
        .send(new DeleteMessageCommand({ QueueUrl: options.queueUrl, ReceiptHandle })),
    );
  }

  async function removeBatch(messages: readonly Message[]): Promise<void> {
    const answer = await calling({ operation: 'sqs:DeleteMessage', subject: queue }, () =>
      options.clients.sqs(options.region).send(
        new DeleteMessageBatchCommand({
          QueueUrl: options.queueUrl,
          Entries: messages.map((message, place) => ({
            Id: String(place),
            ReceiptHandle: message.ReceiptHandle,
          })),
        }),
      ),
    );
    for (const failed of answer.Failed ?? []) {
      log.warn({ code: failed.Code, reason: failed.Message }, 'alarm message could not be deleted');
    }
  }

  return { name: `SQS ${queue}`, run };
}

async function receive(
  options: SqsFeedOptions,
  queue: string,
  signal: AbortSignal,
): Promise<readonly Message[]> {
  const answer = await calling({ operation: 'sqs:ReceiveMessage', subject: queue }, () =>
    options.clients.sqs(options.region).send(
      new ReceiveMessageCommand({
        QueueUrl: options.queueUrl,
        MaxNumberOfMessages: batchSize,
        WaitTimeSeconds: pollSeconds,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      }),
      { abortSignal: signal },
    ),
  );
  return answer.Messages ?? [];
}

/** 1, 2, 4 … 60 s. What only a person can mend (a policy, a name) is asked again once a minute. */
function pauseMs(failures: number, error?: unknown): number {
  const kind = error instanceof OutsideError ? error.kind : undefined;
  if (kind === 'denied' || kind === 'not-found' || kind === 'invalid') return longestPauseMs;
  const asked = error instanceof OutsideError ? (error.retryAfterMs ?? 0) : 0;
  return Math.min(longestPauseMs, Math.max(asked, 1_000 * 2 ** Math.min(failures - 1, 6)));
}
