import type { LogEvent } from '../aws/logs/source.ts';
import type { Request } from './request.ts';

/** What the program wrote about a request: one line of pino's JSON, with the error if it failed. */
export function logLine(request: Request, task: (request: Request) => string): LogEvent {
  const stream = `${request.service}/${request.service}/${task(request)}`;
  const ended = { statusCode: request.status, durationMs: request.ms };
  if (!request.trouble) {
    const refused = request.status >= 400 && request.status < 500;
    return line(request, stream, refused ? 40 : 30, ended, 'request completed');
  }
  const { type, message, frames, extra } = request.trouble;
  const stack = [`${type}: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  const err = { type, message, stack, ...extra };
  return line(request, stream, 50, { ...ended, err }, 'request errored');
}

function line(
  request: Request,
  stream: string,
  level: number,
  fields: Readonly<Record<string, unknown>>,
  msg: string,
): LogEvent {
  const record = {
    level,
    time: request.at,
    pid: 1,
    host: request.host,
    service: request.service,
    env: request.env,
    release: request.release,
    requestId: request.id,
    shopId: request.shop,
    method: request.method,
    route: request.route,
    dbHost: request.dbHost,
    ...fields,
    msg,
  };
  return { at: request.at, stream, message: JSON.stringify(record) };
}
