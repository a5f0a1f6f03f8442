import { describe, expect, test } from 'vitest';
import { createErrorLogs } from '../../../src/adapters/aws/error-logs.ts';
import { errorQueries, looksLikeError, quoteField } from '../../../src/adapters/aws/error-query.ts';
import type { Question } from '../../../src/core/evidence/question.ts';
import { createLocalLogs } from '../../../src/demo/aws/logs/service.ts';
import type { LogEvent } from '../../../src/demo/aws/logs/source.ts';
import { AwsFault, type LocalService } from '../../../src/demo/aws/wire.ts';
import { systemClock } from '../../../src/engine/clock.ts';
import { region, service, startAws } from './local.ts';

const toAt = Date.parse('2026-11-22T02:00:00Z');
const fromAt = toAt - 30 * 60_000;
const clock = { ...systemClock, now: () => toAt + 60_000 };

function question(logs = ['/ecs/points-api'], tenantField = 'shopId'): Question {
  const environment = {
    service: 'points-api',
    name: 'production',
    region,
    channel: '#incidents',
    alarms: [],
    logs,
    tenantField,
  };
  return { id: 'q1', kind: 'errors', environment, window: { fromAt, toAt } };
}

function line(place: number, level: string, shop: string): LogEvent {
  const at = fromAt + 1_000 + place * 1_000;
  const text = { level, shopId: shop, msg: level === 'error' ? 'Error: cannot add points' : 'ok' };
  return { at, stream: 'api/1', message: JSON.stringify(text) };
}

/** 12 errors at 3 of 10 shops, and 88 calls that went well. */
const lines = Array.from({ length: 100 }, (_, place) =>
  line(place, place % 8 === 0 && place < 96 ? 'error' : 'info', `shop-${place % 10}`),
);

function logs(options: Partial<Parameters<typeof createLocalLogs>[0]> = {}): LocalService {
  const group = (name: string) => ({
    name,
    retentionDays: 30,
    createdAt: 0,
    class: 'STANDARD' as const,
  });
  return createLocalLogs({
    clock,
    region,
    account: '123456789012',
    source: {
      groups: [group('/ecs/points-api'), group('/ecs/points-worker')],
      events: (name, from, to) =>
        name === '/ecs/points-api' ? lines.filter(({ at }) => at >= from && at < to) : [],
    },
    ...options,
  });
}

async function ask(services: readonly LocalService[], asked = question(), budgetMs = 3_000) {
  const { aws, clients } = await startAws(services);
  const source = createErrorLogs({ clients, now: () => toAt, pollMs: 5 });
  const answer = (signal = new AbortController().signal) => source.ask(asked, { budgetMs, signal });
  return { aws, source, answer };
}

test('groups the errors of a window and counts who is hit, by Logs Insights', async () => {
  const { answer, source } = await ask([logs()]);
  const evidence = await answer();
  expect(evidence).toMatchObject({
    status: 'found',
    source: 'CloudWatch Logs Insights',
    questionId: 'q1',
    answeredAt: toAt,
  });
  expect(evidence.partial).toBeUndefined();
  expect(evidence.errors?.groups[0]).toMatchObject({ count: 12 });
  expect(evidence.errors?.tenants).toEqual({ hit: 5, total: 10, even: 10 });
  expect(evidence.query).toBe(source.describe(question()).query);
});

describe('what the errors are compared with', () => {
  const hour = 60 * 60_000;
  const baseline = {
    is: 'day-before',
    window: { fromAt: fromAt - 24 * hour, toAt: toAt - 24 * hour },
  } as const;
  /** A host for each half of the lines; yesterday a third of today's errors, all of another kind too. */
  const hosted = lines.map((event, place) => {
    const record: object = JSON.parse(event.message);
    return { ...event, message: JSON.stringify({ ...record, host: `api-${(place % 2) + 1}` }) };
  });
  const yesterday = [
    ...lines.slice(0, 25).map((event) => ({ ...event, at: event.at - 24 * hour })),
    {
      at: fromAt - 23.9 * hour,
      stream: 'api/1',
      message: JSON.stringify({ level: 'error', msg: 'Error: the printer is on fire' }),
    },
  ];
  const twoDays = (options: Partial<Parameters<typeof createLocalLogs>[0]> = {}) =>
    logs({
      source: {
        groups: [
          { name: '/ecs/points-api', retentionDays: 30, createdAt: 0, class: 'STANDARD' as const },
        ],
        events: (_, from, to) =>
          [...yesterday, ...hosted].filter(({ at }) => at >= from && at < to),
      },
      ...options,
    });

  test('how often each came in the baseline, and where all records come from', async () => {
    const { answer } = await ask([twoDays()], { ...question(), baseline });
    const evidence = await answer();
    expect(evidence.baseline).toEqual(baseline);
    expect(evidence.errors?.groups.map(({ count, beforeCount }) => [count, beforeCount])).toEqual([
      [12, 4],
    ]);
    expect(evidence.errors?.allRecords).toBe(100);
    expect(evidence.errors?.population?.hosts).toEqual([
      { name: 'api-1', count: 50 },
      { name: 'api-2', count: 50 },
    ]);
    expect(evidence.errors?.groups[0]?.hosts).toEqual([{ name: 'api-1', count: 12 }]);
  });

  test('what the errors have in common is counted among all records', async () => {
    const sharded = lines.map((event, place) => {
      const record: object = JSON.parse(event.message);
      const about = {
        ...record,
        shard: `s${place % 8}`,
        route: `/points/${place}`,
        method: 'POST',
      };
      return { ...event, message: JSON.stringify(about) };
    });
    const source = (events: readonly LogEvent[]) => ({
      groups: [
        { name: '/ecs/points-api', retentionDays: 30, createdAt: 0, class: 'STANDARD' as const },
      ],
      events: (_: string, from: number, to: number) =>
        events.filter(({ at }) => at >= from && at < to),
    });
    const { answer } = await ask([logs({ source: source(sharded) })]);
    const { errors } = await answer();
    expect(errors?.groups[0]?.fields?.shard).toEqual([{ name: 's0', count: 12 }]);
    expect(errors?.population?.fields).toMatchObject({
      shard: Array.from({ length: 8 }, (_, n) => ({ name: `s${n}`, count: n < 4 ? 13 : 12 })),
      route: [{ name: '/points/?', count: 100 }],
      method: [{ name: 'POST', count: 100 }],
    });
  });

  test('of more records than are read, the part of the window is told that they are the whole of', async () => {
    const many = Array.from({ length: 2_100 }, (_, place) => line(place / 2, 'error', 'shop-1'));
    const before = many.map((event) => ({ ...event, at: event.at - 24 * hour }));
    const { answer } = await ask(
      [
        logs({
          source: {
            groups: [
              { name: '/ecs/points-api', retentionDays: 30, createdAt: 0, class: 'STANDARD' },
            ],
            events: (_, from, to) => [...before, ...many].filter(({ at }) => at >= from && at < to),
          },
        }),
      ],
      { ...question(), baseline },
    );
    const evidence = await answer();
    expect(evidence.partial).toBe('the newest 2000 of 2100 records');
    expect(evidence.covered).toEqual({ fromAt: many[100]?.at, toAt });
    expect(evidence.baseline?.window).toEqual({
      fromAt: (many[100]?.at ?? 0) - 24 * hour,
      toAt: baseline.window.toAt,
    });
    expect(evidence.errors?.groups[0]).toMatchObject({ count: 2_000, beforeCount: 2_000 });
  });

  test('without Logs Insights nothing is compared and nobody is counted', async () => {
    const asked = { ...question(), baseline };
    const { answer } = await ask([twoDays({ concurrentQueries: 0 })], asked, 2_400);
    const evidence = await answer();
    expect(evidence.baseline).toBeUndefined();
    expect(evidence.errors?.groups[0]).not.toHaveProperty('beforeCount');
    expect(evidence.errors).not.toHaveProperty('population');
  });

  test('the baseline alone could not be read, and that is said', async () => {
    const whole = twoDays();
    const { StartQuery } = whole.operations;
    const refusing: LocalService = {
      ...whole,
      operations: {
        ...whole.operations,
        StartQuery: (input, call) => {
          const { endTime } = input as { endTime: number };
          if (endTime * 1000 <= baseline.window.toAt)
            throw new AwsFault('InvalidParameterException', 'No such time.', 400);
          return StartQuery?.(input, call);
        },
      },
    };
    const { answer } = await ask([refusing], { ...question(), baseline });
    const evidence = await answer();
    expect(evidence.status).toBe('found');
    expect(evidence.partial).toContain('not compared: the baseline could not be read');
    expect(evidence.errors?.groups[0]).not.toHaveProperty('beforeCount');
  });
});

test('ten incidents at once take turns, and leave the account’s other places to others', async () => {
  const honest = logs({ concurrentQueries: 20, runningLooks: 20 });
  const { StartQuery } = honest.operations;
  let refused = 0;
  const counting: LocalService = {
    ...honest,
    operations: {
      ...honest.operations,
      StartQuery: (input, call) => {
        try {
          return StartQuery?.(input, call);
        } catch (error) {
          refused++;
          throw error;
        }
      },
    },
  };
  const { aws, answer } = await ask([counting], question(), 20_000);
  const answers = await Promise.all(Array.from({ length: 10 }, () => answer()));
  for (const { source, partial, scannedBytes = 0 } of answers) {
    expect([source, partial]).toEqual(['CloudWatch Logs Insights', undefined]);
    expect(scannedBytes).toBeGreaterThan(0);
  }
  const started = aws.calls.filter(({ operation }) => operation === 'StartQuery');
  expect(started.length).toBeGreaterThan(20);
  expect(refused).toBe(0);
});

test('finds nothing, which is not a failure', async () => {
  const { answer } = await ask([logs()], question(['/ecs/points-worker']));
  expect(await answer()).toMatchObject({ status: 'empty' });
});

test('reads the records directly when the account is out of queries', async () => {
  const { answer } = await ask([logs({ concurrentQueries: 0 })], question(), 2_400);
  const evidence = await answer();
  expect(evidence).toMatchObject({ status: 'found', source: 'CloudWatch FilterLogEvents' });
  expect(evidence.errors?.groups[0]).toMatchObject({ count: 12 });
  expect(evidence.errors?.tenants).toEqual({ hit: 5 });
  expect(evidence.partial).toBe('without Logs Insights (rate-limited)');
});

test('follows empty pages to the events behind them', async () => {
  const { aws, answer } = await ask(
    [logs({ concurrentQueries: 0, scanLimit: 7 })],
    question(),
    3_000,
  );
  expect((await answer()).errors?.groups[0]?.count).toBe(12);
  expect(aws.calls.filter((call) => call.operation === 'FilterLogEvents').length).toBeGreaterThan(
    5,
  );
});

test('stops a query that is late, and reads directly in what time is left', async () => {
  const { aws, answer } = await ask([logs({ runningLooks: 1_000_000 })], question(), 2_000);
  const evidence = await answer();
  expect(evidence).toMatchObject({ source: 'CloudWatch FilterLogEvents', status: 'found' });
  expect(aws.calls.map((call) => call.operation)).toContain('StopQuery');
});

test('shows what a late query had found, and says that it had not finished', async () => {
  const row = [
    { field: '@timestamp', value: '2026-11-22 01:45:00.123' },
    { field: '@logStream', value: 'api/1' },
    { field: '@message', value: '{"level":"error","msg":"TypeError: x is undefined"}' },
  ];
  const { aws, answer } = await ask(
    [
      service('logs', {
        StartQuery: ({ queryString }) => ({ queryId: String(queryString).slice(0, 6) }),
        GetQueryResults: ({ queryId }) => ({
          status: 'Running',
          results: queryId === 'fields' ? [row] : [],
        }),
        StopQuery: () => ({ success: true }),
      }),
    ],
    question(),
    1_500,
  );
  const evidence = await answer();
  expect(evidence.partial).toBe('Logs Insights had not finished');
  expect(evidence.errors?.groups[0]?.firstAt).toBe(Date.parse('2026-11-22T01:45:00.123Z'));
  expect(aws.calls.some((call) => call.operation === 'FilterLogEvents')).toBe(false);
});

test('says why both ways failed, and what to allow', async () => {
  const { aws, answer } = await ask([logs()]);
  aws.faults.inject({ service: 'logs', operation: '*', kind: 'deny', times: 20 });
  await expect(answer()).rejects.toMatchObject({
    kind: 'denied',
    message: expect.stringMatching(
      /no logs of .*Allow logs:StartQuery and logs:FilterLogEvents on them/,
    ),
  });
});

test('keeps to its time when nobody answers', async () => {
  const { aws, answer } = await ask([logs()], question(), 250);
  aws.faults.inject({ service: 'logs', operation: '*', kind: 'silent', times: 20 });
  await expect(answer()).rejects.toMatchObject({ kind: 'timed-out' });
});

test('stops when the asker no longer wants to know', async () => {
  const { answer } = await ask([logs({ runningLooks: 1_000_000 })], question(), 60_000);
  const abort = new AbortController();
  const asking = answer(abort.signal);
  abort.abort();
  await expect(asking).rejects.toMatchObject({ name: 'OutsideError' });
});

test('reads the groups there are when one of them is missing', async () => {
  const { answer } = await ask([logs()], question(['/ecs/points-api', '/ecs/gone']), 3_000);
  const evidence = await answer();
  expect(evidence.status).toBe('found');
  expect(evidence.partial).toMatch(/FilterLogEvents on \/ecs\/gone/);
});

test('says how far back it came when the pages run out', async () => {
  const flood = service('logs', {
    StartQuery: () => {
      throw new AwsFault('InvalidParameterException', 'Infrequent Access is not supported');
    },
    FilterLogEvents: ({ nextToken }) => {
      const page = Number(nextToken ?? 0);
      const timestamp = toAt - page * 1_000 - 1;
      const message = 'ERROR: cannot add points';
      return {
        events: [{ timestamp, logStreamName: 's', message }],
        nextToken: String(page + 1),
      };
    },
  });
  const { answer } = await ask([flood]);
  const evidence = await answer();
  expect(evidence.partial).toBe(
    'without Logs Insights (invalid); /ecs/points-api: read back to 01:59:20 UTC only (40 pages)',
  );
  expect(evidence.errors?.records).toBe(40);
});

test('answers for services with logs, and for errors only', async () => {
  const { source } = await ask([]);
  expect(source.canAnswer(question())).toBe(true);
  expect(source.canAnswer(question([]))).toBe(false);
  expect(source.canAnswer({ ...question(), kind: 'slow-queries' })).toBe(false);
});

describe('a tenant field', () => {
  test.each([
    ['shopId', 'shopId'],
    ['context.shop_id', 'context.shop_id'],
    ['shop-id', '`shop-id`'],
    ['shop id', '`shop id`'],
    ['a` | delete', undefined],
    ['a\\', undefined],
    ['a\nb', undefined],
    ['', undefined],
  ])('%j is written as %j', (name, written) => {
    expect(quoteField(name)).toBe(written);
    expect(errorQueries(name).tenants?.includes(written ?? '') ?? false).toBe(
      written !== undefined,
    );
  });
});

describe('looks like an error', () => {
  test.each([
    ['{"level":"error","msg":"x"}', true],
    ['{"level":50,"msg":"x"}', true],
    ['{"severity": "CRITICAL"}', true],
    ['2026-11-22 01:00:00 ERROR PointService - no', true],
    ['TypeError: Cannot read properties of undefined', true],
    ['java.sql.SQLException: The MySQL server is running with the --read-only option', true],
    ['    at PointService.add (points.js:10:3)', true],
    ['Caused by: java.net.ConnectException', true],
    ['connect ECONNREFUSED 10.0.0.1:3306', true],
    ['{"method":"POST","path":"/points","status":500}', true],
    ['level=error msg="x"', true],
    ['{"level":"info","error":null}', false],
    ['{"level":"info","lastError":null}', false],
    ['GET /errors 200 12ms', false],
    ['no error found', false],
    ['{"level":"info","status":200}', false],
  ])('%s: %s', (text, expected) => {
    expect(looksLikeError(text)).toBe(expected);
  });
});

describe('requests of which only access lines are known', () => {
  const asked = (place: number, status: number, dbHost: string, method = 'POST'): LogEvent => ({
    at: fromAt + place * 1_000,
    stream: 'api/1',
    message: JSON.stringify({
      level: 30,
      method,
      route: '/points/add',
      statusCode: status,
      shopId: `shop-${place % 5}`,
      dbHost,
      msg: 'request completed',
    }),
  });
  const access = [
    ...Array.from({ length: 4 }, (_, place) => asked(place, 500, 'db-2')),
    ...Array.from({ length: 20 }, (_, place) =>
      asked(100 + place, place === 0 ? 409 : 200, 'db-1'),
    ),
    ...Array.from({ length: 9 }, (_, place) => asked(200 + place, 200, 'db-2', 'GET')),
  ];
  const group = { name: '/ecs/points-api', retentionDays: 30, createdAt: 0, class: 'STANDARD' };
  const source = { groups: [group as never], events: () => access };

  test('are found, and which database hosts writes fail and succeed at', async () => {
    const { answer } = await ask([logs({ source })]);
    const { errors } = await answer();
    expect(errors?.groups).toMatchObject([
      { title: 'POST /points/add → 500', count: 4, targets: [{ name: 'db-2', count: 4 }] },
    ]);
    expect(errors?.writes).toEqual([
      { host: 'db-1', count: 20, failed: 0 },
      { host: 'db-2', count: 4, failed: 4 },
    ]);
  });

  test('are found without Logs Insights too, but nobody counted the others', async () => {
    const { answer } = await ask([logs({ source, concurrentQueries: 0 })], question(), 2_400);
    const { errors } = await answer();
    expect(errors?.groups).toMatchObject([{ title: 'POST /points/add → 500', count: 4 }]);
    expect(errors).not.toHaveProperty('writes');
  });

  test.each([
    '10.0.0.1 - - [22/Nov/2026:07:31:51 +0000] "POST /points HTTP/1.1" 502 552 "-" "okhttp"',
    'https 2026-11-22T07:31:51.18Z app/shop/50dc 10.0.0.1:2817 10.0.1.9:80 0.0 0.0 0.0 502 502 0 57 "POST https://a.example:443/points HTTP/1.1" "curl"',
    'at=error method=POST path="/points" status=502 bytes=0',
    'POST /points 502 12.345 ms - 42',
    '[GIN] 2026/11/22 - 07:31:51 | 502 |  1.2ms | 10.0.0.1 | POST     "/points"',
    '{"req":{"method":"POST","url":"/points"},"res":{"statusCode":502}}',
    '{"request":"POST /points HTTP/1.1","status":"502"}',
    '{"http.response.status_code":502,"http.request.method":"POST","url.path":"/points"}',
  ])('are asked for in the forms that are read: %s', (text) => {
    expect(looksLikeError(text)).toBe(true);
    expect(looksLikeError(text.replaceAll('502', '404'))).toBe(false);
  });
});
