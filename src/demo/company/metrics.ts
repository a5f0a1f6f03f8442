import type { MetricName, MetricSource, Sample } from '../aws/cloudwatch/metric.ts';
import { createChance } from '../chance.ts';
import type { RequestHistory } from './minutes.ts';
import { ordersDatabase, pointsDatabases } from './names.ts';
import type { Request } from './request.ts';
import type { ServiceName } from './seconds.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const targetGroups: Readonly<Record<ServiceName, string>> = {
  'points-api': 'targetgroup/points-api/6d0ecf831eec9f09',
  'orders-api': 'targetgroup/orders-api/1f7a2b9c03d84e55',
};
const services: readonly ServiceName[] = ['points-api', 'orders-api'];

/** The load balancer's word on a service. */
export function balancerMetric(service: ServiceName, name: string): MetricName {
  return {
    namespace: 'AWS/ApplicationELB',
    name,
    dimensions: { LoadBalancer: 'app/shop/50dc6c495c0c9188', TargetGroup: targetGroups[service] },
  };
}

/** What a metric says of the requests of one minute; nothing: there was no datapoint. */
type Reading = (requests: readonly Request[], minute: number) => readonly number[];

/** Metrics are counted from the requests themselves, so they cannot disagree with the logs. */
export function createMetrics(options: {
  history: RequestHistory;
  writerAt: (at: number) => string;
  logs: {
    readonly lines: (requests: readonly Request[]) => number;
    readonly bytes: (requests: readonly Request[]) => number;
  };
  requestsPerSecond: (service: ServiceName, at: number) => number;
}): MetricSource {
  const table = new Map<string, { metric: MetricName; service: ServiceName; reading: Reading }>();
  const add = (metric: MetricName, service: ServiceName, reading: Reading) =>
    table.set(keyOf(metric), { metric, service, reading });

  for (const service of services) {
    add(balancerMetric(service, 'RequestCount'), service, (requests) => [requests.length]);
    // A load balancer reports no datapoint at all for an error that did not happen.
    add(balancerMetric(service, 'HTTPCode_Target_5XX_Count'), service, (requests) => {
      const failed = requests.filter((request) => request.status >= 500).length;
      return failed > 0 ? [failed] : [];
    });
    add(balancerMetric(service, 'TargetResponseTime'), service, (requests) =>
      requests.map((request) => request.ms / 1000),
    );
    const group = { LogGroupName: `/ecs/${service}` };
    add({ namespace: 'AWS/Logs', name: 'IncomingLogEvents', dimensions: group }, service, (all) => [
      options.logs.lines(all),
    ]);
    add({ namespace: 'AWS/Logs', name: 'IncomingBytes', dimensions: group }, service, (all) => [
      options.logs.bytes(all),
    ]);
  }
  for (const instance of [...pointsDatabases, ordersDatabase]) {
    const service = instance === ordersDatabase ? 'orders-api' : 'points-api';
    const of = (name: string): MetricName => ({
      namespace: 'AWS/RDS',
      name,
      dimensions: { DBInstanceIdentifier: instance },
    });
    const slowMs = (requests: readonly Request[]) =>
      requests.reduce((sum, one) => sum + (one.slow?.instance === instance ? one.slow.ms : 0), 0);
    const noise = (minute: number, size: number) => createChance(minute, size).next() * size;
    add(of('CPUUtilization'), service, (requests, minute) => [
      Math.min(98, 8 + requests.length / 30 + slowMs(requests) / 900 + noise(minute, 3)),
    ]);
    add(of('DatabaseConnections'), service, (requests, minute) => [
      Math.round(40 + requests.length / 25 + slowMs(requests) / 6_000 + noise(minute, 5)),
    ]);
    add(of('FreeStorageSpace'), service, (_, minute) => [
      120 * 1024 ** 3 - (minute % 10_080) * 100_000,
    ]);
    add(of('FreeableMemory'), service, (_, minute) => [3 * 1024 ** 3 + noise(minute, 10_000_000)]);
    if (instance === ordersDatabase) continue;
    add(of('ReplicaLag'), service, (_, minute) =>
      options.writerAt(minute * minuteMs) === instance ? [] : [Math.round(noise(minute, 2))],
    );
  }

  return {
    metrics: [...table.values()].map((entry) => entry.metric),
    /** Two weeks of requests are not made to be counted: an hour has as many as its middle says. */
    hours(metric, fromAt, toAt) {
      const entry = metric.name === 'IncomingLogEvents' ? table.get(keyOf(metric)) : undefined;
      if (!entry) return undefined;
      const samples: Sample[] = [];
      for (let at = fromAt; at < toAt; at += hourMs) {
        const perSecond = options.requestsPerSecond(entry.service, at + hourMs / 2);
        samples.push({
          at,
          values: [Math.round((perSecond * Math.min(hourMs, toAt - at)) / 1000)],
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
        const requests = options.history.between(entry.service, at, Math.min(at + minuteMs, toAt));
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
