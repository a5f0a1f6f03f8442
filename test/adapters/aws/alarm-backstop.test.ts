import { expect, test } from 'vitest';
import { createAlarmBackstop } from '../../../src/adapters/aws/alarm-backstop.ts';
import { alertKeyOf } from '../../../src/adapters/aws/alarm-identity.ts';
import { readAlarmMessage } from '../../../src/adapters/aws/alarm-message.ts';
import type { Operation } from '../../../src/demo/aws/wire.ts';
import { AwsFault } from '../../../src/demo/aws/wire.ts';
import { keptLog, region, service, startAws } from './local.ts';

const account = '123456789012';
const changedAt = Date.parse('2026-11-22T01:59:30.401Z');
const now = changedAt + 90_000;

function arnOf(name: string): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
}

function metricAlarm(name: string, state: string, fields: object = {}) {
  return {
    AlarmName: name,
    AlarmArn: arnOf(name),
    StateValue: state,
    StateReason: 'Threshold Crossed',
    StateTransitionedTimestamp: new Date(changedAt),
    StateUpdatedTimestamp: new Date(changedAt + 45_000),
    MetricName: 'Latency',
    Namespace: 'AWS/ApplicationELB',
    Statistic: 'Average',
    Dimensions: [{ Name: 'LoadBalancer', Value: 'app/shop/1' }],
    Period: 60,
    Threshold: 2,
    ComparisonOperator: 'GreaterThanThreshold',
    ...fields,
  };
}

/** Alarms as DescribeAlarms gives them out, two a page. */
function alarms(
  metric: readonly ReturnType<typeof metricAlarm>[],
  composite: readonly object[] = [],
): Operation {
  return (input) => {
    const names = input.AlarmNames as string[] | undefined;
    const fits = (alarm: { AlarmName?: string; StateValue?: string }) =>
      (input.StateValue === undefined || alarm.StateValue === input.StateValue) &&
      (names === undefined || names.includes(alarm.AlarmName ?? ''));
    const all = metric.filter(fits);
    const from = Number(input.NextToken ?? 0);
    return {
      MetricAlarms: all.slice(from, from + 2),
      CompositeAlarms: from === 0 ? composite.filter(fits) : [],
      ...(from + 2 < all.length ? { NextToken: String(from + 2) } : {}),
    };
  };
}

async function readAll(
  operations: Record<string, Operation>,
  known: readonly string[] = [],
  log = keptLog(),
) {
  const { aws, clients } = await startAws([service('monitoring', operations)]);
  const backstop = createAlarmBackstop({ clients, regions: [region], now: () => now, log });
  return { changes: await backstop.readAlarms(known), aws, log };
}

test('reads every firing alarm over all pages, composite ones too', async () => {
  const firing = ['a', 'b', 'c'].map((name) => metricAlarm(name, 'ALARM'));
  const composite = { ...metricAlarm('all', 'ALARM'), MetricName: undefined };
  const { changes, aws } = await readAll({
    DescribeAlarms: alarms([...firing, metricAlarm('d', 'OK')], [composite]),
  });
  expect(changes.map((change) => change.name).sort()).toEqual(['a', 'all', 'b', 'c']);
  expect(changes.every(({ via, state }) => via === 'backstop' && state === 'alarm')).toBe(true);
  expect(aws.calls[0]?.input.AlarmTypes).toContain('CompositeAlarm');
});

test('calls a change by the name its push has: by when the state changed, not when it was written', async () => {
  const { changes } = await readAll({ DescribeAlarms: alarms([metricAlarm('a', 'ALARM')]) });
  const [pushed] = readAlarmMessage(
    JSON.stringify({
      AlarmName: 'a',
      AlarmArn: arnOf('a'),
      NewStateValue: 'ALARM',
      StateChangeTime: '2026-11-22T01:59:30.401+0000',
    }),
    { via: 'sqs', receivedAt: 0 },
  );
  expect(changes[0]?.changeId).toBe(pushed?.changeId);
  expect(changes[0]?.metric).toEqual({
    namespace: 'AWS/ApplicationELB',
    name: 'Latency',
    dimensions: { LoadBalancer: 'app/shop/1' },
    statistic: 'Average',
    periodSeconds: 60,
    threshold: 2,
    comparison: 'GreaterThanThreshold',
  });
});

test('tells how the known open ones stand that fire no more', async () => {
  const { changes } = await readAll(
    { DescribeAlarms: alarms([metricAlarm('a', 'ALARM'), metricAlarm('b', 'OK')]) },
    [arnOf('a'), arnOf('b'), 'generic:abc'],
  );
  expect(changes.map(({ name, state }) => [name, state])).toEqual([
    ['a', 'alarm'],
    ['b', 'ok'],
  ]);
});

test('tells of a deleted alarm once, and of another account nothing', async () => {
  const strange = arnOf('x').replace(account, '999999999999');
  const known = [arnOf('gone'), strange];
  const { changes } = await readAll({ DescribeAlarms: alarms([metricAlarm('a', 'ALARM')]) }, known);
  const again = await readAll({ DescribeAlarms: alarms([metricAlarm('a', 'ALARM')]) }, known);
  const gone = changes.filter((change) => change.name === 'gone');
  expect(gone).toMatchObject([{ state: 'insufficient-data', alertKey: arnOf('gone') }]);
  expect(changes.some((change) => change.alertKey === strange)).toBe(false);
  expect(again.changes.map((change) => change.changeId)).toEqual(
    changes.map((change) => change.changeId),
  );
});

const many = {
  Metrics: [{ Id: 'q', Expression: 'SELECT MAX(x) FROM y GROUP BY shop', Period: 60 }],
};

test('tells an alarm over many series once a contributor, and which of them have cleared', async () => {
  const cleared = alertKeyOf(arnOf('a'), 'bbbb');
  const { changes } = await readAll(
    {
      DescribeAlarms: alarms([metricAlarm('a', 'ALARM', { ...many, MetricName: undefined })]),
      DescribeAlarmContributors: () => ({
        AlarmContributors: [
          {
            ContributorId: 'aaaa',
            ContributorAttributes: { shop: '7' },
            StateReason: 'Threshold Crossed',
            StateTransitionedTimestamp: new Date(changedAt),
          },
        ],
      }),
    },
    [cleared],
  );
  expect(changes.map(({ alertKey, state, reason }) => [alertKey, state, reason])).toEqual([
    [alertKeyOf(arnOf('a'), 'aaaa'), 'alarm', 'shop=7: Threshold Crossed'],
    [cleared, 'ok', 'No longer among the contributors in ALARM.'],
  ]);
});

test('tells the alarm itself when its contributors cannot be read', async () => {
  const { changes, log } = await readAll({
    DescribeAlarms: alarms([metricAlarm('a', 'ALARM', { ...many, MetricName: undefined })]),
    DescribeAlarmContributors: () => {
      throw new AwsFault('AccessDeniedException', 'no', 403);
    },
  });
  expect(changes.map((change) => change.alertKey)).toEqual([arnOf('a')]);
  expect(log.lines[0]).toContain('Allow cloudwatch:DescribeAlarmContributors');
});

test('throws when no region could be read, and goes without the one that could not', async () => {
  const { aws, clients } = await startAws([
    service('monitoring', { DescribeAlarms: alarms([metricAlarm('a', 'ALARM')]) }),
  ]);
  const log = keptLog();
  const regions = [region, 'eu-west-1'];
  const backstop = createAlarmBackstop({ clients, regions, now: () => now, log });
  aws.faults.inject({ service: 'monitoring', operation: '*', kind: 'deny', times: 1 });
  expect(await backstop.readAlarms([])).toHaveLength(1);
  expect(log.lines).toEqual(['warn the alarms of one region could not be read']);
  aws.faults.inject({ service: 'monitoring', operation: '*', kind: 'throttle', times: 2 });
  await expect(backstop.readAlarms([])).rejects.toMatchObject({ kind: 'rate-limited' });
});
