import { randomBytes, randomUUID } from 'node:crypto';

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: 'sqs' | 'http' | 'https';
  readonly endpoint: string;
  readonly raw: boolean;
  readonly token: string;
  confirmed: boolean;
}

export function subscriptionTo(
  topicArn: string,
  protocol: Subscription['protocol'],
  endpoint: string,
  raw: boolean,
  confirmed: boolean,
): Subscription {
  const token = randomBytes(64).toString('hex');
  return {
    arn: `${topicArn}:${randomUUID()}`,
    topicArn,
    protocol,
    endpoint,
    raw,
    token,
    confirmed,
  };
}

/** As ListSubscriptionsByTopic shows it. */
export function describe(subscription: Subscription): object {
  return {
    SubscriptionArn: subscription.confirmed ? subscription.arn : 'PendingConfirmation',
    Owner: subscription.topicArn.split(':')[4],
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    TopicArn: subscription.topicArn,
  };
}
