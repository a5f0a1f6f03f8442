import type { LogEvent, LogGroup, LogSource } from '../aws/logs/source.ts';
import type { Databases } from './databases.ts';
import { countLines, logLines, meanLines } from './log-lines.ts';
import type { RequestHistory } from './minutes.ts';
import { ordersDatabase, ordersSlowLogGroup, staging } from './names.ts';
import { createRecentLines } from './recent-lines.ts';
import type { Request } from './request.ts';
import type { ServiceName } from './seconds.ts';
import { postgresLines } from './slow-log.ts';
import type { World } from './world.ts';

/** Who writes which group. */
const writers: Readonly<Record<string, ServiceName>> = {
  '/ecs/points-api': 'points-api',
  [staging.logGroup]: 'points-api-staging',
  '/ecs/orders-api': 'orders-api',
};

/** The company's log groups: one an application, and the exported log of the orders database. */
export function createLogs(options: {
  now: () => number;
  history: RequestHistory;
  databases: Databases;
  serving: World['serving'];
}): {
  source: LogSource;
  lines: (requests: readonly Request[]) => number;
  /** How many a request of that moment brings on average. */
  linesOfRequest: (service: ServiceName, at: number) => number;
  bytes: (requests: readonly Request[]) => number;
} {
  const createdAt = options.now() - 400 * 86_400_000;
  const group = (name: string): LogGroup => ({
    name,
    retentionDays: 30,
    createdAt,
    class: 'STANDARD',
  });

  const linesOf = createRecentLines({
    now: options.now,
    history: options.history,
    write: (request) => logLines(request, taskOf),
  });

  function events(name: string, fromAt: number, toAt: number): readonly LogEvent[] {
    if (name === ordersSlowLogGroup) {
      return options.databases.slowEntries(ordersDatabase, fromAt, toAt).flatMap((entry) =>
        postgresLines(entry).map((message) => ({
          at: entry.endedAt,
          stream: `${ordersDatabase}.0`,
          message,
        })),
      );
    }
    return linesOf(writers[name] ?? 'points-api', fromAt, toAt);
  }

  return {
    source: {
      groups: [...Object.keys(writers), ordersSlowLogGroup].map(group),
      events,
    },
    lines: (requests) => requests.reduce((sum, one) => sum + countLines(one), 0),
    linesOfRequest: (service, at) =>
      options
        .serving(service, at)
        .reduce((sum, { logging, weight }) => sum + weight * meanLines({ service, logging }), 0),
    bytes: (requests) =>
      // CloudWatch counts 26 bytes for each event on top of its text.
      requests
        .flatMap((one) => logLines(one, taskOf))
        .reduce((sum, { message }) => sum + message.length + 26, 0),
  };
}

/** One stream a task: a task is a host running one release. */
function taskOf(request: Request): string {
  const name = `${request.release}/${request.host}`;
  let hash = 0;
  for (const character of name) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
  return hash.toString(16).padStart(8, '0').repeat(4);
}
