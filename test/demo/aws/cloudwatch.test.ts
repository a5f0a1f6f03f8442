import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  ListMetricsCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlarmDefinition, MetricAlarm } from '../../../src/demo/aws/cloudwatch/alarm.ts';
import { evaluateExpression } from '../../../src/demo/aws/cloudwatch/expression.ts';
import type { MetricName } from '../../../src/demo/aws/cloudwatch/metric.ts';
import { createLocalCloudwatch } from '../../../src/demo/aws/cloudwatch/service.ts';
import type { LocalAws } from '../../../src/demo/aws/server.ts';
import type { DemoClock } from '../../../src/demo/clock.ts';
import { place, settings, startAt, startAws } from './local.ts';

const topic = `arn:aws:sns:${place.region}:${place.account}:alarms`;
const cpu: MetricName = { namespace: 'AWS/EC2', name: 'CPUUtilization', dimensions: { Host: 'a' } };
const common = { alarmActions: [topic], okActions: [topic] };
const hot: MetricAlarm = {
  kind: 'metric',
  name: 'hot héte alarm',
  ...common,
  queries: [{ id: 'm', metric: cpu, statistic: 'Average' }],
  periodSeconds: 60,
  evaluationPeriods: 2,
  datapointsToAlarm: 2,
  threshold: 80,
  comparison: 'GreaterThanThreshold',
  treatMissing: 'missing',
};
const slow: MetricAlarm = {
  ...hot,
  name: 'slow',
  queries: [{ id: 'm', metric: cpu, statistic: 'p90' }],
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  threshold: 1_000,
  treatMissing: 'notBreaching',
};
const few: MetricAlarm = { ...slow, name: 'few', ignoreFewSamples: true };
const either: AlarmDefinition = {
  kind: 'composite',
  name: 'either',
  ...common,
  rule: `(ALARM("${hot.name}") OR ALARM("slow")) AND NOT INSUFFICIENT_DATA("slow")`,
};

let aws: LocalAws;
let clock: DemoClock;
let client: CloudWatchClient;
/** The CPU from a moment on; undefined: it is not measured. */
let level: (at: number) => readonly number[];
let published: Record<string, unknown>[];
let subjects: string[];

beforeEach(async () => {
  level = () => [10, 20, 30];
  published = [];
  subjects = [];
  ({ aws, clock } = await startAws((clock) => [
    createLocalCloudwatch({
      clock,
      place,
      alarms: [hot, slow, few, either],
      source: {
        metrics: [cpu],
        samples: (metric, fromAt, toAt) => {
          if (metric.name !== 'CPUUtilization') return undefined;
          const samples = [];
          for (let at = fromAt; at < toAt; at += 20_000) samples.push({ at, values: level(at) });
          return samples;
        },
      },
      publish: (_, { subject, message }) => {
        subjects.push(subject);
        published.push(JSON.parse(message));
      },
    }).service,
  ]));
  client = new CloudWatchClient(settings(aws));
});
afterEach(async () => {
  client.destroy();
  await aws.stop();
});

const describeAll = () =>
  client.send(new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }));

describe('the local alarms', () => {
  it('go off after the periods they wait for, and tell their topic in CloudWatch’s own shape', async () => {
    level = (at) => [at >= startAt ? 95 : 10];
    await clock.advance(65_000);
    expect(published).toEqual([]);
    await clock.advance(60_000);
    const [metric, composite] = published;
    expect(metric).toMatchObject({
      AlarmName: hot.name,
      AWSAccountId: place.account,
      NewStateValue: 'ALARM',
      OldStateValue: 'OK',
      Region: 'Asia Pacific (Seoul)',
      AlarmArn: `arn:aws:cloudwatch:ap-northeast-2:123456789012:alarm:${hot.name}`,
      StateChangeTime: '2026-11-22T02:02:05.000+0000',
      ActionExecutedAfterMuteWindow: false,
      Trigger: {
        MetricName: 'CPUUtilization',
        StatisticType: 'Statistic',
        Statistic: 'AVERAGE',
        Dimensions: [{ name: 'Host', value: 'a' }],
        Threshold: 80,
      },
    });
    expect(metric?.NewStateReason).toBe(
      'Threshold Crossed: 2 out of the last 2 datapoints [95.0 (22/11/26 02:00:00), ' +
        '95.0 (22/11/26 02:01:00)] were greater than the threshold (80.0) ' +
        '(minimum 2 datapoints for OK -> ALARM transition).',
    );
    expect(composite).toMatchObject({
      AlarmName: 'either',
      NewStateValue: 'ALARM',
      TriggeringChildren: [{ State: { Value: 'ALARM' } }],
    });
    expect(composite).not.toHaveProperty('Trigger');
    expect(composite).not.toHaveProperty('AlarmConfigurationUpdatedTimestamp');
    expect(subjects[0]).toBe('ALARM: "hot h_te alarm" in Asia Pacific (Seoul)');
  });

  it('come back, and say when they did', async () => {
    level = (at) => [at >= startAt && at < startAt + 180_000 ? 95 : 10];
    await clock.advance(600_000);
    expect(published.map((one) => `${one.AlarmName} ${one.NewStateValue}`)).toEqual([
      `${hot.name} ALARM`,
      'either ALARM',
      `${hot.name} OK`,
      'either OK',
    ]);
    const { MetricAlarms = [] } = await describeAll();
    expect(MetricAlarms[0]).toMatchObject({
      StateValue: 'OK',
      StateTransitionedTimestamp: new Date(startAt + 4 * 60_000 + 5_000),
    });
  });

  it('are described with the types asked for, metric alarms only by default', async () => {
    expect((await client.send(new DescribeAlarmsCommand({}))).CompositeAlarms).toEqual([]);
    const { MetricAlarms, CompositeAlarms } = await describeAll();
    expect(MetricAlarms).toMatchObject([
      { AlarmName: hot.name, Statistic: 'Average', Dimensions: [{ Name: 'Host', Value: 'a' }] },
      { AlarmName: 'slow', ExtendedStatistic: 'p90', TreatMissingData: 'notBreaching' },
      { AlarmName: 'few' },
    ]);
    expect(CompositeAlarms).toMatchObject([{ AlarmName: 'either', AlarmRule: either.rule }]);
    expect(MetricAlarms?.[0]?.StateUpdatedTimestamp).toBeInstanceOf(Date);
  });

  it('come in pages', async () => {
    const names: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new DescribeAlarmsCommand({
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          MaxRecords: 1,
          NextToken,
        }),
      );
      for (const alarm of [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])]) {
        names.push(alarm.AlarmName);
      }
      NextToken = page.NextToken;
    } while (NextToken);
    expect(names).toEqual([hot.name, 'slow', 'few', 'either']);
  });

  it('say INSUFFICIENT_DATA when nothing is measured, unless missing is fine', async () => {
    level = (at) => (at >= startAt ? [] : [10]);
    await clock.advance(200_000);
    const { MetricAlarms = [] } = await describeAll();
    expect(MetricAlarms.map((alarm) => alarm.StateValue)).toEqual([
      'INSUFFICIENT_DATA',
      'OK',
      'OK',
    ]);
    // No action is configured for it.
    expect(published).toEqual([]);
  });

  it('let a percentile of few samples change nothing, when told to', async () => {
    level = () => [5_000, 5_000];
    await clock.advance(200_000);
    const { MetricAlarms = [] } = await describeAll();
    expect(MetricAlarms.map((alarm) => [alarm.AlarmName, alarm.StateValue])).toEqual([
      [hot.name, 'ALARM'],
      ['slow', 'ALARM'],
      ['few', 'OK'],
    ]);
    expect(MetricAlarms[2]?.EvaluateLowSampleCountPercentile).toBe('ignore');
  });

  it('take an operator’s word until the next evaluation, and remember both', async () => {
    await client.send(
      new SetAlarmStateCommand({ AlarmName: 'slow', StateValue: 'ALARM', StateReason: 'a drill' }),
    );
    expect(published[0]).toMatchObject({ AlarmName: 'slow', NewStateReason: 'a drill' });
    await clock.advance(65_000);
    const { AlarmHistoryItems } = await client.send(
      new DescribeAlarmHistoryCommand({ AlarmName: 'slow' }),
    );
    expect(AlarmHistoryItems?.map((item) => item.HistorySummary)).toEqual([
      'Alarm updated from ALARM to OK',
      'Alarm updated from OK to ALARM',
    ]);
    await expect(
      client.send(
        new SetAlarmStateCommand({ AlarmName: 'no', StateValue: 'OK', StateReason: 'x' }),
      ),
    ).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });
});

describe('the local metrics', () => {
  const stat = (Stat: string, Period = 60) => ({
    Metric: {
      Namespace: 'AWS/EC2',
      MetricName: 'CPUUtilization',
      Dimensions: [{ Name: 'Host', Value: 'a' }],
    },
    Period,
    Stat,
  });

  it('give each statistic, newest first, and metric math over them', async () => {
    const { MetricDataResults = [] } = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(startAt - 120_000),
        EndTime: new Date(startAt),
        MetricDataQueries: [
          { Id: 'sum', MetricStat: stat('Sum') },
          { Id: 'mean', MetricStat: stat('Average') },
          { Id: 'p90', MetricStat: stat('p90'), Label: 'nine of ten' },
          { Id: 'n', MetricStat: stat('SampleCount', 120), ReturnData: false },
          { Id: 'share', Expression: 'IF(sum > 100, 100 * mean / sum, 0)' },
        ],
      }),
    );
    const values = Object.fromEntries(MetricDataResults.map((one) => [one.Id, one.Values]));
    expect(values).toEqual({
      sum: [180, 180],
      mean: [20, 20],
      p90: [30, 30],
      share: [100 / 9, 100 / 9],
    });
    expect(MetricDataResults[0]?.Timestamps).toEqual([
      new Date(startAt - 60_000),
      new Date(startAt - 120_000),
    ]);
    expect(MetricDataResults[2]).toMatchObject({ Label: 'nine of ten', StatusCode: 'Complete' });
  });

  it('know nothing of the future, and nothing of other metrics', async () => {
    const ask = (MetricName: string) =>
      client.send(
        new GetMetricDataCommand({
          StartTime: new Date(startAt - 60_000),
          EndTime: new Date(startAt + 600_000),
          MetricDataQueries: [
            {
              Id: 'a',
              MetricStat: { ...stat('Sum'), Metric: { ...stat('Sum').Metric, MetricName } },
            },
          ],
        }),
      );
    expect((await ask('CPUUtilization')).MetricDataResults?.[0]?.Values).toHaveLength(1);
    expect((await ask('Other')).MetricDataResults?.[0]?.Values).toEqual([]);
  });

  it('refuse a wrong query', async () => {
    const wrong = new GetMetricDataCommand({
      StartTime: new Date(startAt),
      EndTime: new Date(startAt),
      MetricDataQueries: [{ Id: 'Big', MetricStat: stat('Median') }],
    });
    await expect(client.send(wrong)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('can be listed', async () => {
    const { Metrics } = await client.send(new ListMetricsCommand({}));
    expect(Metrics).toEqual([
      {
        Namespace: 'AWS/EC2',
        MetricName: 'CPUUtilization',
        Dimensions: [{ Name: 'Host', Value: 'a' }],
      },
    ]);
  });
});

describe('metric math', () => {
  const series = new Map([
    [
      'a',
      [
        { at: 1, value: 6 },
        { at: 2, value: 8 },
      ],
    ],
    ['b', [{ at: 2, value: 2 }]],
  ]);
  it.each([
    { expression: 'a + b * 2', values: [12] },
    { expression: '(a + b) * 2', values: [20] },
    { expression: 'a - -b', values: [10] },
    { expression: '100 * FILL(b, 0) / a', values: [0, 25] },
    { expression: 'IF(a >= 8, b, a)', values: [6, 2] },
    { expression: 'a / (b - 2)', values: [] },
  ])('$expression', ({ expression, values }) => {
    expect(evaluateExpression(expression, series).map((point) => point.value)).toEqual(values);
  });
  it.each(['a +', 'a ~ b', 'c', 'RATE(a)', '(a', 'a b'])('refuses %s', (expression) => {
    expect(() => evaluateExpression(expression, series)).toThrow(/Error in expression/);
  });
});
