import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../../engine/clock.ts';
import { readInput } from '../input.ts';
import { AwsFault, type LocalService, type Page } from '../wire.ts';
import { createSigningIdentity, type SigningIdentity } from './certificate.ts';
import { type Delivery, deliverOverHttp } from './delivery.ts';
import { type Envelope, type SignatureVersion, sealEnvelope } from './envelope.ts';
import {
  attributeInput,
  confirmInput,
  publishInput,
  subscribeInput,
  subscriptionInput,
  topicInput,
} from './input.ts';
import { describe, type Subscription, subscriptionTo } from './subscription.ts';

export interface LocalSns {
  readonly service: LocalService;
  /** Delivers to every confirmed subscription; answers the message's id. */
  publish(topicArn: string, message: { subject?: string; message: string }): string;
  /** Deliveries over HTTP, as they went. */
  readonly deliveries: readonly Delivery[];
  /** Resolves when no delivery over HTTP is under way. */
  settled(): Promise<void>;
}

interface Topic {
  readonly arn: string;
  signatureVersion: SignatureVersion;
}

/**
 * SNS: topics that deliver to local queues and over HTTP, with signatures that verify against the
 * certificate it serves itself. Its address stands where AWS's `sns.<region>.amazonaws.com` would.
 */
export function createLocalSns(options: {
  clock: Clock;
  topics: readonly { arn: string; signatureVersion?: SignatureVersion }[];
  /** Subscriptions that exist from the start: queues. */
  queues?: readonly { topicArn: string; queueArn: string; raw?: boolean }[];
  /** Puts a body into a local queue; false when there is none of that name. */
  deliverToQueue: (queueArn: string, body: string) => boolean;
  /** Story ms between tries over HTTP; AWS: 20 s, three repeats. */
  retry?: { delayMs: number; repeats: number };
}): LocalSns {
  const { clock } = options;
  const certificatePath = `/SimpleNotificationService-${randomBytes(16).toString('hex')}.pem`;
  const topics: Topic[] = options.topics.map(({ arn, signatureVersion }) => ({
    arn,
    signatureVersion: signatureVersion ?? '1',
  }));
  const subscriptions: Subscription[] = (options.queues ?? []).map((queue) =>
    subscriptionTo(queue.topicArn, 'sqs', queue.queueArn, queue.raw ?? false, true),
  );
  const deliveries: Delivery[] = [];
  const underWay = new Set<Promise<void>>();
  const stop = new AbortController();
  let identity: SigningIdentity | undefined;
  let baseUrl = '';

  function topicOf(arn: string): Topic {
    const topic = topics.find((candidate) => candidate.arn === arn);
    if (topic) return topic;
    throw new AwsFault('NotFound', 'Topic does not exist', 404);
  }

  function seal(envelope: Envelope): string {
    if (!identity) throw new Error('SNS was used before its server was started.');
    return sealEnvelope(envelope, {
      privateKey: identity.privateKey,
      signatureVersion: topicOf(envelope.TopicArn).signatureVersion,
      certificateUrl: baseUrl + certificatePath,
    });
  }

  function sendOverHttp(subscription: Subscription, envelope: Envelope): void {
    const raw = subscription.raw && envelope.Type === 'Notification';
    const delivering = deliverOverHttp({
      clock,
      url: subscription.endpoint,
      envelope,
      body: raw ? envelope.Message : seal(envelope),
      raw,
      ...(subscription.confirmed ? { subscriptionArn: subscription.arn } : {}),
      retry: options.retry ?? { delayMs: 20_000, repeats: 3 },
      signal: stop.signal,
      took: (delivery) => deliveries.push(delivery),
    });
    underWay.add(delivering);
    void delivering.finally(() => underWay.delete(delivering));
  }

  function publish(topicArn: string, content: { subject?: string; message: string }): string {
    topicOf(topicArn);
    const messageId = randomUUID();
    for (const subscription of subscriptions) {
      if (subscription.topicArn !== topicArn || !subscription.confirmed) continue;
      const unsubscribe = `${baseUrl}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`;
      const envelope: Envelope = {
        Type: 'Notification',
        MessageId: messageId,
        TopicArn: topicArn,
        ...(content.subject === undefined ? {} : { Subject: content.subject }),
        Message: content.message,
        Timestamp: new Date(clock.now()).toISOString(),
        UnsubscribeURL: unsubscribe,
      };
      if (subscription.protocol === 'sqs') {
        const body = subscription.raw ? content.message : seal(envelope);
        options.deliverToQueue(subscription.endpoint, body);
      } else sendOverHttp(subscription, envelope);
    }
    return messageId;
  }

  function subscribe(input: Record<string, unknown>): object {
    const read = readInput(subscribeInput, input, 'InvalidParameter');
    topicOf(read.TopicArn);
    const known = subscriptions.find(
      (one) => one.topicArn === read.TopicArn && one.endpoint === read.Endpoint,
    );
    const raw = read.Attributes.RawMessageDelivery === 'true';
    const subscription =
      known ?? subscriptionTo(read.TopicArn, read.Protocol, read.Endpoint, raw, false);
    if (!known) subscriptions.push(subscription);
    if (read.Protocol === 'sqs') subscription.confirmed = true;
    if (!subscription.confirmed) askToConfirm(subscription);
    return { SubscriptionArn: subscription.confirmed ? subscription.arn : 'pending confirmation' };
  }

  function askToConfirm(subscription: Subscription): void {
    const query = new URLSearchParams({
      Action: 'ConfirmSubscription',
      TopicArn: subscription.topicArn,
      Token: subscription.token,
    });
    sendOverHttp(subscription, {
      Type: 'SubscriptionConfirmation',
      MessageId: randomUUID(),
      TopicArn: subscription.topicArn,
      Message:
        `You have chosen to subscribe to the topic ${subscription.topicArn}.\n` +
        'To confirm the subscription, visit the SubscribeURL included in this message.',
      Timestamp: new Date(clock.now()).toISOString(),
      Token: subscription.token,
      SubscribeURL: `${baseUrl}/?${query}`,
    });
  }

  function confirm(topicArn: string, token: string): object {
    topicOf(topicArn);
    const subscription = subscriptions.find(
      (one) => one.topicArn === topicArn && one.token === token,
    );
    if (!subscription) throw new AwsFault('InvalidParameter', 'Invalid parameter: Token', 400);
    subscription.confirmed = true;
    return { SubscriptionArn: subscription.arn };
  }

  function unsubscribe(arn: string): void {
    const subscription = subscriptions.find((one) => one.arn === arn);
    if (!subscription) return;
    subscription.confirmed = false;
    if (subscription.protocol === 'sqs') return;
    sendOverHttp(subscription, {
      Type: 'UnsubscribeConfirmation',
      MessageId: randomUUID(),
      TopicArn: subscription.topicArn,
      Message: `You have chosen to deactivate subscription ${arn}.`,
      Timestamp: new Date(clock.now()).toISOString(),
      Token: subscription.token,
      SubscribeURL: `${baseUrl}/?Action=ConfirmSubscription&TopicArn=${subscription.topicArn}&Token=${subscription.token}`,
    });
  }

  /** The links inside messages work without credentials, as AWS's do. */
  function page(url: URL): Page | undefined {
    if (identity && url.pathname === certificatePath) {
      return { status: 200, type: 'application/x-pem-file', body: identity.certificatePem };
    }
    const action = url.searchParams.get('Action');
    const asked = (name: string) => url.searchParams.get(name) ?? '';
    try {
      if (action === 'ConfirmSubscription') confirm(asked('TopicArn'), asked('Token'));
      else if (action === 'Unsubscribe') unsubscribe(asked('SubscriptionArn'));
      else return undefined;
      return { status: 200, type: 'text/xml', body: `<${action}Response/>` };
    } catch (error) {
      if (!(error instanceof AwsFault)) throw error;
      return { status: error.status, type: 'text/plain', body: error.message };
    }
  }

  return {
    publish,
    deliveries,
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
    service: {
      name: 'sns',
      xml: { namespace: 'http://sns.amazonaws.com/doc/2010-03-31/', members: {} },
      page,
      async started(url) {
        baseUrl = url;
        identity = await createSigningIdentity('sns.amazonaws.com');
      },
      async stopped() {
        stop.abort();
        await Promise.allSettled(underWay);
      },
      operations: {
        Publish: (input) => {
          const read = readInput(publishInput, input, 'InvalidParameter');
          const content = { message: read.Message };
          const subject = read.Subject === undefined ? {} : { subject: read.Subject };
          return { MessageId: publish(read.TopicArn, { ...content, ...subject }) };
        },
        Subscribe: subscribe,
        ConfirmSubscription: (input) => {
          const read = readInput(confirmInput, input, 'InvalidParameter');
          return confirm(read.TopicArn, read.Token);
        },
        Unsubscribe: (input) => {
          unsubscribe(readInput(subscriptionInput, input, 'InvalidParameter').SubscriptionArn);
          return {};
        },
        ListSubscriptionsByTopic: (input) => {
          const { arn } = topicOf(readInput(topicInput, input, 'InvalidParameter').TopicArn);
          const list = subscriptions.filter((one) => one.topicArn === arn).map(describe);
          return { Subscriptions: list };
        },
        GetTopicAttributes: (input) => {
          const topic = topicOf(readInput(topicInput, input, 'InvalidParameter').TopicArn);
          const attributes = [
            ['TopicArn', topic.arn],
            ['SignatureVersion', topic.signatureVersion],
          ] as const;
          return { Attributes: new Map(attributes) };
        },
        SetTopicAttributes: (input) => {
          const read = readInput(attributeInput, input, 'InvalidParameter');
          const topic = topicOf(read.TopicArn);
          const version = read.AttributeValue;
          if (read.AttributeName !== 'SignatureVersion' || (version !== '1' && version !== '2')) {
            throw new AwsFault('InvalidParameter', 'Invalid parameter: AttributeName', 400);
          }
          topic.signatureVersion = version;
          return {};
        },
      },
    },
  };
}
