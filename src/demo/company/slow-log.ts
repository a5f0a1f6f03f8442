import { createChance } from '../chance.ts';
import type { Request, SlowStatement } from './request.ts';

/** A statement with the moment it ended and who sent it. */
export interface SlowEntry {
  readonly endedAt: number;
  readonly user: string;
  readonly address: string;
  readonly thread: number;
  readonly statement: SlowStatement;
}

const minuteMs = 60_000;

/** What requests and the house's own jobs left in one instance's slow log in one minute. */
export function slowEntriesOfMinute(
  instance: string,
  minute: number,
  requests: readonly Request[],
): readonly SlowEntry[] {
  const entries: SlowEntry[] = [];
  for (const request of requests) {
    if (request.slow?.instance !== instance) continue;
    entries.push({
      endedAt: request.at,
      user: request.service.replace('-api', ''),
      address: request.host.replace('ip-', '').replaceAll('-', '.'),
      thread: 8_000 + (Number.parseInt(request.id.slice(0, 4), 16) % 40),
      statement: request.slow,
    });
  }
  entries.push(...houseJobs(instance, minute));
  return entries.sort((a, b) => a.endedAt - b.endedAt);
}

/** The report on the replica, the cleaning on the writer, and RDS's own heartbeat. */
function houseJobs(instance: string, minute: number): SlowEntry[] {
  const chance = createChance(minute, instance.charCodeAt(instance.length - 1));
  const endedAt = minute * minuteMs + chance.between(0, minuteMs - 1_000);
  const job = (user: string, statement: Omit<SlowStatement, 'instance'>): SlowEntry => ({
    endedAt,
    user,
    address: user === 'rdsadmin' ? '' : '10.0.9.20',
    thread: 31,
    statement: { instance, ...statement },
  });
  const day = new Date(minute * minuteMs).toISOString().slice(0, 10);
  if (instance === 'points-db-2' && minute % 2 === 0) {
    const sql =
      'SELECT shop_id, SUM(points) AS points FROM point_daily ' +
      `WHERE day = '${day}' GROUP BY shop_id ORDER BY points DESC`;
    return [
      job('report', { sql, ms: 700 + chance.next() * 900, rowsSent: 312, rowsExamined: 9_360 }),
    ];
  }
  if (instance === 'points-db-1' && minute % 5 === 0) {
    const sql = `DELETE FROM point_sessions WHERE expires_at < '${day} 00:00:00' LIMIT 1000`;
    return [
      job('points', { sql, ms: 110 + chance.next() * 200, rowsSent: 0, rowsExamined: 1_000 }),
    ];
  }
  if (instance === 'points-db-1' && minute % 7 === 0) {
    const sql = 'SELECT value FROM mysql.rds_heartbeat2';
    return [job('rdsadmin', { sql, ms: 101 + chance.next() * 10, rowsSent: 1, rowsExamined: 1 })];
  }
  return [];
}

/** MySQL 8 writes it so after every start and every hourly rotation. */
export const mysqlBanner =
  '/rdsdbbin/mysql/bin/mysqld, Version: 8.0.42 (Source distribution). started with:\n' +
  'Tcp port: 3306  Unix socket: /tmp/mysql.sock\n' +
  'Time                 Id Command    Argument\n';

/** Entries of a MySQL 8 slow log; `use` stands only where the database changed since the last one. */
export function mysqlText(entries: readonly SlowEntry[]): string {
  return entries
    .map((entry, index) => {
      const before = entries[index - 1];
      const changed = !before || databaseOf(before) !== databaseOf(entry);
      return mysqlEntry(entry, changed);
    })
    .join('');
}

function databaseOf(entry: SlowEntry): string {
  return entry.user === 'rdsadmin' ? 'mysql' : 'points';
}

/** `# Time` is its end, `SET timestamp` its start. */
function mysqlEntry(entry: SlowEntry, databaseChanged: boolean): string {
  const { statement } = entry;
  const micro = String(Math.floor((statement.ms * 1000) % 1000)).padStart(3, '0');
  const ended = new Date(entry.endedAt).toISOString().replace('Z', `${micro}Z`);
  const startedAt = Math.floor((entry.endedAt - statement.ms) / 1000);
  return (
    `# Time: ${ended}\n` +
    `# User@Host: ${entry.user}[${entry.user}] @ ${entry.address === '' ? 'localhost' : ''} ` +
    `[${entry.address}]  Id: ${String(entry.thread).padStart(5)}\n` +
    `# Query_time: ${(statement.ms / 1000).toFixed(6)}  Lock_time: 0.000004 ` +
    `Rows_sent: ${statement.rowsSent}  Rows_examined: ${statement.rowsExamined}\n` +
    (databaseChanged ? `use ${databaseOf(entry)};\n` : '') +
    `SET timestamp=${startedAt};\n${statement.sql};\n`
  );
}

/** The lines of a PostgreSQL log with RDS's prefix: the statement, and its parameters as DETAIL. */
export function postgresLines(entry: SlowEntry): string[] {
  const { statement } = entry;
  const at = new Date(entry.endedAt).toISOString().slice(0, 19).replace('T', ' ');
  const port = 40_000 + entry.thread;
  const prefix = `${at} UTC:${entry.address}(${port}):${entry.user}@orders:[${entry.thread}]:`;
  const lines = [
    `${prefix}LOG:  duration: ${statement.ms.toFixed(3)} ms  execute <unnamed>: ${statement.sql}`,
  ];
  const values = statement.parameters?.map((value, index) => `$${index + 1} = '${value}'`);
  if (values) lines.push(`${prefix}DETAIL:  parameters: ${values.join(', ')}`);
  return lines;
}
