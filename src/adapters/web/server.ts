import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import type { Log } from '../../engine/log.ts';
import { readBody } from './body.ts';
import { listenError } from './errors.ts';
import { matchRoute, type Route, sentence } from './route.ts';

export interface WebServerOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly routes: readonly Route[];
  readonly log: Log;
  /** Default 1 MiB: four times what SNS may send (256 KiB). */
  readonly maxBodyBytes?: number;
  /** How long a request may take to arrive, and then to be answered. Default 30 s. */
  readonly timeoutMs?: number;
  /** How long `stop` waits for answers under way. Default 5 s. */
  readonly graceMs?: number;
}

export interface WebServer {
  /** `http://127.0.0.1:3000`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Takes no new requests, lets those under way finish, then closes. May be called twice. */
  stop(): Promise<void>;
}

/** Listens once this resolves; throws `OutsideError` with one clear sentence when it cannot. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const timeoutMs = options.timeoutMs ?? 30_000;
  const limits = { timeoutMs, maxBodyBytes: options.maxBodyBytes ?? 1_048_576 };
  const server = createServer((incoming, outgoing) => {
    outgoing.on('finish', () => {
      // While stopping, a connection kept for more requests would only be waited for.
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
    void serve(incoming, outgoing, options, limits);
  });
  server.requestTimeout = timeoutMs;
  server.headersTimeout = Math.min(timeoutMs, 10_000);
  server.keepAliveTimeout = 5_000;
  server.maxHeadersCount = 100;
  const port = await listen(server, options.host, options.port);
  const shown = isIPv6(options.host) ? `[${options.host}]` : options.host;
  let stopping: Promise<void> | undefined;
  return {
    url: `http://${shown}:${port}`,
    port,
    stop: () => {
      stopping ??= close(server, options.graceMs ?? 5_000);
      return stopping;
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(listenError(host, port, error));
    server.once('error', fail);
    server.listen({ host, port }, () => {
      server.off('error', fail);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const hurry = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close((error) => {
      clearTimeout(hurry);
      if (error) reject(error);
      else resolve();
    });
    server.closeIdleConnections();
  });
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { routes, log }: WebServerOptions,
  limits: { timeoutMs: number; maxBodyBytes: number },
): Promise<void> {
  const method = incoming.method ?? 'GET';
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  const path = pathOf(incoming);
  try {
    const response = await answer(incoming, { method, path, routes, limits, signal: gone.signal });
    await send(outgoing, response, method);
  } catch (error) {
    // The details are for us, not for whoever asked.
    log.error({ error, method, path }, 'web request failed');
    if (outgoing.headersSent) outgoing.destroy();
    else await send(outgoing, sentence(500, 'Something failed here; it is in the log.'), method);
  } finally {
    // The rest of a body nobody reads is let through (within the server's request timeout): closing
    // at once would reset the connection before the sender has read the answer.
    if (!incoming.complete) incoming.resume();
  }
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly routes: readonly Route[];
  readonly limits: { readonly timeoutMs: number; readonly maxBodyBytes: number };
  readonly signal: AbortSignal;
}

async function answer(incoming: IncomingMessage, asked: Asked): Promise<Response> {
  const { method, path, limits } = asked;
  const match = matchRoute(asked.routes, method, path);
  if (match.kind === 'none') return sentence(404, `There is nothing at ${path}.`);
  if (match.kind === 'other-method') {
    const allowed = match.allowed.join(', ');
    return sentence(405, `${path} takes ${allowed}, not ${method}.`, { allow: allowed });
  }
  const body = await readBody(incoming, limits.maxBodyBytes);
  if (body.kind === 'broken') return sentence(400, 'The body ended too early.');
  if (body.kind === 'too-large') {
    return sentence(413, `The body is larger than ${limits.maxBodyBytes} bytes.`);
  }
  const late = AbortSignal.timeout(limits.timeoutMs);
  const request = new Request(new URL(incoming.url ?? '/', baseOf(incoming)), {
    method,
    headers: headersOf(incoming),
    signal: AbortSignal.any([asked.signal, late]),
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: body.bytes }),
  });
  const timedOut = new Promise<Response>((resolve) => {
    late.addEventListener('abort', () => resolve(sentence(503, 'That took too long. Try again.')));
  });
  return Promise.race([match.route.handle(request, match.params), timedOut]);
}

/** The path of the request line; a line that is no path (`*`, garbage) matches nothing. */
function pathOf(incoming: IncomingMessage): string {
  const target = incoming.url ?? '/';
  return URL.canParse(target, 'http://localhost')
    ? new URL(target, 'http://localhost').pathname
    : target;
}

function baseOf(incoming: IncomingMessage): string {
  const base = `http://${incoming.headers.host ?? 'localhost'}`;
  return URL.canParse(base) ? base : 'http://localhost';
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return headers;
}

async function send(outgoing: ServerResponse, response: Response, method: string): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  if (outgoing.destroyed) return;
  const cookies = response.headers.getSetCookie();
  outgoing.writeHead(response.status, {
    ...Object.fromEntries([...response.headers].filter(([name]) => name !== 'set-cookie')),
    ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}),
    'content-length': body.byteLength,
  });
  outgoing.end(method === 'HEAD' ? undefined : body);
}
