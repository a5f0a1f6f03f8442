import { performance } from 'node:perf_hooks';
import type { Clock } from '../../../engine/clock.ts';
import { createChance } from '../../chance.ts';
import { readInput } from '../input.ts';
import { AwsFault, type LocalService } from '../wire.ts';
import {
  batchInput,
  handleInput,
  queueNameInput,
  queueUrlInput,
  receiveInput,
  sendInput,
  visibilityInput,
} from './input.ts';
import {
  createMessage,
  describe,
  handleOf,
  isVisible,
  type Message,
  messageOfHandle,
  type Queue,
} from './queue.ts';

export interface LocalSqs {
  readonly service: LocalService;
  /** What SNS does: puts a message into the queue of this ARN; false when there is none. */
  deliver(queueArn: string, body: string): boolean;
  /** Bodies still in the queue, handed out or not. */
  bodies(queue: string): readonly string[];
}

/** The service waits at most this long of real time for a long poll (its own limit is 20 s). */
const longestPollMs = 20_000;

/**
 * Standard queues as they behave on a bad day: at least once (a deleted message may come again),
 * best-effort order, and a message that was handed out hides for its visibility timeout only.
 */
export function createLocalSqs(options: {
  clock: Clock;
  region: string;
  account: string;
  queues: readonly { name: string; visibilityMs?: number; deadLetters?: Queue['deadLetters'] }[];
  seed: number;
  /** Share of messages that come once more although deleted. Default 0. */
  duplicates?: number;
  /** Default true: a batch comes in no particular order. */
  reorder?: boolean;
  /** A story that runs fast would end a visibility timeout in no time: the least, in real ms. */
  visibilityFloorMs?: number;
}): LocalSqs {
  const { clock, region, account } = options;
  const chance = createChance(options.seed);
  let baseUrl = '';
  let lastId = 0;
  let stopping = false;
  const queues: readonly Queue[] = options.queues.map((queue) => ({
    name: queue.name,
    arn: `arn:aws:sqs:${region}:${account}:${queue.name}`,
    visibilityMs: queue.visibilityMs ?? 30_000,
    messages: [],
    waiting: new Set(),
    deadLetters: queue.deadLetters,
  }));

  function queueOf(url: string): Queue {
    const name = url.split('/').at(-1);
    const queue = queues.find((candidate) => candidate.name === name);
    if (queue) return queue;
    throw new AwsFault('QueueDoesNotExist', 'The specified queue does not exist.');
  }

  function put(queue: Queue, message: Message): void {
    queue.messages.push(message);
    for (const wake of queue.waiting) wake();
  }

  function nextId(): string {
    lastId += 1;
    return `00000000-0000-4000-8000-${String(lastId).padStart(12, '0')}`;
  }

  function hide(message: Message, ms: number): void {
    message.hiddenUntil = clock.now() + ms;
    message.hiddenRealUntil =
      ms === 0 ? 0 : performance.now() + Math.min(ms, options.visibilityFloorMs ?? 0);
  }

  function take(queue: Queue, limit: number, visibilityMs: number): Message[] {
    const now = clock.now();
    moveDeadLetters(queue, now);
    const visible = queue.messages.filter((message) => isVisible(message, now));
    const batch = (options.reorder ?? true) ? chance.shuffle(visible) : visible;
    const taken = batch.slice(0, limit);
    for (const message of taken) {
      message.received += 1;
      message.firstReceivedAt ??= now;
      message.handle = handleOf(queue, message);
      hide(message, visibilityMs);
    }
    return taken;
  }

  function moveDeadLetters(queue: Queue, now: number): void {
    const rule = queue.deadLetters;
    const target = queues.find((candidate) => candidate.name === rule?.queue);
    if (!rule || !target) return;
    const dead = queue.messages.filter(
      (message) => isVisible(message, now) && message.received >= rule.maxReceives,
    );
    for (const message of dead) {
      queue.messages.splice(queue.messages.indexOf(message), 1);
      put(target, createMessage(message.id, message.body, message.sentAt));
    }
  }

  async function receive(input: Record<string, unknown>): Promise<object> {
    const read = readInput(receiveInput, input, 'InvalidParameterValue');
    const queue = queueOf(read.QueueUrl);
    const visibilityMs =
      read.VisibilityTimeout === undefined ? queue.visibilityMs : read.VisibilityTimeout * 1000;
    const until = performance.now() + Math.min(read.WaitTimeSeconds * 1000, longestPollMs);
    for (;;) {
      const taken = take(queue, read.MaxNumberOfMessages, visibilityMs);
      const leftMs = until - performance.now();
      if (taken.length > 0) return { Messages: taken.map(describe) };
      if (leftMs <= 0 || stopping) return {};
      await somethingMayHaveCome(queue, leftMs);
    }
  }

  /** A new message, or a look every now and then for one whose visibility timeout ended. */
  function somethingMayHaveCome(queue: Queue, leftMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        queue.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(leftMs, 250));
      queue.waiting.add(done);
    });
  }

  function remove(queue: Queue, handle: string): void {
    const message = messageOfHandle(queue, handle);
    if (message === 'malformed') {
      throw new AwsFault('ReceiptHandleIsInvalid', `The receipt handle "${handle}" is not valid.`);
    }
    // An outdated handle is accepted and does nothing: the newest receive owns the message.
    if (!message || message.handle !== handle) return;
    if (!message.ghost && chance.happens(options.duplicates ?? 0)) {
      message.ghost = true;
      hide(message, 0);
      return;
    }
    queue.messages.splice(queue.messages.indexOf(message), 1);
  }

  function changeVisibility(input: Record<string, unknown>): void {
    const read = readInput(visibilityInput, input, 'InvalidParameterValue');
    const queue = queueOf(read.QueueUrl);
    const message = messageOfHandle(queue, read.ReceiptHandle);
    if (!message || message === 'malformed') {
      throw new AwsFault('ReceiptHandleIsInvalid', 'The receipt handle is not valid.');
    }
    if (isVisible(message, clock.now())) {
      throw new AwsFault('MessageNotInflight', 'The message referred to is not in flight.');
    }
    hide(message, read.VisibilityTimeout * 1000);
  }

  /** Runs each entry by itself: a batch can half succeed. */
  function batch(
    input: Record<string, unknown>,
    one: (entry: Record<string, unknown>) => object,
  ): object {
    const read = readInput(batchInput, input, 'EmptyBatchRequest');
    const Successful: object[] = [];
    const Failed: object[] = [];
    for (const entry of read.Entries) {
      const Id = String(entry.Id);
      try {
        Successful.push({ Id, ...one({ ...entry, QueueUrl: read.QueueUrl }) });
      } catch (error) {
        if (!(error instanceof AwsFault)) throw error;
        Failed.push({ Id, SenderFault: true, Code: error.code, Message: error.message });
      }
    }
    return { Successful, Failed };
  }

  function send(input: Record<string, unknown>): object {
    const read = readInput(sendInput, input, 'InvalidParameterValue');
    const message = createMessage(nextId(), read.MessageBody, clock.now(), {
      delayMs: read.DelaySeconds * 1000,
      ...(read.MessageAttributes ? { attributes: read.MessageAttributes } : {}),
    });
    put(queueOf(read.QueueUrl), message);
    return { MessageId: message.id, MD5OfMessageBody: message.md5 };
  }

  function deleteOne(input: Record<string, unknown>): object {
    const read = readInput(handleInput, input, 'InvalidParameterValue');
    remove(queueOf(read.QueueUrl), read.ReceiptHandle);
    return {};
  }

  function queueAttributes(input: Record<string, unknown>): object {
    const queue = queueOf(readInput(queueUrlInput, input).QueueUrl);
    const visible = queue.messages.filter((message) => isVisible(message, clock.now())).length;
    return {
      Attributes: {
        QueueArn: queue.arn,
        VisibilityTimeout: String(queue.visibilityMs / 1000),
        ApproximateNumberOfMessages: String(visible),
        ApproximateNumberOfMessagesNotVisible: String(queue.messages.length - visible),
      },
    };
  }

  return {
    deliver(queueArn, body) {
      const queue = queues.find((candidate) => candidate.arn === queueArn);
      if (!queue) return false;
      put(queue, createMessage(nextId(), body, clock.now()));
      return true;
    },
    bodies: (name) => queueOf(name).messages.map((message) => message.body),
    service: {
      name: 'sqs',
      started(url) {
        baseUrl = url;
      },
      stopped() {
        stopping = true;
        for (const queue of queues) for (const wake of queue.waiting) wake();
      },
      operations: {
        SendMessage: send,
        ReceiveMessage: receive,
        DeleteMessage: deleteOne,
        DeleteMessageBatch: (input) => batch(input, deleteOne),
        ChangeMessageVisibility: (input) => {
          changeVisibility(input);
          return {};
        },
        ChangeMessageVisibilityBatch: (input) =>
          batch(input, (entry) => {
            changeVisibility(entry);
            return {};
          }),
        GetQueueAttributes: queueAttributes,
        GetQueueUrl: (input) => {
          const name = readInput(queueNameInput, input).QueueName;
          return { QueueUrl: `${baseUrl}/${account}/${queueOf(name).name}` };
        },
      },
    },
  };
}
