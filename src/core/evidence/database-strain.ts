import type { FactSeries, InstanceFacts } from './database-facts.ts';

/** A limit of a database that is reached or nearly. */
export interface Strain {
  readonly instance: string;
  readonly kind: 'connections' | 'replica-lag' | 'cpu' | 'storage' | 'not-available';
  /** connections: of the most there can be; cpu: of all, both 0 to 1; lag: seconds; storage: bytes. */
  readonly value?: number;
  /** connections: the most there can be. */
  readonly limit?: number;
  /** storage: when it is full if it goes on like this. */
  readonly fullInMs?: number;
  /** RDS's word for the instance, where it is not available. */
  readonly status?: string;
}

const hourMs = 60 * 60_000;
const nearlyAll = 0.9;
/** So many minutes on end; a single busy minute is a backup or a report. */
const minutesOnEnd = 5;
/** Readers that lag this long show people what is no longer true. */
const lagSeconds = 30;
/** Room that lasts for less than this is a matter of tonight. */
const fullSoonMs = 6 * hourMs;
const leastRoom = 1024 ** 3;

/** What an instance is short of now, by its newest minutes. */
export function strainsOf(instance: InstanceFacts): readonly Strain[] {
  const { id, status } = instance;
  return [
    ...(status === 'available' || status === 'unknown'
      ? []
      : [{ instance: id, kind: 'not-available', status } as const]),
    ...connectionStrain(instance),
    ...busyFor(instance, 'cpu-percent', nearlyAll * 100).map(
      (value): Strain => ({ instance: id, kind: 'cpu', value: value / 100 }),
    ),
    ...busyFor(instance, 'replica-lag-s', lagSeconds).map(
      (value): Strain => ({ instance: id, kind: 'replica-lag', value }),
    ),
    ...storageStrain(instance),
  ];
}

/** Nearly all of the connections there can be, by its newest minutes. */
export function connectionStrain(instance: InstanceFacts): Strain[] {
  const { id, maxConnections } = instance;
  const most = newest(instance, 'connections', minutesOnEnd);
  if (maxConnections === undefined || most.length === 0) return [];
  const value = Math.max(...most) / maxConnections;
  if (value < nearlyAll) return [];
  return [{ instance: id, kind: 'connections', value, limit: maxConnections }];
}

/** The least of the newest minutes, when even that is too much. */
function busyFor(instance: InstanceFacts, metric: FactSeries['metric'], from: number): number[] {
  const values = newest(instance, metric, minutesOnEnd);
  const least = Math.min(...values);
  return values.length === minutesOnEnd && least >= from ? [least] : [];
}

function storageStrain({ id, metrics }: InstanceFacts): Strain[] {
  const points = metrics.find(({ metric }) => metric === 'free-storage-bytes')?.minutes ?? [];
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [];
  const perMs = last.at > first.at ? (first.value - last.value) / (last.at - first.at) : 0;
  const fullInMs = perMs > 0 ? last.value / perMs : undefined;
  if (last.value > leastRoom && (fullInMs === undefined || fullInMs > fullSoonMs)) return [];
  return [
    {
      instance: id,
      kind: 'storage',
      value: last.value,
      ...(fullInMs === undefined ? {} : { fullInMs }),
    },
  ];
}

function newest(instance: InstanceFacts, metric: FactSeries['metric'], count: number): number[] {
  const series = instance.metrics.find((one) => one.metric === metric);
  return (series?.minutes ?? []).slice(-count).map(({ value }) => value);
}
