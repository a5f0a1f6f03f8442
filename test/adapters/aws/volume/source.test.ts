import { expect, test } from 'vitest';
import { createLogVolume } from '../../../../src/adapters/aws/volume/source.ts';
import { silenceOf } from '../../../../src/core/evidence/log-silence.ts';
import type { Question } from '../../../../src/core/evidence/question.ts';
import { AwsFault, type Operation } from '../../../../src/demo/aws/wire.ts';
import { region, service, startAws } from '../local.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const now = Date.UTC(2026, 10, 23, 2, 20);
const window = { fromAt: now - 30 * minuteMs, toAt: now };

const question: Question = {
  id: 'Q#log-volume',
  kind: 'log-volume',
  window,
  environment: {
    service: 'points-api',
    name: 'production',
    region,
    channel: '#incidents',
    alarms: [],
    logs: ['/ecs/points-api'],
  },
};

type Queries = readonly {
  Id: string;
  MetricStat: { Metric: { Dimensions: readonly { Value: string }[] }; Period: number };
}[];

/** A metric that has a number where `lines` gives one, as CloudWatch has none for a silent period. */
function metric(
  lines: (at: number, group: string) => number | undefined,
  status = 'Complete',
): Operation {
  return ({ MetricDataQueries, StartTime, EndTime }) => ({
    MetricDataResults: (MetricDataQueries as Queries).map(({ Id, MetricStat }) => {
      const periodMs = MetricStat.Period * 1000;
      const group = MetricStat.Metric.Dimensions[0]?.Value ?? '';
      const points: [number, number][] = [];
      for (let at = Number(StartTime) * 1000; at < Number(EndTime) * 1000; at += periodMs) {
        const value = lines(at, group);
        if (value !== undefined) points.push([at / 1000, (value * periodMs) / minuteMs]);
      }
      return {
        Id,
        StatusCode: status,
        Timestamps: points.map(([at]) => at),
        Values: points.map(([, value]) => value),
      };
    }),
  });
}

const silentSince = now - 15 * minuteMs;
const fellSilent = metric((at) => (at >= silentSince ? undefined : 500));

const row = (fields: Record<string, string>) =>
  Object.entries(fields).map(([field, value]) => ({ field, value }));
const levelRows = [
  row({ lines: '40', fieldLevel: '50', askedMethod: 'GET', answeredWith: '5' }),
  row({ lines: '900', fieldLevel: '30', askedMethod: 'GET', answeredWith: '2' }),
  row({ lines: '7', shoutedLevel: 'WARNING' }),
  row({ lines: '300', keyLevel: 'info' }),
  row({ lines: '5', fieldLevel: 'silly' }),
  row({ lines: 'garbage', fieldLevel: 'info' }),
];

async function start(given: {
  metric?: Operation;
  logs?: Record<string, Operation>;
  budgetMs?: number;
  at?: number;
}) {
  let started = 0;
  const { aws, clients } = await startAws([
    service('monitoring', { GetMetricData: given.metric ?? metric(() => 500) }),
    service('logs', {
      StartQuery: () => ({ queryId: `query-${++started}` }),
      GetQueryResults: () => ({ status: 'Complete', results: levelRows }),
      StopQuery: () => ({ success: true }),
      ...given.logs,
    }),
  ]);
  const source = createLogVolume({ clients, now: () => given.at ?? now, pollMs: 5 });
  const ask = (asked = question) =>
    source.ask(asked, {
      budgetMs: given.budgetMs ?? 5_000,
      signal: new AbortController().signal,
    });
  return { aws, ask };
}

const denied = (): never => {
  throw new AwsFault('AccessDeniedException', 'no identity-based policy allows it', 400);
};

test('tells the window, the day before and two weeks, and asks no levels where nothing is silent', async () => {
  const { aws, ask } = await start({});
  const { status, baseline, partial, volume } = await ask();
  expect([status, baseline?.is, partial]).toEqual(['found', 'day-before', undefined]);
  const [group] = volume?.groups ?? [];
  expect(group?.minutes).toHaveLength(27);
  expect(group?.minutes.at(-1)).toEqual({ at: now - 4 * minuteMs, lines: 500 });
  expect(group?.before?.[0]).toEqual({ at: window.fromAt - 24 * hourMs, lines: 500 });
  expect(group?.hours).toHaveLength(14 * 24);
  expect(group?.hours?.at(-1)).toEqual({ at: now - 20 * minuteMs - hourMs, lines: 30_000 });
  expect(group).not.toHaveProperty('levels');
  expect(aws.calls.map(({ operation }) => operation)).toEqual(Array(3).fill('GetMetricData'));
});

test('a minute without a number is a zero once it is old enough, and unknown before', async () => {
  const { ask } = await start({ metric: fellSilent });
  const [group] = (await ask()).volume?.groups ?? [];
  expect(group?.minutes.filter(({ lines }) => lines === 0)).toHaveLength(12);
  expect(group?.minutes.at(-1)?.at).toBe(now - 4 * minuteMs);
});

test('an answer in part has no zeros', async () => {
  const { ask } = await start({
    metric: metric((at) => (at >= silentSince ? undefined : 500), 'PartialData'),
  });
  const [group] = (await ask()).volume?.groups ?? [];
  expect(group?.minutes.every(({ lines }) => lines === 500)).toBe(true);
  expect(group && silenceOf(group)).toBeUndefined();
});

test('compares with the baseline of the question', async () => {
  const { ask } = await start({});
  const before = { fromAt: window.fromAt - hourMs, toAt: window.fromAt - 30 * minuteMs };
  const answer = await ask({
    ...question,
    baseline: { is: 'before-release', window: before, release: 'points-api:42' },
  });
  expect(answer.baseline?.release).toBe('points-api:42');
  expect(answer.volume?.groups[0]?.before?.[0]?.at).toBe(before.fromAt);
});

test('of a silent group, which levels it wrote at that hour before and which it writes now', async () => {
  const { aws, ask } = await start({ metric: fellSilent });
  const { volume, partial } = await ask();
  expect(partial).toBeUndefined();
  const [before, since] = volume?.groups[0]?.levels ?? [];
  expect(before?.window).toEqual({ fromAt: now - 24.5 * hourMs, toAt: now - 24 * hourMs });
  expect(since?.window).toEqual({ fromAt: silentSince, toAt: now });
  expect(since?.lines).toEqual({ error: 40, access: 900, warn: 7, info: 300, none: 5 });
  expect(aws.calls.filter(({ operation }) => operation === 'StartQuery')).toHaveLength(2);
  const [group] = volume?.groups ?? [];
  expect(group && silenceOf(group)).toMatchObject({ errorsBefore: 80 });
});

test.each([
  ['denied', { StartQuery: denied }, 'levels not read: Asked AWS CloudWatch Logs for StartQuery'],
  [
    'not finished in time',
    { GetQueryResults: () => ({ status: 'Running', results: levelRows }) },
    'levels not read: Logs Insights had not finished',
  ],
] as const)('levels that are %s cost only themselves', async (_, logs, expected) => {
  const { ask } = await start({ metric: fellSilent, logs, budgetMs: 900 });
  const { status, partial, volume } = await ask();
  expect(status).toBe('found');
  expect(partial).toContain(expected);
  expect(volume?.groups[0]?.minutes).toHaveLength(27);
  expect(volume?.groups[0]?.levels ?? []).toEqual([]);
});

test('a throttled query is given up when the time is up, the volume is told', async () => {
  const { aws, ask } = await start({ metric: fellSilent, budgetMs: 900 });
  aws.faults.inject({ service: 'logs', operation: 'StartQuery', kind: 'throttle', times: 99 });
  const { partial, volume } = await ask();
  expect(partial).toContain('levels not read: ');
  expect(volume?.groups).toHaveLength(1);
});

test('a group nothing was written to in two weeks is named, and said nothing of', async () => {
  const { ask } = await start({
    metric: metric((_, group) => (group === '/ecs/points-api' ? 500 : undefined)),
  });
  const { environment } = question;
  const logs = ['/ecs/points-api', '/ecs/slip'];
  const { volume, partial } = await ask({ ...question, environment: { ...environment, logs } });
  expect(volume?.groups.map(({ group }) => group)).toEqual(['/ecs/points-api']);
  expect(partial).toBe('no line in two weeks in /ecs/slip');
});

test('hours before the first line of a young group are unknown, not silent', async () => {
  const { ask } = await start({
    metric: metric((at) => (at >= now - 30 * hourMs ? 500 : undefined)),
  });
  const hours = (await ask()).volume?.groups[0]?.hours ?? [];
  expect(hours.every(({ lines }) => lines > 0)).toBe(true);
  expect(hours.length).toBeLessThan(31);
});

test('is empty where no group has a number', async () => {
  const { ask } = await start({ metric: metric(() => undefined) });
  expect((await ask()).status).toBe('empty');
});

test('fails where the metric is denied, and says what to allow', async () => {
  const { ask } = await start({ metric: denied });
  await expect(ask()).rejects.toThrow(/Allow cloudwatch:GetMetricData/);
});

test('one stretch that cannot be read is named, the others are told', async () => {
  let calls = 0;
  const usual = metric(() => 500);
  const { ask } = await start({
    metric: (input, call) => {
      calls += 1;
      if (Number(input.EndTime) - Number(input.StartTime) > 86_400) denied();
      return usual(input, call);
    },
  });
  const { partial, volume } = await ask();
  expect(calls).toBe(3);
  expect(partial).toMatch(/^two weeks not read: /);
  expect(volume?.groups[0]).not.toHaveProperty('hours');
  expect(volume?.groups[0]?.minutes).toHaveLength(27);
});
