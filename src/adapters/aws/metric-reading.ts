import {
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import type { AwsClients } from './clients.ts';
import type { SeenAlarm } from './describe-alarms.ts';
import { calling } from './errors.ts';

interface MetricRequest {
  readonly clients: AwsClients;
  readonly region: string;
  readonly alarm: SeenAlarm;
  readonly periodMs: number;
  /** Only periods that begin at or after this moment count. */
  readonly sinceAt: number;
  readonly now: number;
}

type MetricReading =
  /** One value a period, oldest first. */
  | {
      readonly status: 'read';
      readonly fromAt: number;
      readonly toAt: number;
      readonly values: readonly number[];
    }
  | { readonly status: 'missing'; readonly why: string };

/** Two, so that one lucky minute is no recovery. */
const periods = 2;
/** The newest minute or so of a metric is still being filled. */
const settleMs = 60_000;
/** Usual traffic is what came in this many periods before. */
const usualPeriods = 30;
const smallTraffic = 0.1;

/** The last two whole periods of what an alarm watches. */
export async function readMetric(request: MetricRequest): Promise<MetricReading> {
  const { periodMs } = request;
  const toAt = Math.floor((request.now - settleMs) / periodMs) * periodMs;
  const fromAt = toAt - periods * periodMs;
  const firstAt = Math.ceil(request.sinceAt / periodMs) * periodMs;
  if (fromAt < firstAt) {
    const readyAt = firstAt + periods * periodMs + settleMs;
    return {
      status: 'missing',
      why: `two whole periods after the change are there at ${new Date(readyAt).toISOString().slice(11, 16)} UTC`,
    };
  }
  const traffic = trafficQuery(request.alarm);
  const answer = await calling(
    { operation: 'cloudwatch:GetMetricData', subject: request.alarm.name },
    () =>
      request.clients.cloudwatch(request.region).send(
        new GetMetricDataCommand({
          MetricDataQueries: [...request.alarm.queries, ...traffic],
          StartTime: new Date(fromAt - (traffic.length > 0 ? usualPeriods * periodMs : 0)),
          EndTime: new Date(toAt),
          ScanBy: 'TimestampAscending',
        }),
      ),
  );
  const results = answer.MetricDataResults ?? [];
  const values = watchedSeries(request.alarm, results).flatMap((series) =>
    pointsIn(series, fromAt, toAt),
  );
  if (values.length < periods) {
    return { status: 'missing', why: `${values.length} of ${periods} values are there: no data` };
  }
  const small = smallTrafficNow(results, fromAt, toAt);
  return small ? { status: 'missing', why: small } : { status: 'read', fromAt, toAt, values };
}

/** Contributor alarms answer one series each; all of them have to be right. */
function watchedSeries(alarm: SeenAlarm, results: readonly MetricDataResult[]) {
  const watched = alarm.queries.find((query) => query.ReturnData !== false)?.Id;
  return results.filter((result) => result.Id === watched);
}

function pointsIn(series: MetricDataResult, fromAt: number, toAt: number): readonly number[] {
  return (series.Timestamps ?? []).flatMap((at, place) => {
    const value = series.Values?.[place];
    return value !== undefined && at.getTime() >= fromAt && at.getTime() < toAt ? [value] : [];
  });
}

/**
 * An average, percentile or share of hardly any requests says nothing; sums and extremes need no
 * crowd. For one metric the traffic is its samples, for an expression the requests that go into it.
 */
function trafficQuery(alarm: SeenAlarm): readonly MetricDataQuery[] {
  const [first, ...others] = alarm.queries;
  if (others.length === 0) {
    const stat = first?.MetricStat;
    if (!stat || !/^(Average|p\d|tm|wm|tc)/i.test(stat.Stat ?? '')) return [];
    return [{ Id: 'traffic', ReturnData: true, MetricStat: { ...stat, Stat: 'SampleCount' } }];
  }
  const requests = alarm.queries.find(
    ({ MetricStat }) =>
      MetricStat?.Stat === 'Sum' &&
      /^(RequestCount|Requests|Invocations|Count)/.test(MetricStat.Metric?.MetricName ?? ''),
  );
  return requests?.MetricStat
    ? [{ Id: 'traffic', ReturnData: true, MetricStat: requests.MetricStat }]
    : [];
}

function smallTrafficNow(
  results: readonly MetricDataResult[],
  fromAt: number,
  toAt: number,
): string | undefined {
  const series = results.find((result) => result.Id === 'traffic');
  if (!series) return undefined;
  const now = mean(pointsIn(series, fromAt, toAt));
  const usual = mean(pointsIn(series, 0, fromAt));
  if (usual === 0 || now >= usual * smallTraffic) return undefined;
  return `too little traffic to tell: ${Math.round(now)} a period, ${Math.round(usual)} before`;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
