import type { LogEvent } from '../aws/logs/source.ts';
import { meanPointsLines, pointsTold, type Told } from './points-log.ts';
import type { Logging } from './releases.ts';
import type { Request } from './request.ts';
import type { ServiceName } from './seconds.ts';

/**
 * What the program wrote about a request, oldest first: pino's JSON, with the error if it failed. With
 * its logging turned off, only that it was answered, whatever became of it.
 */
export function logLines(request: Request, task: (request: Request) => string): LogEvent[] {
  const stream = `${request.service}/${request.service}/${task(request)}`;
  const about = aboutOf(request);
  return [...toldOf(request), lastOf(request)].map(({ level, msg, ...fields }) => {
    const own = JSON.stringify({ ...fields, msg }).slice(1);
    return { at: request.at, stream, message: `{"level":${level},${about},${own}` };
  });
}

/** How many lines that is, without writing them. */
export function countLines(request: Request): number {
  return toldOf(request).length + 1;
}

/** How many a request has on average. */
export function meanLines(of: Writing): number {
  return saysMore(of) ? meanPointsLines : 1;
}

function toldOf(request: Request): readonly Told[] {
  return saysMore(request) ? pointsTold(request) : [];
}

type Writing = { readonly service: ServiceName; readonly logging: Logging };

function saysMore({ service, logging }: Writing): boolean {
  return service === 'points-api' && logging === 'everything';
}

/** What it says at the end. */
function lastOf({ status, ms, trouble, logging }: Request): Told & object {
  const ended = { statusCode: status, durationMs: ms };
  if (logging === 'access-lines') return { level: 30, ...ended, msg: 'request completed' };
  if (!trouble) {
    const isRefused = status >= 400 && status < 500;
    return { level: isRefused ? 40 : 30, ...ended, msg: 'request completed' };
  }
  const { type, message, frames, extra } = trouble;
  const stack = [`${type}: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  const err = { type, message, stack, ...extra };
  return { level: 50, ...ended, err, msg: 'request errored' };
}

/** What all lines of a request say, as the inside of a JSON object. */
function aboutOf(request: Request): string {
  const about = {
    time: request.at,
    pid: 1,
    host: request.host,
    service: request.service,
    env: request.env,
    release: request.release,
    requestId: request.id,
    shopId: request.shop,
    layout: request.layout,
    method: request.method,
    route: request.route,
    dbHost: request.dbHost,
  };
  return JSON.stringify(about).slice(1, -1);
}
