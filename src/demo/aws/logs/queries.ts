import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { readInput } from '../input.ts';
import { AwsFault } from '../wire.ts';
import { parseQuery } from './insights/parse.ts';
import type { Command } from './insights/query.ts';
import { type Row, rowOfEvent } from './insights/row.ts';
import { type QueryRun, runQuery } from './insights/run.ts';
import type { LogEvent } from './source.ts';

const startInput = z.object({
  logGroupName: z.string().optional(),
  logGroupNames: z.array(z.string()).max(50).optional(),
  logGroupIdentifiers: z.array(z.string()).max(50).optional(),
  startTime: z.number().int(),
  endTime: z.number().int(),
  queryString: z.string().max(10_000),
  limit: z.number().int().min(1).max(10_000).default(10_000),
});
const queryIdInput = z.object({ queryId: z.string() });

interface RunningQuery {
  readonly commands: readonly Command[];
  readonly groups: readonly string[];
  readonly fromAt: number;
  readonly toAt: number;
  readonly limit: number;
  /** performance.now() */
  readonly startedReal: number;
  looks: number;
  status: 'Running' | 'Complete' | 'Cancelled';
  run: QueryRun | undefined;
  scanned: { records: number; bytes: number };
}

export interface QueryOptions {
  readonly account: string;
  readonly now: () => number;
  readonly has: (group: string) => boolean;
  readonly read: (group: string, fromAt: number, toAt: number) => readonly LogEvent[];
  /** Looks that find the query still running, with part of the rows. */
  readonly runningLooks: number;
  readonly concurrent: number;
  /** The newest lines are not searchable yet, in story ms. */
  readonly indexLagMs: number;
}

/** While it runs, a query has looked at this share of the time, the newest. */
const early = 0.2;
/** A query nobody asks for is over after so much real time. */
const abandonedAfterMs = 30_000;

/** StartQuery, GetQueryResults, StopQuery: asynchronous, first parts of the answer, then all of it. */
export function createQueries(options: QueryOptions): {
  start(input: Record<string, unknown>): object;
  results(input: Record<string, unknown>): object;
  stop(input: Record<string, unknown>): object;
} {
  const queries = new Map<string, RunningQuery>();

  function isRunning(query: RunningQuery): boolean {
    const young = performance.now() - query.startedReal < abandonedAfterMs;
    return query.status === 'Running' && young;
  }

  function start(input: Record<string, unknown>): object {
    const read = readInput(startInput, input, 'InvalidParameterException');
    const groups = [
      ...(read.logGroupName === undefined ? [] : [read.logGroupName]),
      ...(read.logGroupNames ?? []),
      ...(read.logGroupIdentifiers ?? []).map((arn) => /:log-group:([^:]+)/.exec(arn)?.[1] ?? arn),
    ];
    const commands = parseQuery(read.queryString);
    if (groups.length === 0 || read.endTime < read.startTime) {
      throw new AwsFault(
        'InvalidParameterException',
        'Log groups, or a later end time, are needed.',
      );
    }
    const unknown = groups.find((group) => !options.has(group));
    if (unknown !== undefined) {
      throw new AwsFault(
        'ResourceNotFoundException',
        `Log group '${unknown}' does not exist for account ID '${options.account}'`,
      );
    }
    if ([...queries.values()].filter(isRunning).length >= options.concurrent) {
      throw new AwsFault(
        'LimitExceededException',
        'Account maximum query concurrency limit of [' + `${options.concurrent}] reached.`,
      );
    }
    const queryId = randomUUID();
    queries.set(queryId, {
      commands,
      groups,
      fromAt: read.startTime * 1000,
      // Seconds, the last one included.
      toAt: Math.min((read.endTime + 1) * 1000, options.now() - options.indexLagMs),
      limit: read.limit,
      startedReal: performance.now(),
      looks: 0,
      status: 'Running',
      run: undefined,
      scanned: { records: 0, bytes: 0 },
    });
    return { queryId };
  }

  function queryOf(input: Record<string, unknown>): RunningQuery {
    const { queryId } = readInput(queryIdInput, input, 'InvalidParameterException');
    const query = queries.get(queryId);
    if (query) return query;
    throw new AwsFault('ResourceNotFoundException', `The query ${queryId} does not exist.`);
  }

  /** Runs over the newest `share` of the time. */
  function evaluate(query: RunningQuery, share: number): void {
    const events: { readonly event: LogEvent; readonly group: string }[] = [];
    const fromAt = query.toAt - Math.ceil((query.toAt - query.fromAt) * share);
    let bytes = 0;
    for (const group of query.groups) {
      for (const event of options.read(group, fromAt, query.toAt)) {
        events.push({ event, group });
        bytes += event.message.length;
      }
    }
    events.sort((a, b) => b.event.at - a.event.at);
    query.run = runQuery(query.commands, rowsOf(events), query.limit);
    query.scanned = { records: events.length, bytes };
  }

  function* rowsOf(
    events: readonly { readonly event: LogEvent; readonly group: string }[],
  ): Iterable<Row> {
    for (const { event, group } of events) yield rowOfEvent(event, group, options.account);
  }

  function results(input: Record<string, unknown>): object {
    const query = queryOf(input);
    if (query.status === 'Running') {
      query.looks += 1;
      const complete = query.looks > options.runningLooks;
      if (complete) query.status = 'Complete';
      evaluate(query, complete ? 1 : early);
    }
    return {
      queryLanguage: 'CWLI',
      status: query.status,
      results: query.run?.results ?? [],
      statistics: {
        recordsMatched: query.run?.matched ?? 0,
        recordsScanned: query.scanned.records,
        bytesScanned: query.scanned.bytes,
      },
    };
  }

  function stop(input: Record<string, unknown>): object {
    const query = queryOf(input);
    if (query.status !== 'Running') {
      throw new AwsFault('InvalidParameterException', 'The specified query is not running.');
    }
    query.status = 'Cancelled';
    return { success: true };
  }

  return { start, results, stop };
}
