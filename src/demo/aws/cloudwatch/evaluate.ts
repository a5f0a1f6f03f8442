import {
  type AlarmQuery,
  type CompositeAlarm,
  comparisons,
  type MetricAlarm,
  type StateValue,
} from './alarm.ts';
import { evaluateExpression } from './expression.ts';
import { type Datapoint, datapointsOf, type MetricSource } from './metric.ts';

export interface Judgement {
  /** undefined: stays as it is (`ignore`). */
  readonly value: StateValue | undefined;
  readonly reason: string;
  readonly reasonData?: string;
}

/** The series an alarm watches, over whole periods in [fromAt, toAt). */
export function seriesOf(
  queries: readonly AlarmQuery[],
  source: MetricSource,
  periodMs: number,
  fromAt: number,
  toAt: number,
): readonly Datapoint[] {
  const series = new Map<string, readonly Datapoint[]>();
  let returned: readonly Datapoint[] = [];
  for (const query of queries) {
    if (!('metric' in query)) continue;
    const samples = source.samples(query.metric, fromAt, toAt) ?? [];
    returned = datapointsOf(samples, query.statistic, periodMs);
    series.set(query.id, returned);
  }
  for (const query of queries) {
    if ('expression' in query) returned = evaluateExpression(query.expression, series);
  }
  return returned;
}

/** Judges the last whole periods before `at`, in CloudWatch's own words. */
export function judgeMetricAlarm(
  alarm: MetricAlarm,
  source: MetricSource,
  at: number,
  present: StateValue,
): Judgement {
  const periodMs = alarm.periodSeconds * 1000;
  const toAt = Math.floor(at / periodMs) * periodMs;
  const fromAt = toAt - alarm.evaluationPeriods * periodMs;
  if (alarm.ignoreFewSamples && hasFewSamples(alarm, source, fromAt, toAt)) {
    return { value: undefined, reason: '' };
  }
  const points = seriesOf(alarm.queries, source, periodMs, fromAt, toAt);
  const compare = comparisons[alarm.comparison];
  const missing = alarm.evaluationPeriods - points.length;
  if (points.length === 0 && alarm.treatMissing !== 'breaching') {
    if (alarm.treatMissing === 'ignore') return { value: undefined, reason: '' };
    const value = alarm.treatMissing === 'notBreaching' ? 'OK' : 'INSUFFICIENT_DATA';
    return { value, reason: `No datapoints were received for ${alarm.evaluationPeriods} periods.` };
  }
  const breaching =
    points.filter((point) => compare.holds(point.value, alarm.threshold)).length +
    (alarm.treatMissing === 'breaching' ? missing : 0);
  const value = breaching >= alarm.datapointsToAlarm ? 'ALARM' : 'OK';
  const crossed = value === 'ALARM';
  const shown = points.map((point) => `${decimal(point.value)} (${shortDate(point.at)})`);
  const many = alarm.datapointsToAlarm > 1 ? 'datapoints' : 'datapoint';
  return {
    value,
    reason:
      `Threshold Crossed: ${crossed ? breaching : alarm.evaluationPeriods - breaching} out of the ` +
      `last ${alarm.evaluationPeriods} datapoints [${shown.join(', ')}] ` +
      `${points.length > 1 ? 'were' : 'was'} ${crossed ? '' : 'not '}${compare.words} the ` +
      `threshold (${decimal(alarm.threshold)}) (minimum ${alarm.datapointsToAlarm} ${many} for ` +
      `${crossed ? `${present} -> ALARM` : `${present} -> OK`} transition).`,
    reasonData: JSON.stringify({
      version: '1.0',
      queryDate: awsTime(at),
      startDate: awsTime(fromAt),
      period: alarm.periodSeconds,
      recentDatapoints: points.map((point) => point.value),
      threshold: alarm.threshold,
    }),
  };
}

/**
 * Fewer than 10 / (1 - percentile) samples in a period are too few:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html
 */
function hasFewSamples(
  alarm: MetricAlarm,
  source: MetricSource,
  fromAt: number,
  toAt: number,
): boolean {
  const [query] = alarm.queries;
  if (!query || !('metric' in query)) return false;
  const needed = 10 / (1 - Number(query.statistic.slice(1)) / 100);
  const samples = source.samples(query.metric, fromAt, toAt) ?? [];
  const counts = datapointsOf(samples, 'SampleCount', alarm.periodSeconds * 1000);
  return counts.some((point) => point.value < needed);
}

/** Evaluates the rule of a composite over the present states. */
export function judgeComposite(
  alarm: CompositeAlarm,
  stateOf: (name: string) => StateValue,
): StateValue {
  const tokens = alarm.rule.match(/\w+|"(?:[^"\\]|\\.)*"|[()]/g) ?? [];
  let at = 0;

  function either(): boolean {
    let value = both();
    while (tokens[at] === 'OR') {
      at += 1;
      const other = both();
      value = value || other;
    }
    return value;
  }
  function both(): boolean {
    let value = one();
    while (tokens[at] === 'AND') {
      at += 1;
      const other = one();
      value = value && other;
    }
    return value;
  }
  function one(): boolean {
    const token = tokens[at];
    at += 1;
    if (token === 'NOT') return !one();
    if (token === '(') {
      const value = either();
      at += 1;
      return value;
    }
    if (token === 'TRUE' || token === 'FALSE') return token === 'TRUE';
    const name = (tokens[at + 1] ?? '').replace(/^"|"$/g, '');
    at += 3;
    return stateOf(name) === token;
  }
  return either() ? 'ALARM' : 'OK';
}

/** The alarms a rule speaks of. */
export function childrenOf(alarm: CompositeAlarm): string[] {
  return [...alarm.rule.matchAll(/\(\s*"([^"]+)"\s*\)/g)].map((match) => match[1] ?? '');
}

/** CloudWatch writes 2 as 2.0. */
function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** `22/11/26 02:13:00` */
function shortDate(at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`;
}

/** `2026-11-22T02:13:05.401+0000`: an offset without a colon, as in all alarm messages. */
export function awsTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000');
}
