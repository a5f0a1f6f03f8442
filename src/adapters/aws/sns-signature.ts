import { createVerify, type KeyObject } from 'node:crypto';
import { z } from 'zod';

const common = {
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.string(),
  Signature: z.string(),
  SigningCertURL: z.string(),
};
const confirmation = { ...common, Token: z.string(), SubscribeURL: z.string() };

/** A signed SNS message; every signed field must be a text. */
export const signedMessage = z.discriminatedUnion('Type', [
  z.object({ Type: z.literal('Notification'), ...common, Subject: z.string().nullish() }),
  z.object({ Type: z.literal('SubscriptionConfirmation'), ...confirmation }),
  z.object({ Type: z.literal('UnsubscribeConfirmation'), ...confirmation }),
]);
export type SignedMessage = z.infer<typeof signedMessage>;

const algorithms: Readonly<Record<string, string>> = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' };

/**
 * Did the holder of this key sign this message? Message attributes are not covered by the
 * signature: nothing may be decided by them.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export function isSignedBy(message: SignedMessage, key: KeyObject): boolean {
  const algorithm = algorithms[message.SignatureVersion];
  if (!algorithm || key.asymmetricKeyType !== 'rsa') return false;
  const verify = createVerify(algorithm);
  verify.update(textToSign(message), 'utf8');
  return verify.verify(key, message.Signature, 'base64');
}

/** `name\nvalue\n` of the signed fields in the byte order of their names, values as decoded. */
export function textToSign(message: SignedMessage): string {
  const fields: readonly (readonly [string, string | null | undefined])[] =
    message.Type === 'Notification'
      ? [
          ['Message', message.Message],
          ['MessageId', message.MessageId],
          ['Subject', message.Subject],
          ['Timestamp', message.Timestamp],
          ['TopicArn', message.TopicArn],
          ['Type', message.Type],
        ]
      : [
          ['Message', message.Message],
          ['MessageId', message.MessageId],
          ['SubscribeURL', message.SubscribeURL],
          ['Timestamp', message.Timestamp],
          ['Token', message.Token],
          ['TopicArn', message.TopicArn],
          ['Type', message.Type],
        ];
  return fields
    .filter(([, value]) => typeof value === 'string')
    .map(([name, value]) => `${name}\n${value}\n`)
    .join('');
}
