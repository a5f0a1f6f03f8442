import {
  type CompositeAlarm,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  type LogAlarm,
  type MetricAlarm,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmChange, AlarmState } from '../../core/intake/alarm.ts';
import { readAlarmState } from './alarm-identity.ts';
import { dimensionsOf, type MetricLine, metricOf } from './alarm-metric.ts';
import type { AwsClients } from './clients.ts';
import { calling } from './errors.ts';

/** An alarm as it stands. */
export interface SeenAlarm {
  readonly kind: 'metric' | 'composite' | 'log';
  readonly arn: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly state: AlarmState;
  readonly reason: string;
  /**
   * When the state last changed its value: `StateTransitionedTimestamp`, which is the
   * StateChangeTime of the pushes. `StateUpdatedTimestamp` also moves when only the reason is
   * rewritten, so a change named by it would look new every time.
   */
  readonly changedAt: number;
  readonly metric: AlarmChange['metric'] | undefined;
  /** Metric alarms: what is measured, as `GetMetricData` takes it. */
  readonly queries: readonly MetricDataQuery[];
  /** Metric alarms on an anomaly band have no fixed threshold. */
  readonly hasBand: boolean;
}

/** 100 a page and 100 names a call are the most the API takes. */
export const alarmsPerCall = 100;
/** 10 000 alarms in one state: a region on fire, or a token that repeats. */
const mostPages = 100;

export async function describeAlarms(
  clients: AwsClients,
  region: string,
  filter: Pick<DescribeAlarmsCommandInput, 'StateValue' | 'AlarmNames'>,
): Promise<readonly SeenAlarm[]> {
  const seen: SeenAlarm[] = [];
  let token: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await calling(
      { operation: 'cloudwatch:DescribeAlarms', subject: `the alarms of ${region}` },
      () =>
        clients.cloudwatch(region).send(
          new DescribeAlarmsCommand({
            ...filter,
            // Left out, only metric alarms are answered.
            AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'],
            MaxRecords: alarmsPerCall,
            ...(token ? { NextToken: token } : {}),
          }),
        ),
    );
    seen.push(
      ...(answer.MetricAlarms ?? []).flatMap((alarm) => read('metric', alarm, alarm)),
      ...(answer.CompositeAlarms ?? []).flatMap((alarm) => read('composite', alarm)),
      ...(answer.LogAlarms ?? []).flatMap((alarm) => read('log', alarm)),
    );
    token = answer.NextToken;
    if (!token) break;
  }
  return seen;
}

function read(
  kind: SeenAlarm['kind'],
  alarm: MetricAlarm | CompositeAlarm | LogAlarm,
  measured?: MetricAlarm,
): readonly SeenAlarm[] {
  const state = readAlarmState(alarm.StateValue);
  const changedAt = (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp)?.getTime();
  if (!alarm.AlarmArn || !alarm.AlarmName || !state || changedAt === undefined) return [];
  const queries = measured ? queriesOf(measured) : [];
  return [
    {
      kind,
      arn: alarm.AlarmArn,
      name: alarm.AlarmName,
      description: alarm.AlarmDescription,
      state,
      reason: alarm.StateReason ?? '',
      changedAt,
      metric: metricOf(queries.map(lineOf), {
        threshold: measured?.Threshold,
        comparison: measured?.ComparisonOperator,
      }),
      queries,
      hasBand: measured?.ThresholdMetricId !== undefined,
    },
  ];
}

/** An alarm names either one metric or a list of queries; here it is always a list. */
function queriesOf(alarm: MetricAlarm): readonly MetricDataQuery[] {
  if (alarm.Metrics && alarm.Metrics.length > 0) return alarm.Metrics;
  if (!alarm.MetricName) return [];
  return [
    {
      Id: 'm1',
      ReturnData: true,
      MetricStat: {
        Metric: {
          Namespace: alarm.Namespace,
          MetricName: alarm.MetricName,
          Dimensions: alarm.Dimensions ?? [],
        },
        Period: alarm.Period,
        Stat: alarm.ExtendedStatistic ?? alarm.Statistic,
        ...(alarm.Unit ? { Unit: alarm.Unit } : {}),
      },
    },
  ];
}

function lineOf(query: MetricDataQuery): MetricLine {
  const metric = query.MetricStat?.Metric;
  const dimensions = (metric?.Dimensions ?? []).map(({ Name, Value }) => ({
    name: Name ?? '',
    value: Value ?? '',
  }));
  return {
    expression: query.Expression,
    label: query.Label,
    returnsData: query.ReturnData,
    periodSeconds: query.Period,
    stat: query.MetricStat && {
      namespace: metric?.Namespace ?? '',
      name: metric?.MetricName ?? '',
      dimensions: dimensionsOf(dimensions),
      statistic: query.MetricStat.Stat ?? '',
      periodSeconds: query.MetricStat.Period ?? 60,
    },
  };
}
