import { readMoment } from './moment.ts';
import type { PostgresMessage } from './postgres-line.ts';

/** Which of PostgreSQL's three log destinations a line comes from. */
export type PostgresForm = 'text' | 'csv' | 'json';

/** Told from one line, so that a file that changes its form half-way is still read. */
export function formOf(line: string): PostgresForm {
  if (line.startsWith('{"')) return 'json';
  if (/^"?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \w{1,5}"?,/.test(line)) return 'csv';
  return 'text';
}

/** A line of jsonlog. Nothing when it is not one. */
export function readJsonMessage(line: string): PostgresMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  const text = (key: string): string | undefined => {
    const field = fields.get(key);
    return typeof field === 'string' || typeof field === 'number' ? String(field) : undefined;
  };
  const level = text('error_severity');
  if (level === undefined) return undefined;
  return message({
    time: text('timestamp'),
    user: text('user'),
    database: text('dbname'),
    pid: text('pid'),
    host: text('remote_host'),
    level,
    text: text('message'),
  });
}

/**
 * A record of csvlog. The columns used are the first fourteen, which all versions share.
 * https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-LOGGING-CSVLOG
 */
export function readCsvMessage(fields: readonly string[]): PostgresMessage | undefined {
  const level = fields[11];
  if (level === undefined || !/^[A-Z]+\d?$/.test(level)) return undefined;
  return message({
    time: fields[0],
    user: fields[1],
    database: fields[2],
    pid: fields[3],
    host: fields[4]?.replace(/:\d+$/, ''),
    level,
    text: fields[13],
  });
}

function message(said: {
  time: string | undefined;
  user: string | undefined;
  database: string | undefined;
  pid: string | undefined;
  host: string | undefined;
  level: string;
  text: string | undefined;
}): PostgresMessage {
  const endedAt = readMoment(said.time ?? '');
  return {
    pid: said.pid ?? '',
    level: said.level,
    text: said.text ?? '',
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(said.user ? { user: said.user } : {}),
    ...(said.database ? { database: said.database } : {}),
    ...(said.host && said.host !== '[local]' ? { host: said.host } : {}),
  };
}
