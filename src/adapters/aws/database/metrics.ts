import type { FactSeries } from '../../../core/evidence/database-facts.ts';
import type { Window } from '../../../core/evidence/question.ts';
import { readSeries, type Series, type WantedSeries } from '../metric-series.ts';

/**
 * RDS's names for what we tell, with the factor to our unit. A reader has one of the two lags.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
 */
const told: readonly (readonly [string, FactSeries['metric'], number])[] = [
  ['DatabaseConnections', 'connections', 1],
  ['ReplicaLag', 'replica-lag-s', 1],
  ['AuroraReplicaLag', 'replica-lag-s', 1 / 1000],
  ['CPUUtilization', 'cpu-percent', 1],
  ['FreeStorageSpace', 'free-storage-bytes', 1],
  ['FreeableMemory', 'free-memory-bytes', 1],
  ['ReadIOPS', 'read-iops', 1],
  ['WriteIOPS', 'write-iops', 1],
  ['ReadLatency', 'read-latency-s', 1],
  ['WriteLatency', 'write-latency-s', 1],
];

/** Minutes of longer windows are more than anybody looks at, and every one is sent. */
const longestMs = 6 * 60 * 60_000;

export interface InstanceMetrics {
  readonly metrics: readonly FactSeries[];
  /** ReplicaLag says -1 now: replication is not running, and how far behind is not known. */
  readonly replicationStopped: boolean;
}

/** The metrics of every instance, by one request. */
export async function readDatabaseMetrics(
  request: Omit<Parameters<typeof readSeries>[0], 'subject'>,
  instances: readonly string[],
): Promise<{
  readonly byInstance: ReadonlyMap<string, InstanceMetrics>;
  readonly partial: readonly string[];
}> {
  const { fromAt, toAt } = request.window;
  const window: Window = { fromAt: Math.max(fromAt, toAt - longestMs), toAt };
  const series = await readSeries(
    { ...request, window, subject: instances.join(', ') },
    instances.flatMap((instance) => told.map(([metric]) => wanted(instance, metric))),
  );
  const byInstance = new Map(
    instances.map((instance, place) => [
      instance,
      readInstance(series.slice(place * told.length, (place + 1) * told.length)),
    ]),
  );
  return {
    byInstance,
    partial: [
      ...(window.fromAt > fromAt ? ['metrics of the last 6 hours only'] : []),
      ...(series.some(({ isWhole }) => !isWhole) ? ['CloudWatch gave part of the metrics'] : []),
    ],
  };
}

function wanted(instance: string, metric: string): WantedSeries {
  return {
    namespace: 'AWS/RDS',
    metric,
    dimension: { name: 'DBInstanceIdentifier', value: instance },
    statistic: 'Average',
    periodSeconds: 60,
  };
}

function readInstance(series: readonly Series[]): InstanceMetrics {
  let replicationStopped = false;
  const metrics = told.flatMap(([name, metric, factor], place): FactSeries[] => {
    const points = series[place]?.points ?? [];
    if (name === 'ReplicaLag') replicationStopped = (points.at(-1)?.value ?? 0) < 0;
    const minutes = points
      .filter(({ value }) => value >= 0)
      .map(({ at, value }) => ({ at, value: value * factor }));
    return minutes.length > 0 ? [{ metric, minutes }] : [];
  });
  return { metrics, replicationStopped };
}
