import { describe, expect, test } from 'vitest';
import { createAlarmMeter } from '../../../src/adapters/aws/alarm-meter.ts';
import type { Environment } from '../../../src/core/service/service.ts';
import { region, service, startAws } from './local.ts';

const arn = `arn:aws:cloudwatch:${region}:123456789012:alarm:slow`;
const now = Date.parse('2026-11-22T02:10:30Z');
const minute = 60_000;
/** The two last whole and settled minutes are 02:07 and 02:08. */
const [firstAt, secondAt] = [
  Date.parse('2026-11-22T02:07:00Z'),
  Date.parse('2026-11-22T02:08:00Z'),
];
const environment: Environment = {
  service: 'points-api',
  name: 'production',
  region,
  channel: '#incidents',
  alarms: [],
  logs: [],
};

interface World {
  readonly state?: string;
  readonly alarm?: object;
  /** Values of the watched metric at 02:07 and 02:08. */
  readonly values?: readonly (number | undefined)[];
  /** Samples a minute: usually, and now. */
  readonly traffic?: readonly [number, number];
  readonly sinceAt?: number;
}

async function measure(world: World, alerts: readonly string[] = [arn]) {
  const points = (values: readonly (readonly [number, number | undefined])[]) => {
    const there = values.filter(([, value]) => value !== undefined);
    return {
      Timestamps: there.map(([at]) => new Date(at)),
      Values: there.map(([, value]) => value),
      StatusCode: 'Complete',
    };
  };
  const [usual, present] = world.traffic ?? [100, 100];
  const [first, second] = world.values ?? [];
  const { aws, clients } = await startAws([
    service('monitoring', {
      DescribeAlarms: () => ({
        MetricAlarms: [
          {
            AlarmName: 'slow',
            AlarmArn: arn,
            StateValue: world.state ?? 'OK',
            StateReason: 'because',
            StateTransitionedTimestamp: new Date(now - 5 * minute),
            MetricName: 'TargetResponseTime',
            Namespace: 'AWS/ApplicationELB',
            Statistic: 'Average',
            Period: 60,
            Threshold: 2,
            ComparisonOperator: 'GreaterThanThreshold',
            ...world.alarm,
          },
        ],
      }),
      GetMetricData: ({ MetricDataQueries }) => ({
        MetricDataResults: (MetricDataQueries as { Id: string }[]).map(({ Id }) => ({
          Id,
          ...(Id === 'traffic'
            ? points([
                [firstAt - minute, usual],
                [firstAt, present],
                [secondAt, present],
              ])
            : points([
                [firstAt - minute, 99],
                [firstAt, first],
                [secondAt, second],
              ])),
        })),
      }),
    }),
  ]);
  const meter = createAlarmMeter({ clients, now: () => now });
  const sinceAt = world.sinceAt ?? now - 30 * minute;
  const results = await meter.readSymptom({ environment, alerts, sinceAt });
  return { aws, results, verdicts: results.map(({ result }) => result) };
}

test('passes when the alarm is fine and its metric kept below for two whole periods', async () => {
  const { results } = await measure({ values: [0.5, 0.61234] });
  expect(results).toEqual([
    { check: 'alarm slow', result: 'pass', text: 'Alarm slow: OK since 02:05 UTC' },
    {
      check: 'metric TargetResponseTime',
      result: 'pass',
      text: 'Metric TargetResponseTime: 0.5 and 0.6123 in 02:07–02:09 UTC; the alarm fires when above 2',
    },
  ]);
});

describe('the metric', () => {
  test.each<[string, World, string]>([
    ['fails when one of two periods is wrong', { values: [0.5, 2.1] }, 'fail'],
    ['passes at the threshold, where the alarm is silent', { values: [2, 2] }, 'pass'],
    ['is missing without data', { values: [] }, 'missing'],
    ['is missing with one of two values', { values: [0.5, undefined] }, 'missing'],
    [
      'is missing until two whole periods after the change are there',
      { values: [0.5, 0.5], sinceAt: firstAt + 1 },
      'missing',
    ],
    ['counts from the very moment of the change', { values: [0.5, 0.5], sinceAt: firstAt }, 'pass'],
    ['is missing when hardly anybody came', { values: [0.1, 0.1], traffic: [100, 4] }, 'missing'],
    [
      'does not mind a metric that always has one sample',
      { values: [1, 1], traffic: [1, 1] },
      'pass',
    ],
    [
      'reads the other way round for an alarm on too little',
      { values: [1, 5], alarm: { ComparisonOperator: 'LessThanThreshold' } },
      'fail',
    ],
  ])('%s', async (_, world, result) => {
    expect((await measure(world)).verdicts).toEqual(['pass', result]);
  });
});

test('asks for the expression an alarm watches, as the alarm has it', async () => {
  const Metrics = [
    { Id: 'e1', Expression: 'm1 * 100', Label: 'rate', ReturnData: true, Period: 60 },
    {
      Id: 'm1',
      ReturnData: false,
      MetricStat: { Metric: { Namespace: 'N', MetricName: 'M' }, Period: 60, Stat: 'Sum' },
    },
  ];
  const { aws, verdicts } = await measure({
    values: [1, 3],
    alarm: { MetricName: undefined, Metrics },
  });
  expect(verdicts).toEqual(['pass', 'fail']);
  const asked = aws.calls.find((call) => call.operation === 'GetMetricData')?.input;
  expect(asked?.MetricDataQueries).toEqual(Metrics);
});

test('does not believe a share of hardly any requests', async () => {
  const requests = {
    Metric: { Namespace: 'AWS/ApplicationELB', MetricName: 'RequestCount' },
    Period: 60,
    Stat: 'Sum',
  };
  const Metrics = [
    { Id: 'e1', Expression: 'm2 / m1', Label: 'rate', ReturnData: true, Period: 60 },
    { Id: 'm1', ReturnData: false, MetricStat: requests },
  ];
  const alarm = { MetricName: undefined, Metrics };
  const { results } = await measure({ values: [0, 0], traffic: [1_000, 12], alarm });
  expect(results[1]).toMatchObject({
    result: 'missing',
    text: 'Metric rate: too little traffic to tell: 12 a period, 1000 before',
  });
});

test.each([
  ['ALARM', 'fail'],
  ['INSUFFICIENT_DATA', 'missing'],
] as const)('an alarm in %s is a %s', async (state, result) => {
  expect((await measure({ state, values: [0.5, 0.5] })).verdicts[0]).toBe(result);
});

test('an alarm on an anomaly band is measured by its state alone', async () => {
  const { verdicts } = await measure({ alarm: { ThresholdMetricId: 'ad1', Threshold: undefined } });
  expect(verdicts).toEqual(['pass']);
});

test('what cannot be read is missing, with what to do about it', async () => {
  const { clients, aws } = await startAws([service('monitoring', {})]);
  aws.faults.inject({ service: 'monitoring', operation: '*', kind: 'deny', times: 1 });
  const meter = createAlarmMeter({ clients, now: () => now });
  const request = { environment, alerts: [arn, 'generic:1'], sinceAt: 0 };
  const [denied, generic] = await meter.readSymptom(request);
  expect(denied).toMatchObject({ result: 'missing' });
  expect(denied?.text).toContain('Allow cloudwatch:DescribeAlarms');
  expect(generic).toMatchObject({ check: 'alert generic:1', result: 'missing' });
});
