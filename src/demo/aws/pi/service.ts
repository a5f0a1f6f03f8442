import { z } from 'zod';
import type { Clock } from '../../../engine/clock.ts';
import { count, moment, pageOf, readInput } from '../input.ts';
import { AwsFault, type LocalService } from '../wire.ts';
import type { PiSource, WatchedStatement } from './source.ts';

const invalid = 'InvalidArgumentException';
const keysInput = z.object({
  ServiceType: z.literal('RDS'),
  Identifier: z.string(),
  StartTime: moment,
  EndTime: moment,
  Metric: z.enum(['db.load.avg', 'db.sampledload.avg']),
  PeriodInSeconds: z.union([1, 60, 300, 3600, 86400].map((one) => z.literal(one))).default(60),
  GroupBy: z.object({
    Group: z.enum(['db.sql_tokenized', 'db.sql', 'db.user', 'db.host', 'db.application']),
    Dimensions: z.array(z.string()).min(1).max(10).optional(),
    Limit: count.min(1).max(25).default(10),
  }),
  AdditionalMetrics: z.array(z.string()).max(30).default([]),
  Filter: z.record(z.string(), z.string()).default({}),
  MaxResults: count.min(0).max(25).default(25),
  NextToken: z.string().optional(),
});
const detailsInput = z.object({
  ServiceType: z.literal('RDS'),
  Identifier: z.string(),
  Group: z.literal('db.sql'),
  GroupIdentifier: z.string(),
  RequestedDimensions: z.array(z.enum(['statement', 'db.sql.statement'])).optional(),
});

/** https://docs.aws.amazon.com/performance-insights/latest/APIReference/API_DescribeDimensionKeys.html */
const longestTextBytes = 500;
const keptMs = 7 * 86_400_000;

/** What each engine counts by the statement; asking for another's is a mistake. */
const statistics = {
  mysql: ['count_star_per_sec', 'sum_timer_wait_per_call'],
  postgres: ['calls_per_sec', 'total_time_per_call'],
} as const;

/** Performance Insights as far as top SQL goes: seven days, whole periods, texts cut at 500 bytes. */
export function createLocalPi(options: { clock: Clock; source: PiSource }): LocalService {
  const { clock, source } = options;

  function engineOf(resource: string): 'mysql' | 'postgres' {
    const engine = source.engineOf(resource);
    if (engine) return engine;
    const what = `The user isn't authorized to perform the request on ${resource}.`;
    throw new AwsFault('NotAuthorizedException', what);
  }

  function describeKeys(input: Record<string, unknown>): object {
    const read = readInput(keysInput, input, invalid);
    const engine = engineOf(read.Identifier);
    const periodMs = read.PeriodInSeconds * 1000;
    const fromAt = Math.floor(read.StartTime / periodMs) * periodMs;
    const toAt = Math.ceil(read.EndTime / periodMs) * periodMs;
    if (read.StartTime >= read.EndTime) throw new AwsFault(invalid, 'StartTime is after EndTime.');
    if (read.StartTime < clock.now() - keptMs) {
      throw new AwsFault(invalid, 'StartTime is not within the past 7 days.');
    }
    const [calls, meanMs] = statistics[engine].map((one) => `db.sql_tokenized.stats.${one}.avg`);
    const unknown = read.AdditionalMetrics.find((one) => one !== calls && one !== meanMs);
    if (unknown) throw new AwsFault(invalid, `Unsupported metric: ${unknown}`);
    const by = /^db\.(user|host|application)$/.exec(read.GroupBy.Group)?.[1];
    if (by === 'user' || by === 'host' || by === 'application') {
      if (by === 'application' && engine !== 'postgres') {
        throw new AwsFault(invalid, `Unsupported group: ${read.GroupBy.Group}`);
      }
      const all = source.sessions(read.Identifier, by, fromAt, Math.min(toAt, clock.now()));
      return {
        AlignedStartTime: new Date(fromAt),
        AlignedEndTime: new Date(toAt),
        Keys: [...all]
          .sort(([, a], [, b]) => b - a)
          .slice(0, read.GroupBy.Limit)
          .map(([name, Total]) => ({ Dimensions: { [`db.${by}.name`]: name }, Total })),
      };
    }
    const digest = read.Filter['db.sql_tokenized.id'];
    const top = source
      .statements(read.Identifier, fromAt, Math.min(toAt, clock.now()))
      .filter((one) => digest === undefined || one.digestId === digest)
      .toSorted((a, b) => b.sessions - a.sessions)
      .slice(0, read.GroupBy.Limit);
    const { page, next } = pageOf(top, read.NextToken, read.MaxResults);
    const values = (one: WatchedStatement): [string, number][] =>
      read.AdditionalMetrics.map((name) => [
        name,
        name === calls ? one.callsPerSecond : one.meanMs,
      ]);
    return {
      AlignedStartTime: new Date(fromAt),
      AlignedEndTime: new Date(toAt),
      Keys: page.map((one) => ({
        Dimensions: dimensionsOf(one, read.GroupBy),
        Total: one.sessions,
        ...(read.AdditionalMetrics.length > 0
          ? { AdditionalMetrics: Object.fromEntries(values(one)) }
          : {}),
      })),
      ...(next ? { NextToken: next } : {}),
    };
  }

  function details(input: Record<string, unknown>): object {
    const read = readInput(detailsInput, input, invalid);
    engineOf(read.Identifier);
    const found = source
      .statements(read.Identifier, clock.now() - 86_400_000, clock.now())
      .find((one) => one.sqlId === read.GroupIdentifier);
    return {
      Dimensions: [
        found
          ? { Dimension: 'db.sql.statement', Value: found.sql, Status: 'AVAILABLE' }
          : { Dimension: 'db.sql.statement', Status: 'UNAVAILABLE' },
      ],
    };
  }

  return {
    name: 'pi',
    operations: { DescribeDimensionKeys: describeKeys, GetDimensionKeyDetails: details },
  };
}

function dimensionsOf(
  one: WatchedStatement,
  by: { readonly Group: string; readonly Dimensions?: readonly string[] | undefined },
): Record<string, string> {
  const isShape = by.Group === 'db.sql_tokenized';
  const all: Record<string, string> = {
    [`${by.Group}.id`]: isShape ? one.digestId : one.sqlId,
    [`${by.Group}.statement`]: cut(isShape ? one.digest : one.sql),
    ...(isShape ? {} : { 'db.sql.tokenized_id': one.digestId }),
  };
  const wanted = Object.entries(all).filter(([name]) => by.Dimensions?.includes(name) ?? true);
  return Object.fromEntries(wanted);
}

function cut(text: string): string {
  return Buffer.from(text)
    .subarray(0, longestTextBytes)
    .toString('utf8')
    .replace(/\ufffd$/, '');
}
