import { createSign, type KeyObject } from 'node:crypto';

export type SignatureVersion = '1' | '2';

/** What SNS wraps around a message, before it is signed. All values are strings. */
export interface Envelope {
  readonly Type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  readonly MessageId: string;
  readonly TopicArn: string;
  readonly Subject?: string;
  readonly Message: string;
  readonly Timestamp: string;
  readonly Token?: string;
  readonly SubscribeURL?: string;
  readonly UnsubscribeURL?: string;
}

/**
 * The text that is signed: name and value on a line each, in byte order, only the fields that the
 * type of message has (SNS Developer Guide, "Verifying the signatures of Amazon SNS messages").
 */
export function textToSign(envelope: Envelope): string {
  const names =
    envelope.Type === 'Notification'
      ? (['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const)
      : ([
          'Message',
          'MessageId',
          'SubscribeURL',
          'Timestamp',
          'Token',
          'TopicArn',
          'Type',
        ] as const);
  return names
    .filter((name) => envelope[name] !== undefined)
    .map((name) => `${name}\n${envelope[name]}\n`)
    .join('');
}

/** The JSON as SNS sends it: pretty-printed, signed. */
export function sealEnvelope(
  envelope: Envelope,
  seal: { privateKey: KeyObject; signatureVersion: SignatureVersion; certificateUrl: string },
): string {
  const algorithm = seal.signatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  const Signature = createSign(algorithm)
    .update(textToSign(envelope))
    .sign(seal.privateKey, 'base64');
  const { UnsubscribeURL, SubscribeURL, ...rest } = envelope;
  const sealed = {
    ...rest,
    ...(SubscribeURL === undefined ? {} : { SubscribeURL }),
    SignatureVersion: seal.signatureVersion,
    Signature,
    SigningCertURL: seal.certificateUrl,
    ...(UnsubscribeURL === undefined ? {} : { UnsubscribeURL }),
  };
  return JSON.stringify(sealed, null, 2);
}
