import { z } from 'zod';

/** The fields of an SNS message we use; an object where a text belongs is refused, not coerced. */
export const snsEnvelope = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.string(),
  Subject: z.string().nullish(),
});

/** Lower-case in what SNS publishes, capital in what the API answers; either is taken. */
const dimensions = z.array(
  z.union([
    z.object({ name: z.string(), value: z.string() }),
    z
      .object({ Name: z.string(), Value: z.string() })
      .transform(({ Name, Value }) => ({ name: Name, value: Value })),
  ]),
);

const attributes = z.record(z.string(), z.string());

/** `Trigger` of an alarm by SNS. A single metric's statistic is upper-case there. */
const trigger = z.object({
  MetricName: z.string().optional(),
  Namespace: z.string().optional(),
  Statistic: z.string().nullish(),
  ExtendedStatistic: z.string().nullish(),
  Dimensions: dimensions.optional(),
  Period: z.number().optional(),
  ComparisonOperator: z.string().optional(),
  Threshold: z.number().nullish(),
  Metrics: z
    .array(
      z.object({
        Id: z.string(),
        Expression: z.string().optional(),
        Label: z.string().optional(),
        ReturnData: z.boolean().optional(),
        Period: z.number().optional(),
        MetricStat: z
          .object({
            Metric: z.object({
              MetricName: z.string(),
              Namespace: z.string(),
              Dimensions: dimensions.optional(),
            }),
            Period: z.number(),
            Stat: z.string(),
          })
          .optional(),
      }),
    )
    .optional(),
});
export type Trigger = z.infer<typeof trigger>;

/**
 * What CloudWatch publishes to a topic when an alarm changes. Identity, state and moment have to be
 * right; anything else of a shape we do not know costs itself, not the alarm.
 */
export const alarmPublication = z.object({
  AlarmName: z.string().min(1),
  AlarmDescription: z.string().nullish().catch(undefined),
  AWSAccountId: z.string().optional().catch(undefined),
  AlarmArn: z.string().optional(),
  NewStateValue: z.string(),
  NewStateReason: z.string().nullish().catch(undefined),
  StateChangeTime: z.string(),
  AlarmContributorId: z.string().nullish(),
  AlarmContributorAttributes: attributes.nullish().catch(undefined),
  Trigger: trigger.optional().catch(undefined),
  TriggeringChildren: z
    .array(z.object({ Arn: z.string() }))
    .optional()
    .catch(undefined),
});
export type AlarmPublication = z.infer<typeof alarmPublication>;

const eventMetric = z.object({
  id: z.string(),
  expression: z.string().optional(),
  label: z.string().optional(),
  returnData: z.boolean().optional(),
  period: z.number().optional(),
  metricStat: z
    .object({
      metric: z.object({
        name: z.string(),
        namespace: z.string(),
        dimensions: z.record(z.string(), z.string()).optional(),
      }),
      period: z.number(),
      stat: z.string(),
    })
    .optional(),
});
export type EventMetric = z.infer<typeof eventMetric>;

/** EventBridge: "CloudWatch Alarm State Change", "… Contributor State Change", "… Configuration Change". */
export const alarmEvent = z.object({
  source: z.literal('aws.cloudwatch'),
  'detail-type': z.string(),
  time: z.string(),
  resources: z.array(z.string()),
  detail: z.object({
    alarmName: z.string().min(1),
    operation: z.string().optional(),
    alarmContributor: z
      .object({ id: z.string(), attributes: attributes.optional().catch(undefined) })
      .optional(),
    state: z.object({
      value: z.string(),
      reason: z.string().optional().catch(undefined),
      /** JSON in a string. */
      reasonData: z.string().optional().catch(undefined),
      timestamp: z.string(),
    }),
    configuration: z
      .object({
        description: z.string().nullish(),
        metrics: z.array(eventMetric).optional(),
        threshold: z.number().optional(),
        comparisonOperator: z.string().optional(),
      })
      .optional()
      .catch(undefined),
  }),
});
export type AlarmEvent = z.infer<typeof alarmEvent>;

/** `reasonData`, once parsed: what the state change event says of numbers and children. */
export const reasonData = z.object({
  threshold: z.number().optional(),
  triggeringAlarms: z.array(z.object({ arn: z.string() })).optional(),
});

/** Undefined for what is no JSON at all. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
