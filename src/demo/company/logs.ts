import type { LogEvent, LogGroup, LogSource } from '../aws/logs/source.ts';
import type { Databases } from './databases.ts';
import { logLine } from './log-lines.ts';
import type { RequestHistory } from './minutes.ts';
import { ordersDatabase, ordersSlowLogGroup, staging } from './names.ts';
import type { Request } from './request.ts';
import type { ServiceName } from './seconds.ts';
import { postgresLines } from './slow-log.ts';

/** Who writes which group. */
const writers: Readonly<Record<string, ServiceName>> = {
  '/ecs/points-api': 'points-api',
  [staging.logGroup]: 'points-api-staging',
  '/ecs/orders-api': 'orders-api',
};

/** The company's log groups: one an application, and the exported log of the orders database. */
export function createLogs(options: {
  startAt: number;
  history: RequestHistory;
  databases: Databases;
}): {
  source: LogSource;
  /** Each request is a line. */
  lines: (requests: readonly Request[]) => number;
  bytes: (requests: readonly Request[]) => number;
} {
  const createdAt = options.startAt - 400 * 86_400_000;
  const group = (name: string): LogGroup => ({
    name,
    retentionDays: 30,
    createdAt,
    class: 'STANDARD',
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
    return options.history
      .between(writers[name] ?? 'points-api', fromAt, toAt)
      .map((request) => logLine(request, taskOf));
  }

  return {
    source: {
      groups: [...Object.keys(writers), ordersSlowLogGroup].map(group),
      events,
    },
    lines: (requests) => requests.length,
    bytes: (requests) =>
      // CloudWatch counts 26 bytes for each event on top of its text.
      requests.reduce((sum, one) => sum + logLine(one, taskOf).message.length + 26, 0),
  };
}

/** One stream a task: a task is a host running one release. */
function taskOf(request: Request): string {
  const name = `${request.release}/${request.host}`;
  let hash = 0;
  for (const character of name) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
  return hash.toString(16).padStart(8, '0').repeat(4);
}
