import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readAlarmMessage } from '../../../src/adapters/aws/alarm-message.ts';
import type { AlarmChange } from '../../../src/core/intake/alarm.ts';

const arn = 'arn:aws:cloudwatch:ap-northeast-2:123456789012:alarm:points-api-5xx';
const receivedAt = Date.parse('2026-11-22T02:00:00Z');

function read(text: string, transportId = 'q-1'): AlarmChange {
  const changes = readAlarmMessage(text, { via: 'sqs', transportId, receivedAt });
  expect(changes).toHaveLength(1);
  return changes[0]!;
}

function publication(fields: object = {}): Record<string, unknown> {
  return {
    AlarmName: 'points-api-5xx',
    AlarmDescription: 'More than 5 failures a minute',
    AWSAccountId: '123456789012',
    NewStateValue: 'ALARM',
    NewStateReason: 'Threshold Crossed: 2 datapoints were greater than the threshold (5.0).',
    StateChangeTime: '2026-11-22T01:59:30.401+0000',
    Region: 'Asia Pacific (Seoul)',
    AlarmArn: arn,
    OldStateValue: 'OK',
    ActionExecutedAfterMuteWindow: false,
    Trigger: {
      MetricName: 'HTTPCode_Target_5XX_Count',
      Namespace: 'AWS/ApplicationELB',
      Statistic: 'SUM',
      Unit: null,
      Dimensions: [{ value: 'app/shop/1', name: 'LoadBalancer' }],
      Period: 60,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 5,
      TreatMissingData: '- TreatMissingData:                    missing',
    },
    ...fields,
  };
}

function envelope(message: unknown, fields: object = {}): string {
  return JSON.stringify({
    Type: 'Notification',
    MessageId: 'b0ebf666-0000-56c9-85a9-954a6f171dbc',
    TopicArn: 'arn:aws:sns:ap-northeast-2:123456789012:alarms',
    Subject: 'ALARM: "points-api-5xx" in Asia Pacific (Seoul)',
    Message: typeof message === 'string' ? message : JSON.stringify(message),
    Timestamp: '2026-11-22T01:59:30.600Z',
    SignatureVersion: '1',
    Signature: 'AAAA',
    SigningCertURL: 'https://sns.ap-northeast-2.amazonaws.com/SimpleNotificationService-1.pem',
    UnsubscribeURL:
      'https://sns.ap-northeast-2.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=secret',
    ...fields,
  });
}

function event(detail: object, fields: object = {}): string {
  return JSON.stringify({
    version: '0',
    id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '123456789012',
    time: '2026-11-22T01:59:30Z',
    region: 'ap-northeast-2',
    resources: [arn],
    detail: {
      alarmName: 'points-api-5xx',
      state: {
        value: 'ALARM',
        reason: 'Threshold Crossed',
        reasonData: '{"threshold":5.0}',
        timestamp: '2026-11-22T01:59:30.401+0000',
      },
      ...detail,
    },
    ...fields,
  });
}

test('reads an alarm out of its SNS envelope', () => {
  expect(read(envelope(publication()))).toEqual({
    changeId: `${arn}@${Date.parse('2026-11-22T01:59:30.401Z')}:alarm`,
    alertKey: arn,
    source: 'cloudwatch',
    via: 'sqs',
    name: 'points-api-5xx',
    description: 'More than 5 failures a minute',
    state: 'alarm',
    reason: 'Threshold Crossed: 2 datapoints were greater than the threshold (5.0).',
    changedAt: Date.parse('2026-11-22T01:59:30.401Z'),
    region: 'ap-northeast-2',
    account: '123456789012',
    metric: {
      namespace: 'AWS/ApplicationELB',
      name: 'HTTPCode_Target_5XX_Count',
      dimensions: { LoadBalancer: 'app/shop/1' },
      statistic: 'Sum',
      periodSeconds: 60,
      threshold: 5,
      comparison: 'GreaterThanThreshold',
    },
  });
});

test('knows the same change by SNS, raw delivery and EventBridge as one', () => {
  const ways = [
    envelope(publication()),
    JSON.stringify(publication()),
    event({}),
    envelope(publication(), { MessageId: 'another' }),
  ];
  expect(new Set(ways.map((way) => read(way).changeId)).size).toBe(1);
});

test('tells the contributors of one alarm apart, by either way', () => {
  const contributor = { AlarmContributorId: '2868f7dcc58a8caf' };
  const one = read(
    envelope(publication({ ...contributor, AlarmContributorAttributes: { shop: 'b' } })),
  );
  const other = read(envelope(publication({ AlarmContributorId: 'ffffffffffffffff' })));
  const byEvent = read(
    event(
      { alarmContributor: { id: '2868f7dcc58a8caf', attributes: { shop: 'b' } } },
      { 'detail-type': 'CloudWatch Alarm Contributor State Change' },
    ),
  );
  expect(one.alertKey).not.toBe(other.alertKey);
  expect(one.changeId).toBe(byEvent.changeId);
  expect(one.reason).toMatch(/^shop=b: /);
  expect(one.region).toBe('ap-northeast-2');
});

test('names the children of a composite alarm, which has no metric', () => {
  const child = `${arn}-child`;
  const change = read(
    envelope(publication({ Trigger: undefined, TriggeringChildren: [{ Arn: child }] })),
  );
  expect(change.children).toEqual([child]);
  expect(change.metric).toBeUndefined();
});

test('takes the expression that is watched, with the ground it stands on', () => {
  const stat = {
    Metric: {
      MetricName: 'RequestCount',
      Namespace: 'AWS/ApplicationELB',
      Dimensions: [{ Name: 'LoadBalancer', Value: 'a' }],
    },
    Period: 60,
    Stat: 'Sum',
  };
  const Metrics = [
    { Id: 'm1', MetricStat: stat, ReturnData: false },
    { Id: 'e1', Expression: 'm2/m1', Label: 'failure rate', ReturnData: true, Period: 60 },
  ];
  const Trigger = { Threshold: 0.05, ComparisonOperator: 'GreaterThanThreshold', Metrics };
  expect(read(envelope(publication({ Trigger }))).metric).toEqual({
    namespace: 'AWS/ApplicationELB',
    name: 'failure rate',
    dimensions: { LoadBalancer: 'a' },
    periodSeconds: 60,
    threshold: 0.05,
    comparison: 'GreaterThanThreshold',
  });
});

test('is an alarm still when parts of it have a shape nobody knows', () => {
  const strange = {
    AlarmDescription: 7,
    NewStateReason: { a: 1 },
    AlarmContributorAttributes: { shop: 7 },
    Trigger: 'none',
    TriggeringChildren: {},
  };
  expect(read(envelope(publication(strange)))).toMatchObject({
    source: 'cloudwatch',
    alertKey: arn,
    state: 'alarm',
  });
});

test('keeps any name whole, from the message and not from the shortened subject', () => {
  const name = `포인트 "적립" ${'x'.repeat(240)}`;
  const change = read(
    envelope(publication({ AlarmName: name, AlarmArn: `${arn.slice(0, 57)}${name}` })),
  );
  expect(change.name).toBe(name);
});

test('makes up the ARN from the topic when the message leaves it out', () => {
  const change = read(envelope(publication({ AlarmArn: undefined })));
  expect(change.alertKey).toBe(arn);
});

test('takes a deleted alarm as one whose state can no longer be known', () => {
  const deleted = event(
    { operation: 'delete' },
    { 'detail-type': 'CloudWatch Alarm Configuration Change' },
  );
  expect(read(deleted)).toMatchObject({
    state: 'insufficient-data',
    reason: 'The alarm was deleted.',
    alertKey: arn,
  });
});

describe('what it cannot understand becomes one generic alert', () => {
  test.each([
    ['plain text', 'Disk is full on host 7'],
    ['nothing at all', ''],
    ['broken JSON', '{"AlarmName": "x"'],
    ['a JSON list', '[1,2,3]'],
    ['an alarm without a state', JSON.stringify(publication({ NewStateValue: undefined }))],
    ['an alarm with an unknown state', JSON.stringify(publication({ NewStateValue: 'MUTED' }))],
    ['an alarm with a broken time', JSON.stringify(publication({ StateChangeTime: 'soon' }))],
    ['an event of another service', event({}, { source: 'aws.rds' })],
    ['plain text in an envelope', envelope('test from the console')],
  ])('%s', (_, text) => {
    expect(read(text)).toMatchObject({ source: 'generic', state: 'alarm' });
  });

  test('known again when it is delivered again, by whatever way', () => {
    const text = envelope('test from the console');
    expect(read(text, 'q-1').changeId).toBe(read(text, 'q-2').changeId);
    expect(read('hello', 'q-1').changeId).toBe(read('hello', 'q-1').changeId);
    expect(read('hello', 'q-1').changeId).not.toBe(read('hello', 'q-2').changeId);
  });

  test('as one alert for messages that differ in numbers only', () => {
    const [one, other] = ['Disk at 91 %', 'Disk at 97 %'].map((text) => read(text));
    expect(one?.alertKey).toBe(other?.alertKey);
    expect(read('Certificate expires').alertKey).not.toBe(one?.alertKey);
  });

  test('with its subject as name, its own time, and its text cut', () => {
    const change = read(envelope('x'.repeat(200_000), { Subject: 'Nightly job failed' }));
    expect(change.name).toBe('Nightly job failed');
    expect(change.changedAt).toBe(Date.parse('2026-11-22T01:59:30.600Z'));
    expect(change.raw).toHaveLength(10_000);
  });
});

test('lets no link through that subscribes or unsubscribes', () => {
  const link = 'https://sns.ap-northeast-2.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=s';
  const texts = [
    envelope('hello'),
    envelope(envelope('an envelope in an envelope')),
    envelope(`see ${link}`, { Subject: link }),
    envelope(publication({ NewStateReason: link, AlarmDescription: link })),
    envelope('You have chosen to subscribe', {
      Type: 'SubscriptionConfirmation',
      SubscribeURL: link.replace('Unsubscribe', 'ConfirmSubscription'),
      Token: '2336412f37',
    }),
    `not json: ${link}`,
    JSON.stringify({ UnsubscribeUrl: link, Token: '2336412f37', Records: [] }).replaceAll(
      '/',
      '\\/',
    ),
  ];
  for (const text of texts) {
    const output = JSON.stringify(read(text));
    expect(output).not.toMatch(/amazonaws\.com\W*\?Action|SubscriptionArn=|2336412f37/);
  }
});

/** A folder of recorded and published payloads, not part of this repository. */
const payloads = process.env.FIREBREAK_PAYLOADS ?? '';
const recorded = existsSync(payloads)
  ? readdirSync(payloads).filter((name) => /^(sns|cw|eventbridge)-.*\.json$/.test(name))
  : [];

describe.skipIf(recorded.length === 0)('recorded payloads (FIREBREAK_PAYLOADS)', () => {
  test.each(recorded)('%s is read, and leaks no link', (file) => {
    const value: unknown = JSON.parse(readFileSync(`${payloads}/${file}`, 'utf8'));
    const body = (value as { body?: unknown }).body ?? value;
    const change = read(typeof body === 'string' ? body : JSON.stringify(body));
    const isAlarm = /cw-|alarm/.test(file);
    expect(change.source).toBe(isAlarm ? 'cloudwatch' : 'generic');
    if (isAlarm) {
      expect(change.changeId).toMatch(/@\d{13}:(alarm|ok|insufficient-data)$/);
      expect(change.name).not.toBe('');
    }
    expect(JSON.stringify(change)).not.toMatch(/Action=(Unsubscribe|ConfirmSubscription)/);
  });
});
