import type { AlarmQuery, MetricAlarm, Transition } from './alarm.ts';
import { awsTime } from './evaluate.ts';

const regionNames: Readonly<Record<string, string>> = {
  'ap-northeast-2': 'Asia Pacific (Seoul)',
  'us-east-1': 'US East (N. Virginia)',
};

export interface Place {
  readonly region: string;
  readonly account: string;
}

export function alarmArn(place: Place, name: string): string {
  return `arn:aws:cloudwatch:${place.region}:${place.account}:alarm:${name}`;
}

/** What CloudWatch publishes to a topic when an alarm changes. */
export function alarmMessage(
  transition: Transition,
  place: Place,
  configuredAt: number,
): { subject: string; message: string } {
  const { alarm, from, to } = transition;
  const region = regionNames[place.region] ?? place.region;
  const message = {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description ?? null,
    AWSAccountId: place.account,
    ...(alarm.kind === 'metric'
      ? { AlarmConfigurationUpdatedTimestamp: awsTime(configuredAt) }
      : {}),
    NewStateValue: to.value,
    NewStateReason: to.reason,
    StateChangeTime: awsTime(to.transitionedAt),
    Region: region,
    AlarmArn: alarmArn(place, alarm.name),
    OldStateValue: from,
    ActionExecutedAfterMuteWindow: false,
    OKActions: alarm.okActions,
    AlarmActions: alarm.alarmActions,
    InsufficientDataActions: [],
    ...(alarm.kind === 'metric'
      ? { Trigger: triggerOf(alarm, place) }
      : {
          AlarmRule: alarm.rule,
          TriggeringChildren: transition.children.slice(0, 10).map((child) => ({
            Arn: alarmArn(place, child.name),
            State: { Value: child.value, Timestamp: awsTime(child.at) },
          })),
        }),
  };
  return {
    subject: subjectOf(`${to.value}: "${alarm.name}" in ${region}`),
    message: JSON.stringify(message),
  };
}

/** SNS subjects are ASCII of at most 100 characters. */
function subjectOf(text: string): string {
  const ascii = text.replace(/[^\x20-\x7e]+/g, '_');
  return ascii.length <= 100 ? ascii : `${ascii.slice(0, 97)}...`;
}

function triggerOf(alarm: MetricAlarm, place: Place): object {
  const rule = {
    Period: alarm.periodSeconds,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    ComparisonOperator: alarm.comparison,
    Threshold: alarm.threshold,
    TreatMissingData: alarm.treatMissing,
    EvaluateLowSampleCountPercentile: alarm.ignoreFewSamples ? 'ignore' : '',
  };
  const [only, ...others] = alarm.queries;
  if (only && others.length === 0 && 'metric' in only) {
    const { metric, statistic } = only;
    return {
      MetricName: metric.name,
      Namespace: metric.namespace,
      ...(statistic.startsWith('p')
        ? { StatisticType: 'ExtendedStatistic', ExtendedStatistic: statistic }
        : { StatisticType: 'Statistic', Statistic: statistic.toUpperCase() }),
      Unit: null,
      Dimensions: Object.entries(metric.dimensions).map(([name, value]) => ({ value, name })),
      ...rule,
    };
  }
  return { ...rule, Metrics: alarm.queries.map((query) => queryShape(query, alarm, place)) };
}

/** A query as messages and DescribeAlarms show it. */
export function queryShape(query: AlarmQuery, alarm: MetricAlarm, place: Place): object {
  const label = query.label === undefined ? {} : { Label: query.label };
  if ('expression' in query) {
    const { id: Id, expression: Expression } = query;
    return { Expression, Id, ...label, ReturnData: true, Period: alarm.periodSeconds };
  }
  return {
    Id: query.id,
    ...label,
    MetricStat: {
      Metric: {
        Dimensions: dimensionList(query.metric.dimensions),
        MetricName: query.metric.name,
        Namespace: query.metric.namespace,
      },
      Period: alarm.periodSeconds,
      Stat: query.statistic,
    },
    ReturnData: false,
    AccountId: place.account,
  };
}

export function dimensionList(dimensions: Readonly<Record<string, string>>): object[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}
