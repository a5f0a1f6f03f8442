import { z } from 'zod';
import { readInput } from '../input.ts';
import { AwsFault } from '../wire.ts';
import { createMatcher } from './filter-pattern.ts';
import type { LogEvent } from './source.ts';

export const groupName = z
  .object({ logGroupName: z.string().optional(), logGroupIdentifier: z.string().optional() })
  .transform(({ logGroupName, logGroupIdentifier }) => logGroupName ?? logGroupIdentifier ?? '')
  .transform((name) => /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)/.exec(name)?.[1] ?? name);

const filterInput = z.object({
  startTime: z.number().int().optional(),
  endTime: z.number().int().optional(),
  filterPattern: z.string().max(1024).optional(),
  limit: z.number().int().min(1).max(10_000).default(10_000),
  logStreamNames: z.array(z.string()).max(100).optional(),
  logStreamNamePrefix: z.string().optional(),
  nextToken: z.string().optional(),
  startFromHead: z.boolean().default(true),
});

/** A page is at most 1 MB: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const largestPageBytes = 1_048_576;
/** Backwards reading begins with this moment (same page). */
const backwardsSince = Date.UTC(2024, 0, 1);

/**
 * FilterLogEvents: a page ends when the limit, 1 MB or the number of events looked at is reached,
 * so a rare pattern gives pages with nothing in them and a token to go on with.
 */
export function filterEvents(
  input: Record<string, unknown>,
  options: {
    now: number;
    /** Events a page looks at before it gives up. */
    scanLimit: number;
    read: (fromAt: number, toAt: number) => readonly LogEvent[];
  },
): object {
  const read = readInput(filterInput, input, 'InvalidParameterException');
  const fromAt = read.startTime ?? 0;
  const toAt = Math.min((read.endTime ?? options.now) + 1, options.now);
  if (!read.startFromHead && fromAt < backwardsSince) {
    throw new AwsFault(
      'InvalidParameterException',
      'startFromHead can only be false when startTime is on or after Jan 1, 2024 00:00:00 UTC.',
    );
  }
  const matches = createMatcher(read.filterPattern);
  const events = options
    .read(fromAt, toAt)
    .filter(
      (event) =>
        (read.logStreamNames?.includes(event.stream) ?? true) &&
        event.stream.startsWith(read.logStreamNamePrefix ?? ''),
    );
  const ordered = read.startFromHead ? events : events.toReversed();
  const start = placeOf(read.nextToken, ordered);
  const found: LogEvent[] = [];
  let bytes = 0;
  let at = start;
  for (; at < ordered.length && at - start < options.scanLimit; at++) {
    const event = ordered[at];
    if (!event || found.length >= read.limit) break;
    if (!matches(event.message)) continue;
    bytes += Buffer.byteLength(event.message);
    if (bytes > largestPageBytes && found.length > 0) break;
    found.push(event);
  }
  const next = ordered[at];
  return {
    events: found.map((event) => ({
      logStreamName: event.stream,
      timestamp: event.at,
      message: event.message,
      ingestionTime: event.at + 900,
      eventId: `${event.at}${String(ordered.indexOf(event)).padStart(8, '0')}`,
    })),
    searchedLogStreams: [],
    ...(next ? { nextToken: tokenOf(next, ordered, at) } : {}),
  };
}

/** The token names a moment and how many events of that moment were done, not an index: new events come in at the end. */
function tokenOf(next: LogEvent, ordered: readonly LogEvent[], at: number): string {
  const first = ordered.findIndex((event) => event.at === next.at);
  return Buffer.from(`${next.at}/${at - first}`).toString('base64url');
}

function placeOf(token: string | undefined, ordered: readonly LogEvent[]): number {
  if (token === undefined) return 0;
  const [moment, done] = Buffer.from(token, 'base64url').toString().split('/').map(Number);
  if (moment === undefined || done === undefined || Number.isNaN(moment + done)) {
    throw new AwsFault('InvalidParameterException', 'The specified nextToken is invalid.');
  }
  const first = ordered.findIndex((event) => event.at === moment);
  return first === -1 ? ordered.length : first + done;
}
