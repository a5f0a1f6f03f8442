import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { healthRoutes } from '../../../src/adapters/web/health.ts';
import { matchRoute, type Route } from '../../../src/adapters/web/route.ts';
import {
  startWebServer,
  type WebServer,
  type WebServerOptions,
} from '../../../src/adapters/web/server.ts';
import type { Log } from '../../../src/engine/log.ts';
import { silentLog } from '../../../src/engine/log.ts';

const servers: WebServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function start(routes: readonly Route[], options: Partial<WebServerOptions> = {}) {
  const server = await startWebServer({
    host: '127.0.0.1',
    port: 0,
    routes,
    log: silentLog,
    ...options,
  });
  servers.push(server);
  return server;
}

const echo: Route = {
  method: 'POST',
  path: '/alarms/json/:source',
  handle: async (request, { source }) =>
    Response.json({
      source,
      body: await request.text(),
      query: new URL(request.url).search,
      type: request.headers.get('content-type'),
    }),
};
const hello: Route = {
  method: 'GET',
  path: '/hello',
  handle: async () =>
    new Response('hi', {
      headers: [
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
    }),
};

test('hands the request over as it came, and the answer back', async () => {
  const { url } = await start([echo]);
  const response = await fetch(`${url}/alarms/json/my%20zabbix?a=1`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"값":1}',
  });
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    source: 'my zabbix',
    body: '{"값":1}',
    query: '?a=1',
    type: 'application/json',
  });
});

test('keeps several cookies apart', async () => {
  const { url } = await start([hello]);
  expect((await fetch(`${url}/hello`)).headers.getSetCookie()).toEqual(['a=1', 'b=2']);
});

test('answers HEAD as GET without the body', async () => {
  const { url } = await start([hello]);
  const response = await fetch(`${url}/hello`, { method: 'HEAD' });
  expect([response.status, response.headers.get('content-length')]).toEqual([200, '2']);
  expect(await response.text()).toBe('');
});

test.each([
  ['GET', '/nothing', 404, 'There is nothing at /nothing.\n'],
  ['GET', '/alarms/json/', 404, 'There is nothing at /alarms/json/.\n'],
  ['GET', '/alarms/json/a/b', 404, 'There is nothing at /alarms/json/a/b.\n'],
  ['GET', '/alarms/json/%ff', 404, 'There is nothing at /alarms/json/%ff.\n'],
  ['POST', '/hello', 405, '/hello takes GET, HEAD, not POST.\n'],
  ['GET', '/alarms/json/x', 405, '/alarms/json/x takes POST, not GET.\n'],
])('%s %s is answered %i with a sentence', async (method, path, status, sentence) => {
  const { url } = await start([echo, hello]);
  const response = await fetch(url + path, { method });
  expect([response.status, await response.text()]).toEqual([status, sentence]);
});

describe('a body', () => {
  test('of the limit is taken, of one byte more is not', async () => {
    const { url } = await start([echo], { maxBodyBytes: 1000 });
    const send = (length: number) =>
      fetch(`${url}/alarms/json/x`, { method: 'POST', body: 'x'.repeat(length) });
    expect((await send(1000)).status).toBe(200);
    const refused = await send(1001);
    expect(refused.status).toBe(413);
    expect(await refused.text()).toBe('The body is larger than 1000 bytes.\n');
    const huge = await send(8_000_000);
    expect(huge.status).toBe(413);
    expect((await send(10)).status).toBe(200);
  });

  test('that does not say its length is stopped at the limit', async () => {
    const { port } = await start([echo], { maxBodyBytes: 1000 });
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest({ port, method: 'POST', path: '/alarms/json/x' }, (response) => {
        resolve(response.statusCode);
        request.destroy();
      });
      request.on('error', reject);
      request.write('x'.repeat(1500));
    });
    expect(status).toBe(413);
  });
});

test('a handler that fails is answered 500 without details, and logged with them', async () => {
  const errors: object[] = [];
  const log: Log = { ...silentLog, error: (fields) => void errors.push(fields) };
  const broken: Route = {
    method: 'GET',
    path: '/broken',
    handle: async () => {
      throw new Error('the database password is x');
    },
  };
  const { url } = await start([broken], { log });
  const response = await fetch(`${url}/broken`);
  expect([response.status, await response.text()]).toEqual([
    500,
    'Something failed here; it is in the log.\n',
  ]);
  expect(errors).toEqual([
    { error: new Error('the database password is x'), method: 'GET', path: '/broken' },
  ]);
});

test('a handler that takes too long is answered 503, and told to stop', async () => {
  let stopped = false;
  const slow: Route = {
    method: 'GET',
    path: '/slow',
    handle: (request) =>
      new Promise((_, reject) => {
        request.signal.addEventListener('abort', () => {
          stopped = true;
          reject(request.signal.reason);
        });
      }),
  };
  const { url } = await start([slow], { timeoutMs: 30 });
  expect((await fetch(`${url}/slow`)).status).toBe(503);
  expect(stopped).toBe(true);
});

test('a taken port is told in one sentence', async () => {
  const { port } = await start([]);
  await expect(start([], { port })).rejects.toMatchObject({
    name: 'OutsideError',
    kind: 'conflict',
    message: `The web server could not listen on 127.0.0.1 port ${port}: another program uses it. Stop that program or set PORT to a free port.`,
  });
  await expect(start([], { host: '192.0.2.1' })).rejects.toMatchObject({ kind: 'invalid' });
});

test('stopping lets an answer under way finish and takes no new request', async () => {
  const entered = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const slow: Route = {
    method: 'GET',
    path: '/slow',
    handle: async () => {
      entered.resolve();
      await release.promise;
      return new Response('done');
    },
  };
  const server = await start([slow]);
  const answer = fetch(`${server.url}/slow`).then((response) => response.text());
  await entered.promise;
  const stopped = server.stop();
  await expect(fetch(`${server.url}/slow`)).rejects.toThrow();
  release.resolve();
  expect(await answer).toBe('done');
  await stopped;
});

test('stopping does not wait for ever', async () => {
  const entered = Promise.withResolvers<void>();
  const stuck: Route = {
    method: 'GET',
    path: '/stuck',
    handle: () => {
      entered.resolve();
      return new Promise(() => {});
    },
  };
  const server = await start([stuck], { graceMs: 20 });
  const answer = fetch(`${server.url}/stuck`);
  await entered.promise;
  await Promise.all([server.stop(), expect(answer).rejects.toThrow()]);
});

test('garbage on the wire does not end it', async () => {
  const { port, url } = await start([hello]);
  for (const garbage of [
    '\u0000\u0001\r\n\r\n',
    'GET // HTTP/1.1\r\nhost: [\r\n\r\n',
    'OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
  ]) {
    const socket = connect(port, '127.0.0.1');
    socket.end(garbage);
    expect(await readText(socket)).toMatch(/^HTTP\/1\.1 4\d\d/);
  }
  expect((await fetch(`${url}/hello`)).status).toBe(200);
});

test('an ending after a name belongs to the path', () => {
  const feed: Route = { ...hello, path: '/oncall/:rotation.ics' };
  expect(matchRoute([feed], 'GET', '/oncall/backend.ics')).toMatchObject({
    params: { rotation: 'backend' },
  });
  expect(matchRoute([feed], 'GET', '/oncall/.ics').kind).toBe('none');
  expect(matchRoute([feed], 'GET', '/oncall/backend').kind).toBe('none');
});

describe('health', () => {
  const ok = { name: 'database', ok: true };
  const health = (checks: readonly { name: string; ok: boolean; text?: string }[]) =>
    healthRoutes({
      ready: async () => checks,
      metrics: async () => [
        { name: 'firebreak_due_jobs', kind: 'gauge', help: 'Jobs waiting\nnow', value: 3 },
        { name: 'calls_total', kind: 'counter', help: 'Calls', value: 1, labels: { to: 'a"b\\' } },
        {
          name: 'calls_total',
          kind: 'counter',
          help: 'Calls',
          value: Infinity,
          labels: { to: 'c' },
        },
      ],
    });

  test('is alive whenever it answers', async () => {
    const { url } = await start(health([]));
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('is ready when every check passes, and says which do not', async () => {
    const ready = await start(health([ok]));
    expect((await fetch(`${ready.url}/readyz`)).status).toBe(200);
    const failed = { name: 'slack', ok: false, text: 'auth.test answered invalid_auth' };
    const notReady = await start(health([ok, failed]));
    const response = await fetch(`${notReady.url}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ ready: false, checks: [ok, failed] });
  });

  test('writes its numbers as Prometheus reads them', async () => {
    const { url } = await start(health([]));
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await response.text()).toBe(
      [
        '# HELP firebreak_due_jobs Jobs waiting\\nnow',
        '# TYPE firebreak_due_jobs gauge',
        'firebreak_due_jobs 3',
        '# HELP calls_total Calls',
        '# TYPE calls_total counter',
        'calls_total{to="a\\"b\\\\"} 1',
        'calls_total{to="c"} +Inf',
        '',
      ].join('\n'),
    );
  });
});
