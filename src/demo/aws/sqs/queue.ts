import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly md5: string;
  readonly sentAt: number;
  readonly attributes: Readonly<Record<string, unknown>> | undefined;
  /** How often it was handed out. */
  received: number;
  firstReceivedAt: number | undefined;
  /** Story time until which nobody else gets it. */
  hiddenUntil: number;
  /** Real time (performance.now) until which nobody else gets it, however fast the story runs. */
  hiddenRealUntil: number;
  /** The handle of the newest receive; an older one no longer deletes surely. */
  handle: string | undefined;
  /** A copy that was deleted and comes once more all the same: at least once means that. */
  ghost: boolean;
}

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly visibilityMs: number;
  readonly messages: Message[];
  /** Long polls waiting for something to come. */
  readonly waiting: Set<() => void>;
  readonly deadLetters: { readonly queue: string; readonly maxReceives: number } | undefined;
}

export function createMessage(
  id: string,
  body: string,
  sentAt: number,
  options: { delayMs?: number; attributes?: Record<string, unknown> } = {},
): Message {
  return {
    id,
    body,
    md5: createHash('md5').update(body).digest('hex'),
    sentAt,
    attributes: options.attributes,
    received: 0,
    firstReceivedAt: undefined,
    hiddenUntil: sentAt + (options.delayMs ?? 0),
    hiddenRealUntil: 0,
    handle: undefined,
    ghost: false,
  };
}

export function isVisible(message: Message, now: number): boolean {
  return message.hiddenUntil <= now && message.hiddenRealUntil <= performance.now();
}

/** A receipt handle names the message and which receive of it this was. */
export function handleOf(queue: Queue, message: Message): string {
  return Buffer.from(`${queue.name}/${message.id}/${message.received}`).toString('base64url');
}

export function messageOfHandle(queue: Queue, handle: string): Message | undefined | 'malformed' {
  const [name, id] = Buffer.from(handle, 'base64url').toString().split('/');
  if (name !== queue.name || id === undefined) return 'malformed';
  return queue.messages.find((message) => message.id === id);
}

/** A message as ReceiveMessage shows it. */
export function describe(message: Message): object {
  return {
    MessageId: message.id,
    ReceiptHandle: message.handle,
    Body: message.body,
    MD5OfBody: message.md5,
    Attributes: {
      SentTimestamp: String(message.sentAt),
      ApproximateReceiveCount: String(message.received),
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    },
    ...(message.attributes ? { MessageAttributes: message.attributes } : {}),
  };
}
