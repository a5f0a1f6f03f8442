import { describe, expect, it } from 'vitest';
import {
  failedRequestIn,
  failedRequestInText,
} from '../../../../src/core/logs/error-traces/failed-request.ts';
import { routeOf } from '../../../../src/core/logs/error-traces/route.ts';

const posted = { method: 'POST', route: '/points/?', status: 503 };

describe('an access line as JSON', () => {
  it.each<[string, object]>([
    ['flat, as an application logs it', { method: 'POST', route: '/points/7', statusCode: 503 }],
    [
      'pino-http',
      { req: { id: 1, method: 'POST', url: '/points/7?a=1' }, res: { statusCode: 503 } },
    ],
    [
      'express-winston',
      { meta: { req: { method: 'POST', url: '/points/7' }, res: { statusCode: 503 } } },
    ],
    ['lograge', { method: 'POST', path: '/points/7', format: 'json', status: 503 }],
    ['Caddy', { request: { method: 'POST', uri: '/points/7' }, status: 503 }],
    ['nginx, its variables', { request: 'POST /points/7 HTTP/1.1', status: '503' }],
    ['nginx, apart', { request_method: 'POST', request_uri: '/points/7', status: '503' }],
    ['Envoy', { method: 'POST', path: '/points/7', response_code: 503 }],
    ['Traefik', { RequestMethod: 'POST', RequestPath: '/points/7', DownstreamStatus: 503 }],
    ['API Gateway', { httpMethod: 'POST', resourcePath: '/points/7', status: '503' }],
    [
      'ECS of Elastic',
      {
        http: { request: { method: 'POST' }, response: { status_code: 503 } },
        url: { path: '/points/7' },
      },
    ],
    [
      'OpenTelemetry',
      { 'http.request.method': 'post', 'http.response.status_code': 503, 'url.path': '/points/7' },
    ],
    [
      'Google Cloud',
      {
        httpRequest: {
          requestMethod: 'POST',
          requestUrl: 'https://a.example/points/7',
          status: 503,
        },
      },
    ],
  ])('%s', (_whose, record) => {
    expect(failedRequestIn(record as never)).toEqual(posted);
  });

  it.each<[string, object]>([
    ['went well', { method: 'POST', route: '/points', statusCode: 201 }],
    ['was refused: 4xx is the caller’s', { method: 'POST', route: '/points', statusCode: 404 }],
    ['has no method', { route: '/points', statusCode: 503 }],
    ['has no path', { method: 'POST', statusCode: 503 }],
    [
      'is a request of the program’s own',
      { method: 'POST', url: 'https://api.example.com/x', status: 503 },
    ],
    ['is told by the caller', { 'span.kind': 'client', method: 'GET', path: '/x', status: 503 }],
    ['has a number that is no status', { method: 'POST', route: '/points', status: 5030 }],
    ['has a word for a status', { method: 'POST', route: '/points', status: 'failed' }],
    ['has half a status', { method: 'POST', route: '/points', status: 503.5 }],
    ['is about a method of something else', { method: 'charge', route: '/points', status: 503 }],
  ])('is none where it %s', (_why, record) => {
    expect(failedRequestIn(record as never)).toBeUndefined();
  });
});

it('prefers the pattern of a route to the path that was asked for', () => {
  const record = { method: 'POST', route: '/points/:id', path: '/points/seven', status: 503 };
  expect(failedRequestIn(record)).toEqual({ ...posted, route: '/points/:id' });
});

describe('an access line as text', () => {
  it.each([
    [
      'combined',
      '10.0.0.1 - - [22/Nov/2026:07:31:51 +0000] "POST /points/7 HTTP/1.1" 503 552 "-" "okhttp/4.9"',
    ],
    [
      'at the end of the line',
      '10.0.0.1 - - [22/Nov/2026:07:31:51 +0000] "POST /points/7 HTTP/2.0" 503',
    ],
    ['uvicorn', 'INFO:     10.0.0.1:50412 - "POST /points/7 HTTP/1.1" 503 Service Unavailable'],
    [
      'werkzeug, in colours',
      '10.0.0.1 - - [22/Nov/2026 07:31:51] "\u001b[35m\u001b[1mPOST /points/7 HTTP/1.1\u001b[0m" 503 -',
    ],
    ['Envoy', '[2026-11-22T07:31:51.000Z] "POST /points/7 HTTP/1.1" 503 UH 0 19 0 - "-" "curl"'],
    [
      'ALB',
      'https 2026-11-22T07:31:51.186641Z app/shop/50dc6c495c0c9188 10.0.0.1:2817 10.0.1.9:8080 0.086 0.048 0.037 503 503 0 57 "POST https://www.example.com:443/points/7 HTTP/1.1" "curl/7.46.0" - -',
    ],
    [
      'Heroku’s router',
      'at=error code=H12 desc="Request timeout" method=POST path="/points/7" host=a.example dyno=web.1 status=503 bytes=0',
    ],
    [
      'key=value, in another order',
      'time=2026-11-22T07:31:51Z level=info status=503 method=POST path=/points/7 ms=3',
    ],
    ['morgan', 'POST /points/7 503 12.345 ms - 42'],
    [
      'Gin',
      '[GIN] 2026/11/22 - 07:31:51 | 503 |    1.203125ms |      10.0.0.1 | POST     "/points/7"',
    ],
  ])('%s', (_whose, line) => {
    expect(failedRequestInText(line)).toEqual(posted);
  });

  it.each([
    ['went well', '10.0.0.1 - - [x] "POST /points/7 HTTP/1.1" 200 503 "-" "okhttp"'],
    ['was refused', '10.0.0.1 - - [x] "POST /points/7 HTTP/1.1" 404 552 "-" "okhttp"'],
    [
      'has the number elsewhere',
      'POST /points took 503 ms, level=info status=200 method=POST path=/points',
    ],
    ['is prose', 'the gateway said "POST /points" and then 503 things happened'],
    ['misses the path', 'level=info method=POST status=503'],
  ])('is none where it %s', (_why, line) => {
    expect(failedRequestInText(line)).toBeUndefined();
  });

  // What goes back over a megabyte again and again does not end before the test's time is up.
  it.each([
    `"GET ${'/a'.repeat(500_000)} 500`,
    `${'| 500 |'.repeat(100_000)} 5`,
    `${' method='.repeat(100_000)} 500`,
  ])('is found in hostile text in one pass', (text) => {
    expect(failedRequestInText(text)).toBeUndefined();
  });
});

it.each([
  ['/members/123/history', '/members/?/history'],
  ['/members/8c0e5a02-7a3f-4f3e-9d4b-0e8f7c6f9c11?x=1', '/members/?'],
  ['https://a.example:8443/shops/shop-017#top', '/shops/?'],
  ['/users/ana%40example.com', '/users/?'],
  ['/v1/oauth2/token', '/v1/oauth2/token'],
  ['/members/:id', '/members/:id'],
  ['/', '/'],
  ['https://a.example', '/'],
])('the route of %s is %s', (target, route) => {
  expect(routeOf(target)).toBe(route);
});
