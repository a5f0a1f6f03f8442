import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Window } from '../../core/evidence/question.ts';
import { OutsideError } from '../../core/kit/outside-error.ts';
import type { AwsClients } from './clients.ts';
import { type Deadline, patiently } from './deadline.ts';
import { calling } from './errors.ts';
import type { Gate } from './gate.ts';

export interface LogEvent {
  readonly at: number;
  readonly stream: string;
  readonly text: string;
}

interface EventsRequest {
  readonly clients: AwsClients;
  readonly region: string;
  readonly group: string;
  readonly window: Window;
  /** CloudWatch's own filter pattern; absent: every event. */
  readonly pattern?: string;
  /** Which of the events answered are kept. */
  readonly keep?: (text: string) => boolean;
  readonly deadline: Deadline;
  /** Shared with whoever reads the same account's logs. */
  readonly gate?: Gate;
  /** Goes on where another reading of the same window stopped. */
  readonly token?: string;
  /** Pages, empty ones included. */
  readonly pages: number;
  /** Events kept. */
  readonly limit: number;
}

export interface EventsAnswer {
  /** Oldest first; events of one moment in the order they were written. */
  readonly events: readonly LogEvent[];
  /** Set when the window was not read to its beginning: why, and how far back it was. */
  readonly partial?: string;
  /** Set with it: everything from this moment on was read. */
  readonly stoppedAt?: number;
  /** Set with it, unless nothing more could be read. */
  readonly token?: string;
}

/**
 * Reads a log group backwards from the end of the window, so that whatever stops it the newest is
 * there. A page may be empty and still have a next one. Throws only when not even one page came.
 */
export async function readEvents(request: EventsRequest): Promise<EventsAnswer> {
  const newestFirst: LogEvent[] = [];
  let { token } = request;
  let oldestAt: number | undefined;
  let stopped: string | undefined;
  for (let page = 0; stopped === undefined; page++) {
    if (page >= request.pages) stopped = `${page} pages`;
    else if (newestFirst.length >= request.limit) stopped = `${request.limit} records`;
    if (stopped !== undefined) break;
    try {
      const answer = await readPage(request, token);
      const events = answer.events ?? [];
      for (const { timestamp: at = 0, logStreamName = '', message = '' } of events) {
        const timestamp = Number(at);
        oldestAt = Math.min(oldestAt ?? timestamp, timestamp);
        if (request.keep && !request.keep(message)) continue;
        newestFirst.push({ at: timestamp, stream: logStreamName, text: message });
      }
      token = answer.nextToken;
      if (!token) break;
    } catch (error) {
      if ((page === 0 && request.token === undefined) || !(error instanceof OutsideError))
        throw error;
      stopped = request.deadline.signal.aborted ? 'the time was up' : error.message;
    }
  }
  return {
    events: newestFirst.reverse().sort((a, b) => a.at - b.at),
    ...(stopped === undefined
      ? {}
      : {
          partial: describeStop(request.group, stopped, oldestAt),
          stoppedAt: oldestAt ?? request.window.toAt,
          ...(token === undefined ? {} : { token }),
        }),
  };
}

function readPage(request: EventsRequest, token: string | undefined) {
  const { deadline, clients, region, group, window } = request;
  return patiently(deadline, () =>
    calling({ operation: 'logs:FilterLogEvents', subject: group }, () =>
      within(request, () =>
        clients.logs(region).send(
          new FilterLogEventsCommand({
            logGroupName: group,
            startTime: window.fromAt,
            endTime: window.toAt - 1,
            startFromHead: false,
            ...(request.pattern ? { filterPattern: request.pattern } : {}),
            ...(token ? { nextToken: token } : {}),
          }),
          { abortSignal: deadline.signal },
        ),
      ),
    ),
  );
}

function within<T>({ gate, deadline }: EventsRequest, run: () => Promise<T>): Promise<T> {
  return gate ? gate.through(deadline.signal, run) : run();
}

function describeStop(group: string, why: string, oldestAt: number | undefined): string {
  const reach =
    oldestAt === undefined
      ? 'nothing of it was reached'
      : `read back to ${new Date(oldestAt).toISOString().slice(11, 19)} UTC only`;
  return `${group}: ${reach} (${why})`;
}
