import { ConfirmSubscriptionCommand } from '@aws-sdk/client-sns';
import type { AlarmChange } from '../../core/intake/alarm.ts';
import { OutsideError } from '../../core/kit/outside-error.ts';
import type { Log } from '../../engine/log.ts';
import { readMoment } from './alarm-identity.ts';
import { readAlarmMessage } from './alarm-message.ts';
import { type AwsClients, endpointFor } from './clients.ts';
import { calling } from './errors.ts';
import {
  createCertificateCache,
  fetchCertificate,
  isCertificateUrl,
  readCertificate,
  TooLong,
  textUpTo,
} from './sns-certificate.ts';
import { isSignedBy, type SignedMessage, signedMessage } from './sns-signature.ts';

interface SnsDoorOptions {
  /** Topic ARNs we listen to; a message of any other is refused before anything is fetched. */
  readonly topics: readonly string[];
  readonly now: () => number;
  /** Stores the changes; the sender is told "taken" only after that. */
  readonly take: (changes: readonly AlarmChange[]) => Promise<void>;
  /** Confirms a subscription by our own call: see `createSubscriptionConfirmer`. */
  readonly confirm: (subscription: { topicArn: string; token: string }) => Promise<void>;
  /** Tells the channel something about the intake itself. `key`: the same one is said once. */
  readonly announce: (notice: { key: string; text: string }) => Promise<void>;
  readonly log: Log;
  /** SignatureVersion 1, still the default of new topics, is SHA-1. Default: refused. */
  readonly allowSha1?: boolean;
  readonly fetchCertificate?: (url: string) => Promise<string>;
  /** Certificates may come from this origin too. Default: the SDK's endpoint variable for SNS. */
  readonly localEndpoint?: string;
}

/** SNS messages hold at most 256 KiB; the envelope and its escapes make them longer on the way. */
const bodyLimit = (256 + 64) * 1024;
/** The longest an SNS delivery policy may go on trying, and a little for clocks that differ. */
const freshForMs = 65 * 60_000;
const clockSkewMs = 5 * 60_000;

/** Why a message is turned away. SNS takes any 4xx but 429 for final and does not try again. */
class Refused extends Error {
  override readonly name = 'Refused';
}

/**
 * HTTPS delivery from SNS: 200 once stored, 5xx when it could not be stored, 403 for what SNS did not
 * sign. A replay within the hour changes nothing: a change is known by its own identity.
 */
export function createSnsDoor(options: SnsDoorOptions): (request: Request) => Promise<Response> {
  const certificate = createCertificateCache(
    options.fetchCertificate ?? fetchCertificate,
    options.now,
  );
  const endpoint = options.localEndpoint ?? endpointFor('SNS', process.env);
  const localOrigin = endpoint && URL.canParse(endpoint) ? new URL(endpoint).origin : undefined;

  async function admit(body: string): Promise<SignedMessage> {
    const message = readSigned(body);
    if (!options.topics.includes(message.TopicArn)) {
      throw new Refused(`the topic ${message.TopicArn.slice(0, 200)} is not in intake.sns.topics`);
    }
    if (
      message.SignatureVersion !== '2' &&
      !(options.allowSha1 && message.SignatureVersion === '1')
    )
      throw new Refused(
        'its signature version is not 2: set the attribute SignatureVersion of the topic to 2, or sns.signatureVersion to 1 here',
      );
    if (!isCertificateUrl(message.SigningCertURL, message.TopicArn, localOrigin)) {
      throw new Refused("its signing certificate is not at SNS in the topic's region");
    }
    const key = readCertificate(await certificate(message.SigningCertURL), options.now());
    if (typeof key === 'string') throw new Refused(key);
    if (!isSignedBy(message, key)) throw new Refused('its signature is false');
    const age = options.now() - (readMoment(message.Timestamp) ?? Number.NEGATIVE_INFINITY);
    if (age > freshForMs || age < -clockSkewMs) {
      throw new Refused(
        "it is older than an hour, or from the future: a replay, or this machine's clock is wrong",
      );
    }
    return message;
  }

  async function act(message: SignedMessage, body: string): Promise<void> {
    switch (message.Type) {
      case 'Notification':
        await options.take(readAlarmMessage(body, { via: 'https', receivedAt: options.now() }));
        return;
      case 'SubscriptionConfirmation':
        await options.confirm({ topicArn: message.TopicArn, token: message.Token });
        options.log.info({ topic: message.TopicArn }, 'SNS subscription confirmed');
        return;
      case 'UnsubscribeConfirmation':
        options.log.warn({ topic: message.TopicArn }, 'SNS subscription ended');
        await options.announce({
          key: `sns-unsubscribed:${message.MessageId}`,
          text: `Somebody ended the subscription that brings alarms from ${message.TopicArn}. Until it is subscribed again, its alarms reach me only by the other ways and the backstop.`,
        });
    }
  }

  return async (request) => {
    if (request.method !== 'POST') return answer(405, 'POST only');
    try {
      if (request.headers.get('x-amz-sns-rawdelivery') === 'true') {
        throw new Refused('raw delivery is not signed: turn raw message delivery off');
      }
      if (Number(request.headers.get('content-length') ?? 0) > bodyLimit) {
        throw new TooLong(bodyLimit);
      }
      const body = await textUpTo(request.body, bodyLimit);
      await act(await admit(body), body);
      return answer(200, 'taken');
    } catch (error) {
      if (error instanceof Refused) {
        options.log.warn({ reason: error.message }, 'SNS message refused');
        return answer(403, 'refused');
      }
      if (error instanceof OutsideError && error.operation === 'GET certificate') {
        options.log.warn({ error }, error.message);
        return error.kind === 'not-found' ? answer(403, 'refused') : answer(503, 'send it again');
      }
      if (error instanceof TooLong) return answer(413, error.message);
      options.log.error({ error }, 'SNS message could not be taken: SNS will send it again');
      return answer(503, 'not taken, send it again');
    }
  };
}

/** Confirms with a signed call, after which only the topic's account can unsubscribe us. */
export function createSubscriptionConfirmer(
  clients: AwsClients,
): (subscription: { topicArn: string; token: string }) => Promise<void> {
  return async ({ topicArn, token }) => {
    await calling({ operation: 'sns:ConfirmSubscription', subject: topicArn }, () =>
      clients.sns(topicArn.split(':')[3]).send(
        new ConfirmSubscriptionCommand({
          TopicArn: topicArn,
          Token: token,
          AuthenticateOnUnsubscribe: 'true',
        }),
      ),
    );
  };
}

function readSigned(body: string): SignedMessage {
  try {
    return signedMessage.parse(JSON.parse(body));
  } catch {
    throw new Refused('it is no signed SNS message');
  }
}

function answer(status: number, text: string): Response {
  return new Response(`${text}\n`, { status, headers: { 'content-type': 'text/plain' } });
}
