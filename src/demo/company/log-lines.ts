import type { LogEvent } from '../aws/logs/source.ts';
import type { Request } from './request.ts';

/** What the program wrote about a request: pino's JSON, one line or two. */
export function logLines(request: Request, task: (request: Request) => string): LogEvent[] {
  const stream = `${request.service}/${request.service}/${task(request)}`;
  const lines: LogEvent[] = [];
  if (request.trouble) {
    const { type, message, frames, extra } = request.trouble;
    const stack = [`${type}: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
    const text = `${request.method} ${request.route} failed`;
    lines.push(line(request, stream, 50, { err: { type, message, stack, ...extra } }, text));
  }
  const refused = request.status >= 400 && request.status < 500;
  const ended = { statusCode: request.status, durationMs: request.ms };
  lines.push(line(request, stream, refused ? 40 : 30, ended, 'request completed'));
  return lines;
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
    env: 'production',
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
