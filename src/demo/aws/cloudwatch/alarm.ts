import type { MetricName, Statistic } from './metric.ts';

export type StateValue = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** One line of metric math: a metric with its statistic, or an expression over the others. */
export type AlarmQuery = { readonly id: string; readonly label?: string } & (
  | { readonly metric: MetricName; readonly statistic: Statistic }
  | { readonly expression: string; readonly returnData: true }
);

export const comparisons = {
  GreaterThanThreshold: { words: 'greater than', holds: (a: number, b: number) => a > b },
  GreaterThanOrEqualToThreshold: {
    words: 'greater than or equal to',
    holds: (a: number, b: number) => a >= b,
  },
  LessThanThreshold: { words: 'less than', holds: (a: number, b: number) => a < b },
  LessThanOrEqualToThreshold: {
    words: 'less than or equal to',
    holds: (a: number, b: number) => a <= b,
  },
} as const;
export type Comparison = keyof typeof comparisons;

interface Common {
  readonly name: string;
  readonly description?: string;
  /** Topics told when it goes to ALARM. */
  readonly alarmActions: readonly string[];
  readonly okActions: readonly string[];
}

export interface MetricAlarm extends Common {
  readonly kind: 'metric';
  /** Exactly one metric, or metric math of which one expression returns data. */
  readonly queries: readonly AlarmQuery[];
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: Comparison;
  readonly treatMissing: 'missing' | 'notBreaching' | 'breaching' | 'ignore';
  /** Percentiles only: periods with too few samples to mean anything change nothing. */
  readonly ignoreFewSamples?: boolean;
}

export interface CompositeAlarm extends Common {
  readonly kind: 'composite';
  /** `ALARM("a") OR ALARM("b")`; AND, OR, NOT, parentheses, ALARM, OK, INSUFFICIENT_DATA. */
  readonly rule: string;
}

export type AlarmDefinition = MetricAlarm | CompositeAlarm;

export interface AlarmStatus {
  readonly value: StateValue;
  readonly reason: string;
  readonly reasonData?: string;
  /** When it was last said, the same state said anew included. */
  readonly updatedAt: number;
  /** When the state last really changed. */
  readonly transitionedAt: number;
}

/** A change as it is published and kept in the history. */
export interface Transition {
  readonly alarm: AlarmDefinition;
  readonly from: StateValue;
  readonly to: AlarmStatus;
  /** Composites: the children in the state that made it so. */
  readonly children: readonly { name: string; value: StateValue; at: number }[];
}
