import { type Fields, fieldAt, isFields, type Path, pathTo } from './fields.ts';
import type { LogRecord } from './record.ts';

const hostFields = ['address', 'host', 'hostname', 'server.address', 'dbHost', 'db_host'].map(
  pathTo,
);
const recordFields = [
  'dbHost',
  'db_host',
  'db.host',
  'database.host',
  'server.address',
  'net.peer.name',
  'peer.address',
].map(pathTo);

/** Where messages name a server. */
const inMessage =
  /\b(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|dial tcp|lookup|Connection to|UnknownHostException:|connect to \w{1,10} server on|connection to server at|Can't reach database server at|host name|MOVED \d{1,5})[ :]{0,2}["'`(]{0,2}([A-Za-z0-9][\w.-]{1,253}|\[?[0-9a-f:]{3,39}\]?)(?:["'`]?, port (\d{1,5})|:(\d{1,5}))?/;

/** The server an error speaks of: `10.0.1.5:5432`, `points-db.abc.rds.amazonaws.com`. */
export function targetOf({ trace, message, fields }: LogRecord): string | undefined {
  for (const { message: said } of trace?.toReversed() ?? []) {
    const found = inText(said);
    if (found !== undefined) return found;
  }
  return inText(message) ?? (fields === undefined ? undefined : inFields(fields));
}

function inText(text: string): string | undefined {
  // No address is without a dot, a colon or the word before it.
  if (!/[.:]|lookup|ENOTFOUND|EAI_AGAIN/.test(text)) return undefined;
  const found = inMessage.exec(text.length > 2_000 ? text.slice(0, 2_000) : text);
  const host = found?.[1];
  if (found === null || host === undefined || /^(?:on|at|to|the|for|tcp|refused)$/.test(host))
    return undefined;
  const port = found[2] ?? found[3];
  return port === undefined ? host : `${host}:${port}`;
}

function inFields(fields: Fields): string | undefined {
  for (const inner of [fields.err, fields.error, fields.syscall ? fields : undefined]) {
    if (!isFields(inner)) continue;
    const host = firstHost(inner, hostFields);
    const { port } = inner;
    if (host !== undefined) return typeof port === 'number' ? `${host}:${port}` : host;
  }
  return firstHost(fields, recordFields);
}

function firstHost(fields: Fields, paths: readonly Path[]): string | undefined {
  for (const path of paths) {
    const host = hostName(fieldAt(fields, path));
    if (host !== undefined) return host;
  }
  return undefined;
}

function hostName(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.:-]{2,253}$/.test(value) ? value : undefined;
}
