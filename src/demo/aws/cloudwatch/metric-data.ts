import { z } from 'zod';
import { moment, readInput } from '../input.ts';
import { AwsFault } from '../wire.ts';
import { evaluateExpression } from './expression.ts';
import { type Datapoint, datapointsOf, isStatistic, type MetricSource } from './metric.ts';

const dimension = z.object({ Name: z.string(), Value: z.string() });
const metricStat = z.object({
  Metric: z.object({
    Namespace: z.string(),
    MetricName: z.string(),
    Dimensions: z.array(dimension).default([]),
  }),
  Period: z.number().int().min(1),
  Stat: z.string().refine(isStatistic, { error: 'Stat is none of CloudWatch’s statistics' }),
});
const metricDataInput = z.object({
  MetricDataQueries: z
    .array(
      z.object({
        Id: z.string().regex(/^[a-z][a-zA-Z0-9_]*$/, { error: 'Id must begin with a-z' }),
        Label: z.string().optional(),
        MetricStat: metricStat.optional(),
        Expression: z.string().optional(),
        Period: z.number().int().optional(),
        ReturnData: z.boolean().default(true),
      }),
    )
    .min(1)
    .max(500),
  StartTime: moment,
  EndTime: moment,
  ScanBy: z.enum(['TimestampAscending', 'TimestampDescending']).default('TimestampDescending'),
});
type Query = z.output<typeof metricDataInput>['MetricDataQueries'][number];

/** GetMetricData: metrics with their statistics, and metric math over them. */
export function readMetricData(source: MetricSource, now: number, input: unknown): object {
  const read = readInput(metricDataInput, input, 'ValidationError');
  if (read.StartTime >= read.EndTime) {
    throw new AwsFault('ValidationError', 'The parameter StartTime must be less than EndTime.');
  }
  const range = { fromAt: read.StartTime, toAt: Math.min(read.EndTime, now) };
  const series = new Map<string, readonly Datapoint[]>();
  for (const query of read.MetricDataQueries) {
    if (query.MetricStat) series.set(query.Id, statistics(source, query.MetricStat, range));
  }
  for (const query of read.MetricDataQueries) {
    if (query.Expression) series.set(query.Id, evaluateExpression(query.Expression, series));
  }
  const ordered = (points: readonly Datapoint[]) =>
    read.ScanBy === 'TimestampAscending' ? points : points.toReversed();
  return {
    MetricDataResults: read.MetricDataQueries.filter((query) => query.ReturnData).map((query) => {
      const points = ordered(series.get(query.Id) ?? []);
      return {
        Id: query.Id,
        Label: query.Label ?? labelOf(query),
        Timestamps: points.map((point) => new Date(point.at)),
        Values: points.map((point) => point.value),
        StatusCode: 'Complete',
      };
    }),
    Messages: [],
  };
}

function statistics(
  source: MetricSource,
  stat: z.output<typeof metricStat>,
  range: { fromAt: number; toAt: number },
): readonly Datapoint[] {
  const metric = {
    namespace: stat.Metric.Namespace,
    name: stat.Metric.MetricName,
    dimensions: Object.fromEntries(stat.Metric.Dimensions.map((one) => [one.Name, one.Value])),
  };
  const periodMs = stat.Period * 1000;
  const fromAt = Math.floor(range.fromAt / periodMs) * periodMs;
  if (fromAt >= range.toAt) return [];
  const hours = stat.Period >= 3600 ? source.hours?.(metric, fromAt, range.toAt) : undefined;
  const samples = hours ?? source.samples(metric, fromAt, range.toAt) ?? [];
  return datapointsOf(samples, stat.Stat, periodMs);
}

function labelOf(query: Query): string {
  return query.MetricStat?.Metric.MetricName ?? query.Id;
}
