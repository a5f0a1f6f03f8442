import {
  GetQueryResultsCommand,
  type ResultField,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Window } from '../../core/evidence/question.ts';
import { OutsideError } from '../../core/kit/outside-error.ts';
import type { Log } from '../../engine/log.ts';
import { readMoment } from './alarm-identity.ts';
import type { AwsClients } from './clients.ts';
import { type Deadline, patiently, waitWithin } from './deadline.ts';
import { calling } from './errors.ts';

interface InsightsQuery {
  readonly groups: readonly string[];
  readonly text: string;
  readonly window: Window;
  readonly limit: number;
}

export interface InsightsAnswer {
  /** Every value is a text, times too: "2026-11-22 02:00:00.123", UTC. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** False when the time was up first: the rows found until then. */
  readonly isWhole: boolean;
  /** What it is paid by: bytes searched so far. */
  readonly scannedBytes: number;
}

interface InsightsOptions {
  readonly clients: AwsClients;
  readonly region: string;
  readonly log: Log;
  readonly deadline: Deadline;
  readonly pollMs: number;
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html */
export const mostGroups = 50;

/**
 * Runs one Logs Insights query to its end or to the deadline, and stops it when late: it would go on
 * costing and hold one of the account's few places, for which queries wait in the order they came.
 * Throws `timed-out` when it had found nothing yet.
 */
export async function runInsights(
  options: InsightsOptions,
  query: InsightsQuery,
): Promise<InsightsAnswer> {
  const { signal } = options.deadline;
  try {
    return await options.clients
      .insightsPlaces(options.region)
      .through(signal, () => runHere(options, query));
  } catch (error) {
    if (error instanceof OutsideError || !signal.aborted) throw error;
    throw trouble('timed-out', 'other queries had all the places. Run it in the console.');
  }
}

async function runHere(options: InsightsOptions, query: InsightsQuery): Promise<InsightsAnswer> {
  const queryId = await start(options, query);
  let rows: InsightsAnswer['rows'] = [];
  let scannedBytes = 0;
  let isEnded = false;
  try {
    for (;;) {
      const answer = await results(options, queryId);
      rows = (answer.results ?? []).map(readRow);
      scannedBytes = answer.statistics?.bytesScanned ?? scannedBytes;
      if (answer.status === 'Complete') {
        isEnded = true;
        return { rows, isWhole: true, scannedBytes };
      }
      if (answer.status && /^(Failed|Cancelled|Timeout)$/.test(answer.status)) {
        isEnded = true;
        throw trouble('unavailable', `it ended as ${answer.status}. Run it in the console.`);
      }
      if (options.deadline.leftMs() <= options.pollMs) return late(rows, scannedBytes);
      await waitWithin(options.deadline, options.pollMs);
    }
  } catch (error) {
    // The time ran out inside a call: what was found before it still counts.
    if (options.deadline.signal.aborted && !isEnded) return late(rows, scannedBytes);
    throw error;
  } finally {
    if (!isEnded) void stop(options, queryId);
  }
}

async function start(options: InsightsOptions, query: InsightsQuery): Promise<string> {
  const { deadline, clients, region } = options;
  const subject = query.groups.join(', ');
  const answer = await patiently(deadline, () =>
    calling({ operation: 'logs:StartQuery', subject }, () =>
      clients.logs(region).send(
        new StartQueryCommand({
          logGroupNames: query.groups.slice(0, mostGroups),
          queryString: query.text,
          // Seconds, both ends inclusive.
          startTime: Math.floor(query.window.fromAt / 1000),
          endTime: Math.ceil(query.window.toAt / 1000) - 1,
          limit: query.limit,
        }),
        { abortSignal: deadline.signal },
      ),
    ),
  );
  if (!answer.queryId) throw trouble('unavailable', 'it gave no query id. Run it in the console.');
  return answer.queryId;
}

function results(options: InsightsOptions, queryId: string) {
  return patiently(options.deadline, () =>
    calling({ operation: 'logs:GetQueryResults', subject: `query ${queryId}` }, () =>
      options.clients
        .logs(options.region)
        .send(new GetQueryResultsCommand({ queryId }), { abortSignal: options.deadline.signal }),
    ),
  );
}

async function stop(options: InsightsOptions, queryId: string): Promise<void> {
  try {
    await options.clients.logs(options.region).send(new StopQueryCommand({ queryId }));
  } catch (error) {
    options.log.debug({ error, queryId }, 'a late query could not be stopped: it ends by itself');
  }
}

function late(rows: InsightsAnswer['rows'], scannedBytes: number): InsightsAnswer {
  if (rows.length > 0) return { rows, isWhole: false, scannedBytes };
  throw trouble('timed-out', 'nothing was found before the time was up. Run it in the console.');
}

function trouble(kind: 'unavailable' | 'timed-out', text: string): OutsideError {
  return new OutsideError({
    system: 'AWS CloudWatch Logs',
    operation: 'StartQuery',
    kind,
    message: `Asked CloudWatch Logs Insights; ${text}`,
  });
}

function readRow(fields: readonly ResultField[]): Record<string, string> {
  return Object.fromEntries(fields.map(({ field, value }) => [field ?? '', value ?? '']));
}

/** "2026-11-22 02:00:00.123", always UTC; others write ISO 8601 or milliseconds. */
export function readInsightsTime(text: string | undefined): number | undefined {
  if (text && /^\d{12,14}$/.test(text)) return Number(text);
  if (text && /(Z|[+-]\d\d:?\d\d)$/.test(text)) return readMoment(text);
  const at = Date.parse(`${(text ?? '').replace(' ', 'T')}Z`);
  return Number.isNaN(at) ? undefined : at;
}
