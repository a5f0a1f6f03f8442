import type { MetricName, MetricSource, Sample } from '../aws/cloudwatch/metric.ts';
import { createChance } from '../chance.ts';
import type { RequestHistory } from './minutes.ts';
import { databaseHost, ordersDatabase, pointsDatabases, staging } from './names.ts';
import type { Request } from './request.ts';
import type { ServiceName } from './seconds.ts';

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;
const targetGroups = {
  'points-api': 'targetgroup/points-api/6d0ecf831eec9f09',
  'orders-api': 'targetgroup/orders-api/1f7a2b9c03d84e55',
} as const;
/** Staging is reached without the load balancer. */
const balanced = ['points-api', 'orders-api'] as const;
export type Balanced = (typeof balanced)[number];

/** What a database writes to disk for one statement that changes rows, and when there is none. */
const writesAStatement = 2.5;
const writesAtRest = 0.5;

/** The load balancer's word on a service. */
export function balancerMetric(service: Balanced, name: string): MetricName {
  return {
    namespace: 'AWS/ApplicationELB',
    name,
    dimensions: { LoadBalancer: 'app/shop/50dc6c495c0c9188', TargetGroup: targetGroups[service] },
  };
}

/** A database server's word on itself. */
export function databaseMetric(instance: string, name: string): MetricName {
  return { namespace: 'AWS/RDS', name, dimensions: { DBInstanceIdentifier: instance } };
}

/** What a metric says of the requests of one minute; nothing: there was no datapoint. */
type Reading = (requests: readonly Request[], minute: number) => readonly number[];

/** Metrics are counted from the requests themselves, so they cannot disagree with the logs. */
export function createMetrics(options: {
  history: RequestHistory;
  writerAt: (at: number) => string;
  logs: {
    readonly lines: (requests: readonly Request[]) => number;
    readonly linesOfRequest: (service: ServiceName, at: number) => number;
    readonly bytes: (requests: readonly Request[]) => number;
  };
  requestsPerSecond: (service: ServiceName, at: number) => number;
}): MetricSource {
  const table = new Map<
    string,
    { metric: MetricName; services: readonly ServiceName[]; reading: Reading }
  >();
  const add = (metric: MetricName, of: ServiceName | readonly ServiceName[], reading: Reading) =>
    table.set(keyOf(metric), { metric, services: [of].flat(), reading });

  for (const service of balanced) {
    add(balancerMetric(service, 'RequestCount'), service, (requests) => [requests.length]);
    // A load balancer reports no datapoint at all for an error that did not happen.
    add(balancerMetric(service, 'HTTPCode_Target_5XX_Count'), service, (requests) => {
      const failed = requests.filter((request) => request.status >= 500).length;
      return failed > 0 ? [failed] : [];
    });
    add(balancerMetric(service, 'TargetResponseTime'), service, (requests) =>
      requests.map((request) => request.ms / 1000),
    );
  }
  for (const service of [...balanced, 'points-api-staging'] as const) {
    const group = { LogGroupName: `/ecs/${service}` };
    add({ namespace: 'AWS/Logs', name: 'IncomingLogEvents', dimensions: group }, service, (all) => [
      options.logs.lines(all),
    ]);
    add({ namespace: 'AWS/Logs', name: 'IncomingBytes', dimensions: group }, service, (all) => [
      options.logs.bytes(all),
    ]);
  }
  for (const instance of [...pointsDatabases, staging.database, ordersDatabase]) {
    const callers = callersOf(instance);
    const of = (name: string) => databaseMetric(instance, name);
    const slowMs = (requests: readonly Request[]) =>
      requests.reduce((sum, one) => sum + (one.slow?.instance === instance ? one.slow.ms : 0), 0);
    const noise = (minute: number, size: number) => createChance(minute, size).next() * size;
    const served = (all: readonly Request[]) => all.filter((one) => serves(instance, one));
    add(of('CPUUtilization'), callers, (requests, minute) => [
      Math.min(98, 8 + served(requests).length / 30 + slowMs(requests) / 900 + noise(minute, 3)),
    ]);
    add(of('DatabaseConnections'), callers, (requests, minute) => [
      Math.round(40 + served(requests).length / 25 + slowMs(requests) / 6_000 + noise(minute, 5)),
    ]);
    // A replica writes what its writer wrote.
    add(of('WriteIOPS'), callers, (requests, minute) => [
      writesAtRest +
        noise(minute, 0.4) +
        (served(requests).filter(changesRows).length * writesAStatement) / 60,
    ]);
    add(of('FreeStorageSpace'), callers, (_, minute) => [
      120 * 1024 ** 3 - (minute % 10_080) * 100_000,
    ]);
    add(of('FreeableMemory'), callers, (_, minute) => [3 * 1024 ** 3 + noise(minute, 10_000_000)]);
    if (instance === ordersDatabase || instance === staging.database) continue;
    add(of('ReplicaLag'), callers, (_, minute) =>
      options.writerAt(minute * minuteMs) === instance ? [] : [Math.round(noise(minute, 2))],
    );
  }

  return {
    metrics: [...table.values()].map((entry) => entry.metric),
    /** Two weeks of requests are not made to be counted: an hour has as many as its quarters say. */
    hours(metric, fromAt, toAt) {
      const entry = metric.name === 'IncomingLogEvents' ? table.get(keyOf(metric)) : undefined;
      if (!entry) return undefined;
      const samples: Sample[] = [];
      for (let at = fromAt; at < toAt; at += quarterMs) {
        const middle = at + quarterMs / 2;
        const perSecond = entry.services
          .map(
            (service) =>
              options.requestsPerSecond(service, middle) *
              options.logs.linesOfRequest(service, middle),
          )
          .reduce((sum, one) => sum + one, 0);
        samples.push({
          at,
          values: [Math.round((perSecond * Math.min(quarterMs, toAt - at)) / 1000)],
        });
      }
      return samples;
    },
    samples(metric, fromAt, toAt) {
      const entry = table.get(keyOf(metric));
      if (!entry) return undefined;
      const samples: Sample[] = [];
      const first = Math.floor(fromAt / minuteMs);
      for (let minute = first; minute * minuteMs < toAt; minute++) {
        const at = minute * minuteMs;
        const end = Math.min(at + minuteMs, toAt);
        const [only, ...others] = entry.services.map((service) =>
          options.history.between(service, at, end),
        );
        const requests = others.length === 0 ? (only ?? []) : [only ?? [], ...others].flat();
        samples.push({ at, values: entry.reading(requests, minute) });
      }
      return samples;
    },
  };
}

function keyOf(metric: MetricName): string {
  const dimensions = Object.entries(metric.dimensions).sort();
  return JSON.stringify([metric.namespace, metric.name, dimensions]);
}

/** Who may speak to it: a release with the settings of staging speaks to staging's. */
function callersOf(instance: string): readonly ServiceName[] {
  if (instance === ordersDatabase) return ['orders-api'];
  return instance === staging.database ? ['points-api', 'points-api-staging'] : ['points-api'];
}

/** Writer and replica of points see all requests that reach one of the two. */
function serves(instance: string, { dbHost }: Request): boolean {
  return (dbHost === databaseHost(staging.database)) === (instance === staging.database);
}

function changesRows({ method, status }: Request): boolean {
  return method !== 'GET' && status < 500;
}
