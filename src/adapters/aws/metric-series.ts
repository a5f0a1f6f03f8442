import {
  GetMetricDataCommand,
  type GetMetricDataCommandOutput,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import type { Window } from '../../core/evidence/question.ts';
import type { AwsClients } from './clients.ts';
import { type Deadline, patiently } from './deadline.ts';
import { calling } from './errors.ts';

/** A metric with its statistic over periods of its own length. */
export interface WantedSeries {
  readonly namespace: string;
  readonly metric: string;
  readonly dimension: { readonly name: string; readonly value: string };
  readonly statistic: 'Average' | 'Maximum' | 'Sum';
  readonly periodSeconds: 60 | 3600;
}

export interface Series {
  /** Oldest first; a period CloudWatch has no number for is absent. */
  readonly points: readonly { readonly at: number; readonly value: number }[];
  /** Nothing of it was left out: what is absent was not published. */
  readonly isWhole: boolean;
}

interface SeriesRequest {
  readonly clients: AwsClients;
  readonly region: string;
  readonly window: Window;
  readonly deadline: Deadline;
  /** On what, as people know it. */
  readonly subject: string;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const mostQueries = 500;
/** 100,800 datapoints a page: nothing we ask fills so many. */
const mostPages = 5;

/** One series for each wanted one, in their order. Every one asked for is charged, found or not. */
export async function readSeries(
  request: SeriesRequest,
  wanted: readonly WantedSeries[],
): Promise<readonly Series[]> {
  const found = wanted.map(() => ({ points: new Map<number, number>(), isWhole: false }));
  if (wanted.length === 0 || request.window.fromAt >= request.window.toAt)
    return found.map(ordered);
  const queries = wanted.slice(0, mostQueries).map(queryOf);
  let token: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await readPage(request, queries, token);
    for (const { Id, Timestamps = [], Values = [], StatusCode } of answer.MetricDataResults ?? []) {
      const one = found[Number(Id?.slice(1))];
      if (!one) continue;
      for (const [place, at] of Timestamps.entries()) {
        const value = Values[place];
        if (value !== undefined) one.points.set(at.getTime(), value);
      }
      one.isWhole = StatusCode === 'Complete';
    }
    token = answer.NextToken;
    if (!token) break;
  }
  return found.map((one) => ordered({ ...one, isWhole: one.isWhole && !token }));
}

function queryOf(wanted: WantedSeries, place: number): MetricDataQuery {
  const { namespace, metric, dimension, statistic, periodSeconds } = wanted;
  return {
    Id: `s${place}`,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: metric,
        Dimensions: [{ Name: dimension.name, Value: dimension.value }],
      },
      Period: periodSeconds,
      Stat: statistic,
    },
  };
}

function readPage(
  request: SeriesRequest,
  queries: readonly MetricDataQuery[],
  token: string | undefined,
): Promise<GetMetricDataCommandOutput> {
  const { clients, region, window, deadline, subject } = request;
  return patiently(deadline, () =>
    calling({ operation: 'cloudwatch:GetMetricData', subject }, () =>
      clients.cloudwatch(region).send(
        new GetMetricDataCommand({
          MetricDataQueries: [...queries],
          StartTime: new Date(window.fromAt),
          EndTime: new Date(window.toAt),
          ScanBy: 'TimestampAscending',
          ...(token ? { NextToken: token } : {}),
        }),
        { abortSignal: deadline.signal },
      ),
    ),
  );
}

function ordered(one: { points: ReadonlyMap<number, number>; isWhole: boolean }): Series {
  const points = [...one.points].map(([at, value]) => ({ at, value })).sort((a, b) => a.at - b.at);
  return { points, isWhole: one.isWhole };
}
