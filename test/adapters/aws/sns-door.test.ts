import { createSign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  fetchCertificate,
  isCertificateUrl,
  readCertificate,
} from '../../../src/adapters/aws/sns-certificate.ts';
import { createSnsDoor, createSubscriptionConfirmer } from '../../../src/adapters/aws/sns-door.ts';
import { type SignedMessage, textToSign } from '../../../src/adapters/aws/sns-signature.ts';
import type { AlarmChange } from '../../../src/core/intake/alarm.ts';
import { OutsideError } from '../../../src/core/kit/outside-error.ts';
import {
  createSigningIdentity,
  type SigningIdentity,
} from '../../../src/demo/aws/sns/certificate.ts';
import { keptLog, service, startAws } from './local.ts';

const topic = 'arn:aws:sns:ap-northeast-2:123456789012:alarms';
const certificateUrl = `https://sns.ap-northeast-2.amazonaws.com/SimpleNotificationService-${'a1'.repeat(16)}.pem`;
const now = Date.parse('2026-11-22T02:00:00Z');

let sns: SigningIdentity;
let stranger: SigningIdentity;
beforeAll(async () => {
  sns = await createSigningIdentity('sns.amazonaws.com');
  stranger = await createSigningIdentity('sns.amazonaws.com');
});

type Fields = Record<string, unknown>;

function sealed(fields: Fields = {}, by: SigningIdentity = sns): Fields {
  const type = fields.Type ?? 'Notification';
  const message = {
    Type: type,
    MessageId: 'b0ebf666-b7f6-56c9-85a9-954a6f171dbc',
    TopicArn: topic,
    Message: 'Disk is full "here" \\ and\nthere — 디스크',
    Timestamp: new Date(now - 30_000).toISOString(),
    SignatureVersion: '2',
    SigningCertURL: certificateUrl,
    ...(type === 'Notification'
      ? {
          Subject: 'Disk',
          UnsubscribeURL: 'https://sns.ap-northeast-2.amazonaws.com/?Action=Unsubscribe',
        }
      : { Token: '2336412f37', SubscribeURL: 'http://169.254.169.254/latest/meta-data' }),
    ...fields,
  };
  const algorithm = message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  const sign = createSign(algorithm).update(textToSign(message as unknown as SignedMessage));
  return { ...message, Signature: sign.sign(by.privateKey, 'base64') };
}

function openDoor(options: Partial<Parameters<typeof createSnsDoor>[0]> = {}) {
  const taken: AlarmChange[] = [];
  const fetched: string[] = [];
  const confirmed: object[] = [];
  const announced: { key: string; text: string }[] = [];
  const log = keptLog();
  const door = createSnsDoor({
    topics: [topic],
    now: () => now,
    take: async (changes) => void taken.push(...changes),
    fetchCertificate: async (url) => {
      fetched.push(url);
      return sns.certificatePem;
    },
    confirm: async (subscription) => void confirmed.push(subscription),
    announce: async (notice) => void announced.push(notice),
    log,
    ...options,
  });
  async function post(body: unknown, headers: Record<string, string> = {}): Promise<number> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await door(
      new Request('http://127.0.0.1/alarms/sns', { method: 'POST', body: text, headers }),
    );
    return response.status;
  }
  return { post, taken, fetched, confirmed, announced, log, door };
}

test('takes a signed notification, and fetches its certificate once', async () => {
  const { post, taken, fetched } = openDoor();
  expect(await post(sealed())).toBe(200);
  expect(await post(sealed({ Subject: undefined }))).toBe(200);
  expect(taken).toHaveLength(2);
  expect(taken[0]).toMatchObject({ source: 'generic', via: 'https', name: 'Disk' });
  expect(fetched).toEqual([certificateUrl]);
});

test('gives a replay within the hour the same change, and refuses it afterwards', async () => {
  const { post, taken } = openDoor();
  const message = sealed();
  await post(message);
  await post(message);
  expect(new Set(taken.map((change) => change.changeId)).size).toBe(1);
  const { post: later, log } = openDoor({ now: () => now + 2 * 3_600_000 });
  expect(await later(message)).toBe(403);
  expect(log.lines).toEqual(['warn SNS message refused']);
});

describe('refuses', () => {
  const forged: readonly (readonly [string, () => unknown])[] = [
    ['what is no JSON', () => 'hello'],
    ['an unsigned envelope', () => ({ ...sealed(), Signature: undefined })],
    ['another message under the same signature', () => ({ ...sealed(), Message: 'all is well' })],
    ['a subject put in afterwards', () => ({ ...sealed({ Subject: undefined }), Subject: 'x' })],
    ['a signature by another key', () => sealed({}, stranger)],
    ['a signature that is no base64', () => ({ ...sealed(), Signature: '!!!' })],
    ['an object where a text belongs', () => ({ ...sealed(), Message: { a: 1 } })],
    ['an unknown type', () => ({ ...sealed(), Type: 'Gossip' })],
    ['a signature version it does not know', () => ({ ...sealed(), SignatureVersion: '3' })],
    ['SHA-1, unless allowed', () => sealed({ SignatureVersion: '1' })],
    [
      'a message from the future',
      () => sealed({ Timestamp: new Date(now + 600_000).toISOString() }),
    ],
    ['a message without a readable time', () => sealed({ Timestamp: 'soon' })],
  ];
  test.each(forged)('%s', async (_, message) => {
    const { post, taken } = openDoor();
    expect(await post(message())).toBe(403);
    expect(taken).toEqual([]);
  });

  test('a topic that is not ours, before anything is fetched', async () => {
    const { post, fetched } = openDoor();
    expect(await post(sealed({ TopicArn: `${topic}-2` }))).toBe(403);
    expect(fetched).toEqual([]);
  });

  const host = 'sns.ap-northeast-2.amazonaws.com';
  const path = `/SimpleNotificationService-${'a1'.repeat(16)}.pem`;
  test.each([
    `http://${host}${path}`,
    `https://${host}:8443${path}`,
    `https://${host}:443${path}`,
    `https://user@${host}${path}`,
    `https://${host}${path}?x=1`,
    `https://${host}${path}#x`,
    `https://${host}.evil.example${path}`,
    `https://evil.example/${host}${path}`,
    `https://sns.us-east-1.amazonaws.com${path}`,
    `https://sns.s3.amazonaws.com${path}`,
    `https://${host}\\@evil.example${path}`,
    `https://${host}/evil${path}`,
    `https://${host}/x/..${path}`,
    `https://${host}/other.pem`,
    `https://SNS.ap-northeast-2.amazonaws.com${path}`,
    'file:///etc/passwd',
    'not a url',
  ])('a certificate from %s', async (url) => {
    const { post, fetched } = openDoor();
    expect(await post(sealed({ SigningCertURL: url }))).toBe(403);
    expect(fetched).toEqual([]);
  });

  test('raw delivery, which nobody signs', async () => {
    const { post } = openDoor();
    expect(await post('{"AlarmName":"x"}', { 'x-amz-sns-rawdelivery': 'true' })).toBe(403);
  });

  test('more than 256 KiB and its envelope', async () => {
    const { post } = openDoor();
    expect(await post(sealed({ Message: 'x'.repeat(256 * 1024) }))).toBe(200);
    expect(await post(sealed({ Message: 'x'.repeat(400 * 1024) }))).toBe(413);
  });

  test('bytes that are no text', async () => {
    const { door } = openDoor();
    const body = Buffer.concat([Buffer.from('{"Type":"'), Buffer.from([0xff, 0xfe, 0x00])]);
    const request = new Request('http://127.0.0.1/alarms/sns', { method: 'POST', body });
    expect((await door(request)).status).toBe(403);
  });

  test('any method but POST', async () => {
    const response = await openDoor().door(new Request('http://127.0.0.1/alarms/sns'));
    expect(response.status).toBe(405);
  });
});

test('takes SHA-1 where it is allowed', async () => {
  const { post, taken } = openDoor({ allowSha1: true });
  expect(await post(sealed({ SignatureVersion: '1' }))).toBe(200);
  expect(taken).toHaveLength(1);
});

test('answers 5xx when the change could not be stored, so that SNS sends it again', async () => {
  const { post, log } = openDoor({ take: () => Promise.reject(new Error('disk is full')) });
  expect(await post(sealed())).toBe(503);
  expect(log.lines[0]).toMatch(/^error/);
});

test('answers 5xx when the certificate cannot be had, and tries again for the next message', async () => {
  let tries = 0;
  const fault = (kind: 'unavailable' | 'not-found') =>
    new OutsideError({ system: 'AWS SNS', operation: 'GET certificate', kind, message: 'no' });
  const { post } = openDoor({
    fetchCertificate: async () => {
      tries += 1;
      if (tries === 1) throw fault('unavailable');
      if (tries === 2) throw fault('not-found');
      return sns.certificatePem;
    },
  });
  expect(await post(sealed())).toBe(503);
  expect(await post(sealed())).toBe(403);
  expect(await post(sealed())).toBe(200);
});

test('confirms a subscription by its own call, and never follows the link', async () => {
  const { post, confirmed, taken } = openDoor();
  expect(await post(sealed({ Type: 'SubscriptionConfirmation' }))).toBe(200);
  expect(confirmed).toEqual([{ topicArn: topic, token: '2336412f37' }]);
  expect(taken).toEqual([]);
  const { post: denied } = openDoor({ confirm: () => Promise.reject(new Error('denied')) });
  expect(await denied(sealed({ Type: 'SubscriptionConfirmation' }))).toBe(503);
});

test('confirms so that nobody can unsubscribe without credentials', async () => {
  const { aws, clients } = await startAws([
    service('sns', { ConfirmSubscription: () => ({ SubscriptionArn: `${topic}:1` }) }),
  ]);
  await createSubscriptionConfirmer(clients)({ topicArn: topic, token: 't' });
  expect(aws.calls[0]?.input).toEqual({
    TopicArn: topic,
    Token: 't',
    AuthenticateOnUnsubscribe: 'true',
  });
});

test('tells the channel when the subscription ends, without any link', async () => {
  const { post, announced } = openDoor();
  expect(await post(sealed({ Type: 'UnsubscribeConfirmation' }))).toBe(200);
  expect(announced).toHaveLength(1);
  expect(announced[0]?.text).toContain(topic);
  expect(announced[0]?.text).not.toMatch(/https?:/);
});

test('takes certificates from the local endpoint too, and from exactly that origin', () => {
  const path = `/SimpleNotificationService-${'a1'.repeat(16)}.pem`;
  const origin = 'http://127.0.0.1:4566';
  expect(isCertificateUrl(origin + path, topic, origin)).toBe(true);
  expect(isCertificateUrl(`http://127.0.0.1:4567${path}`, topic, origin)).toBe(false);
  expect(isCertificateUrl(origin + path, topic)).toBe(false);
  expect(isCertificateUrl(certificateUrl, topic, origin)).toBe(true);
});

test.each([
  ['a redirect', 'unavailable', { status: 302, headers: { location: '/elsewhere.pem' }, size: 9 }],
  ['more than a certificate can be', 'unavailable', { status: 200, headers: {}, size: 9_000 }],
  ['a refusal', 'not-found', { status: 403, headers: {}, size: 9 }],
] as const)('takes no certificate from %s', async (_, kind, answer) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(answer.status, answer.headers).end('x'.repeat(answer.size));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await expect(fetchCertificate(`http://127.0.0.1:${port}/a.pem`)).rejects.toMatchObject({ kind });
  server.closeAllConnections();
  server.close();
  expect(asked).toEqual(['/a.pem']);
});

test('knows the certificate host of China', () => {
  const path = `/SimpleNotificationService-${'a1'.repeat(16)}.pem`;
  const inChina = 'arn:aws-cn:sns:cn-north-1:123456789012:alarms';
  expect(isCertificateUrl(`https://sns.cn-north-1.amazonaws.com.cn${path}`, inChina)).toBe(true);
  expect(isCertificateUrl(`https://sns.cn-north-1.amazonaws.com${path}`, inChina)).toBe(false);
});

test('trusts no certificate out of date, made out to another, or unreadable', async () => {
  const other = await createSigningIdentity('evil.example');
  expect(readCertificate(sns.certificatePem, now)).toMatchObject({ type: 'public' });
  expect(readCertificate(sns.certificatePem, Date.parse('2050-01-01'))).toMatch(/valid from/);
  expect(readCertificate(other.certificatePem, now)).toMatch(/not made out to SNS/);
  expect(readCertificate('hello', now)).toMatch(/cannot be read/);
});
