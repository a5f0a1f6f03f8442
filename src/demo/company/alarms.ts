import type { AlarmDefinition } from '../aws/cloudwatch/alarm.ts';
import { balancerMetric } from './metrics.ts';
import { topicArn } from './names.ts';
import type { ServiceName } from './seconds.ts';

const told = { alarmActions: [topicArn], okActions: [topicArn] };
const everyMinute = { periodSeconds: 60, evaluationPeriods: 1, datapointsToAlarm: 1 };

/** More than one request of a hundred fails, and at least five do: one bad luck at night is none. */
function errorRate(service: ServiceName): AlarmDefinition {
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
function latency(service: ServiceName): AlarmDefinition {
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

export const alarms: readonly AlarmDefinition[] = [
  errorRate('points-api'),
  latency('points-api'),
  errorRate('orders-api'),
];
