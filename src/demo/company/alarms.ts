import type { AlarmDefinition } from '../aws/cloudwatch/alarm.ts';
import { type Balanced, balancerMetric, databaseMetric } from './metrics.ts';
import { pointsDatabases, topicArn } from './names.ts';

const told = { alarmActions: [topicArn], okActions: [topicArn] };
const everyMinute = { periodSeconds: 60, evaluationPeriods: 1, datapointsToAlarm: 1 };

/** More than one request of a hundred fails, and at least five do: one bad luck at night is none. */
function errorRate(service: Balanced): AlarmDefinition {
  const metric = (name: string) => balancerMetric(service, name);
  return {
    kind: 'metric',
    name: `${service}-5xx`,
    description: 'More than 1 % of the requests fail',
    ...told,
    ...everyMinute,
    queries: [
      { id: 'errors', metric: metric('HTTPCode_Target_5XX_Count'), statistic: 'Sum' },
      { id: 'requests', metric: metric('RequestCount'), statistic: 'Sum' },
      {
        id: 'rate',
        label: 'Error rate',
        expression: 'IF(FILL(errors, 0) >= 5, 100 * errors / requests, 0)',
        returnData: true,
      },
    ],
    threshold: 1,
    comparison: 'GreaterThanThreshold',
    treatMissing: 'notBreaching',
  };
}

/** One request of twenty takes longer than 0.3 s. */
function latency(service: Balanced): AlarmDefinition {
  return {
    kind: 'metric',
    name: `${service}-latency`,
    description: 'One request of twenty takes longer than 0.3 s',
    ...told,
    ...everyMinute,
    queries: [
      { id: 'p95', metric: balancerMetric(service, 'TargetResponseTime'), statistic: 'p95' },
    ],
    threshold: 0.3,
    comparison: 'GreaterThanThreshold',
    treatMissing: 'notBreaching',
    ignoreFewSamples: true,
  };
}

/** Points are added and used all day: shops at work and a writer at rest do not go together. */
const writesLow: AlarmDefinition = {
  kind: 'metric',
  name: 'points-db-writes-low',
  description: `Shops are busy, and ${pointsDatabases[0]} writes next to nothing`,
  ...told,
  ...everyMinute,
  evaluationPeriods: 2,
  datapointsToAlarm: 2,
  queries: [
    { id: 'writes', metric: databaseMetric(pointsDatabases[0], 'WriteIOPS'), statistic: 'Average' },
    { id: 'requests', metric: balancerMetric('points-api', 'RequestCount'), statistic: 'Sum' },
    {
      id: 'rate',
      label: 'Disk writes a request',
      expression: 'IF(requests >= 120, 60 * writes / requests, 1)',
      returnData: true,
    },
  ],
  threshold: 0.5,
  comparison: 'LessThanThreshold',
  treatMissing: 'notBreaching',
};

export const alarms: readonly AlarmDefinition[] = [
  errorRate('points-api'),
  latency('points-api'),
  writesLow,
  errorRate('orders-api'),
];
