import { z } from 'zod';
import type { Clock } from '../../../engine/clock.ts';
import { pageOf, readInput } from '../input.ts';
import { AwsFault, type LocalService } from '../wire.ts';
import { filterEvents, groupName } from './filter-events.ts';
import { createQueries } from './queries.ts';
import type { LogGroup, LogSource } from './source.ts';

const describeInput = z.object({
  logGroupNamePrefix: z.string().optional(),
  logGroupNamePattern: z.string().optional(),
  limit: z.number().int().min(1).max(50).default(50),
  nextToken: z.string().optional(),
});

/** CloudWatch Logs over the company's lines: reading, filtering, and Insights that really evaluates. */
export function createLocalLogs(options: {
  clock: Clock;
  region: string;
  account: string;
  source: LogSource;
  /** Default 1: the first look at a query finds it running. */
  runningLooks?: number;
  /** Default 100, as an account has. */
  concurrentQueries?: number;
  /** Default 2 s of story time. */
  indexLagMs?: number;
  /** Events a page of FilterLogEvents looks at. Default 4 000. */
  scanLimit?: number;
}): LocalService {
  const { clock, region, account, source } = options;
  const queries = createQueries({
    account,
    now: () => clock.now(),
    has: (group) => source.groups.some((one) => one.name === group),
    read: (group, fromAt, toAt) => source.events(group, fromAt, toAt),
    runningLooks: options.runningLooks ?? 1,
    concurrent: options.concurrentQueries ?? 100,
    indexLagMs: options.indexLagMs ?? 2_000,
  });

  function describeGroups(input: Record<string, unknown>): object {
    const read = readInput(describeInput, input, 'InvalidParameterException');
    const matching = source.groups.filter(
      (group) =>
        group.name.startsWith(read.logGroupNamePrefix ?? '') &&
        group.name.includes(read.logGroupNamePattern ?? ''),
    );
    const { page, next } = pageOf(matching, read.nextToken, read.limit);
    return { logGroups: page.map(shapeOf), ...(next ? { nextToken: next } : {}) };
  }

  function shapeOf(group: LogGroup): object {
    const logGroupArn = `arn:aws:logs:${region}:${account}:log-group:${group.name}`;
    return {
      logGroupName: group.name,
      creationTime: group.createdAt,
      retentionInDays: group.retentionDays,
      metricFilterCount: 0,
      arn: `${logGroupArn}:*`,
      logGroupArn,
      storedBytes: 0,
      logGroupClass: group.class,
    };
  }

  function filter(input: Record<string, unknown>): object {
    const name = readInput(groupName, input, 'InvalidParameterException');
    if (!source.groups.some((group) => group.name === name)) {
      throw new AwsFault('ResourceNotFoundException', 'The specified log group does not exist.');
    }
    return filterEvents(input, {
      now: clock.now(),
      scanLimit: options.scanLimit ?? 4_000,
      read: (fromAt, toAt) => source.events(name, fromAt, toAt),
    });
  }

  return {
    name: 'logs',
    operations: {
      DescribeLogGroups: describeGroups,
      FilterLogEvents: filter,
      StartQuery: queries.start,
      GetQueryResults: queries.results,
      StopQuery: queries.stop,
    },
  };
}
