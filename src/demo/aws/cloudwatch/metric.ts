/** Which metric, as CloudWatch names it. */
export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** `Sum`, `Average`, `Minimum`, `Maximum`, `SampleCount` or a percentile such as `p95`. */
export type Statistic = string;

export interface Datapoint {
  /** Start of its period. */
  readonly at: number;
  readonly value: number;
}

/** Where the numbers come from: the simulated company. */
export interface MetricSource {
  /** The samples in [fromAt, toAt); undefined: there is no such metric. */
  samples(metric: MetricName, fromAt: number, toAt: number): readonly Sample[] | undefined;
  /** Samples of quarters of an hour, told without looking at every request; undefined: only `samples` knows. */
  hours?(metric: MetricName, fromAt: number, toAt: number): readonly Sample[] | undefined;
  /** All there are, for ListMetrics. */
  readonly metrics: readonly MetricName[];
}

/** Values that were put together. */
export interface Sample {
  readonly at: number;
  readonly values: readonly number[];
}

/** Datapoints of whole periods, oldest first; a period without samples has none. */
export function datapointsOf(
  samples: readonly Sample[],
  statistic: Statistic,
  periodMs: number,
): Datapoint[] {
  const periods = new Map<number, number[]>();
  for (const sample of samples) {
    const at = Math.floor(sample.at / periodMs) * periodMs;
    const values = periods.get(at);
    if (values) values.push(...sample.values);
    else periods.set(at, [...sample.values]);
  }
  return [...periods]
    .filter(([, values]) => values.length > 0)
    .map(([at, values]) => ({ at, value: summarise(values, statistic) }))
    .sort((a, b) => a.at - b.at);
}

export function isStatistic(text: string): boolean {
  return (
    /^p\d{1,2}(\.\d+)?$/.test(text) ||
    ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'].includes(text)
  );
}

function summarise(values: readonly number[], statistic: Statistic): number {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (statistic) {
    case 'Sum':
      return sum;
    case 'Average':
      return sum / values.length;
    case 'Minimum':
      return Math.min(...values);
    case 'Maximum':
      return Math.max(...values);
    case 'SampleCount':
      return values.length;
    default: {
      const sorted = [...values].sort((a, b) => a - b);
      const rank = Math.ceil((Number(statistic.slice(1)) / 100) * sorted.length);
      return sorted[Math.max(0, rank - 1)] ?? 0;
    }
  }
}
