import type { DatabaseFacts, FactSeries, InstanceFacts } from '../../evidence/database-facts.ts';
import { type Strain, strainsOf } from '../../evidence/database-strain.ts';
import type { Evidence } from '../../evidence/evidence.ts';
import { writesAround } from '../../evidence/write-change.ts';
import type { Panel, Series } from '../picture.ts';
import { coveredOf, type Subject } from './subject.ts';

/** Of a strained metric; of a calm one the busiest instance says enough. */
const seriesShown = 4;
const minuteMs = 60_000;
/** Readers are always a little behind; nobody notices less than this. */
const leastLagMs = 5_000;

/** A panel, and whether it shows trouble. */
export interface Ranked {
  readonly panel: Panel;
  readonly isStrained: boolean;
}

/** How full and busy the instances are, how far readers lag, how long reads and writes take, how many. */
export function databasePanels(
  evidence: Evidence | undefined,
  subject: Subject,
): readonly Ranked[] {
  const instances = evidence?.database?.instances ?? [];
  if (!evidence) return [];
  const strains = instances.flatMap(strainsOf);
  const say = subject.words.attached;
  const panel = (
    title: string,
    unit: Panel['unit'],
    metrics: readonly (readonly Series[])[],
    isStrained: boolean,
  ): readonly Ranked[] => {
    const series = isStrained
      ? mostFirst(metrics.flat()).slice(0, seriesShown)
      : metrics.flatMap((each) => mostFirst(each).slice(0, 1));
    if (series.length === 0) return [];
    const rest = { stepMs: minuteMs, ...coveredOf(evidence, subject) };
    return [{ isStrained, panel: { title, unit, form: 'lines', series, ...rest } }];
  };
  const of = (
    metric: FactSeries['metric'],
    nameOf: (instance: string) => string,
    factorOf: (one: InstanceFacts) => number = () => 1,
  ) => instances.flatMap((one) => seriesOf(one, metric, nameOf(one.id), factorOf(one)));
  const isShort = (...kinds: readonly Strain['kind'][]) =>
    strains.some(({ kind }) => kinds.includes(kind));
  const inMs = () => 1_000;
  const lag = of('replica-lag-s', String, inMs);
  const isBehind = lag.some((each) => peakOf(each) >= leastLagMs);
  return [
    ...panel(
      say.databaseUse,
      'percent',
      [
        of('cpu-percent', say.cpu),
        of('connections', say.connections, ({ maxConnections }) => 100 / (maxConnections ?? 0)),
      ],
      isShort('cpu', 'connections'),
    ),
    ...panel(say.databaseLag, 'ms', isBehind ? [lag] : [], isShort('replica-lag')),
    ...panel(
      say.databaseLatency,
      'ms',
      [of('read-latency-s', say.reads, inMs), of('write-latency-s', say.writes, inMs)],
      false,
    ),
    ...panel(
      say.databaseWork,
      'count',
      [of('read-iops', say.reads), of('write-iops', say.writes)],
      haveWritesFallen(evidence.database, subject),
    ),
  ];
}

/** A factor that is no number: the metric cannot be drawn. */
function seriesOf(
  { metrics }: InstanceFacts,
  metric: FactSeries['metric'],
  label: string,
  factor: number,
): readonly Series[] {
  const minutes = metrics.find((one) => one.metric === metric)?.minutes ?? [];
  if (minutes.length === 0 || !Number.isFinite(factor)) return [];
  return [{ label, points: minutes.map(({ at, value }) => ({ at, value: value * factor })) }];
}

/** Since it began, or since a release, hardly anything is written any more. */
function haveWritesFallen(facts: DatabaseFacts | undefined, subject: Subject): boolean {
  const { weighed, incident, window } = subject;
  const releases = (incident.releases ?? []).map(({ startedAt }) => startedAt);
  return [weighed.onset.at, ...releases.filter((at) => at >= window.fromAt)].some(
    (fromAt) => writesAround(facts, { fromAt })?.is === 'fell',
  );
}

function mostFirst(series: readonly Series[]): readonly Series[] {
  return series.toSorted((a, b) => peakOf(b) - peakOf(a));
}

function peakOf({ points }: Series): number {
  return points.reduce((most, { value }) => Math.max(most, value), 0);
}
