import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type AwsClients, createAwsClients } from '../../../../src/adapters/aws/clients.ts';
import { createSlowQueries } from '../../../../src/adapters/aws/slow/source.ts';
import type { Evidence } from '../../../../src/core/evidence/evidence.ts';
import type { Baseline, Window } from '../../../../src/core/evidence/question.ts';
import type { Database } from '../../../../src/core/service/service.ts';
import { slowQuery } from '../../../../src/demo/stories/slow-query.ts';
import { startCompany } from '../../../demo/aws/local.ts';
import { region } from '../local.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const points: Database = {
  engine: 'mysql',
  instances: ['points-db-1', 'points-db-2'],
  slowLog: { from: 'files' },
};
const orders: Database = {
  engine: 'postgres',
  instances: ['orders-db-1'],
  slowLog: { from: 'group', group: '/aws/rds/instance/orders-db-1/postgresql' },
};

let company: Awaited<ReturnType<typeof startCompany>>;
let clients: AwsClients;
beforeEach(async () => {
  company = await startCompany();
  clients = createAwsClients({
    defaultRegion: region,
    local: { endpoint: company.aws.url },
    readAttempts: 1,
  });
  onTestFinished(async () => {
    clients.close();
    await company.aws.stop();
  });
});

function lastMinutes(minutes: number): Window {
  const toAt = company.clock.now();
  return { fromAt: toAt - minutes * minuteMs, toAt };
}

function ask(
  database: Database,
  more: { window?: Window; baseline?: Baseline; budgetMs?: number } = {},
): Promise<Evidence> {
  const environment = {
    service: 'points-api',
    name: 'production',
    region,
    channel: '#incidents',
    alarms: [],
    logs: [],
    database,
  };
  const source = createSlowQueries({ clients, now: company.clock.now, pollMs: 10 });
  const question = {
    id: 'q1',
    kind: 'slow-queries' as const,
    environment,
    window: more.window ?? lastMinutes(30),
    ...(more.baseline ? { baseline: more.baseline } : {}),
  };
  const limits = { budgetMs: more.budgetMs ?? 30_000, signal: new AbortController().signal };
  return source.ask(question, limits);
}

function fail(
  service: 'rds' | 'logs' | 'pi',
  operation: string,
  kind: 'deny' | 'error',
  times = 9,
) {
  company.aws.faults.inject({ service, operation, kind, times });
}

const dayBefore = (window: Window): Baseline => ({
  is: 'day-before',
  window: { fromAt: window.fromAt - dayMs, toAt: window.toAt - dayMs },
});

test('reads the way that is configured and says nothing of the others', async () => {
  const evidence = await ask(points);
  expect(evidence).toMatchObject({ source: 'RDS log files', status: 'found' });
  expect(evidence.instead).toBeUndefined();
  expect(evidence.partial).toBeUndefined();
  expect(evidence.covered).toBeUndefined();
  const services = new Set(company.aws.calls.map((call) => call.service));
  expect([...services]).toEqual(['rds']);
});

test('reads the exported group of RDS’s own name where the files may not be read', async () => {
  fail('rds', 'DescribeDBLogFiles', 'deny');
  const evidence = await ask({ ...orders, slowLog: { from: 'files' } });
  expect(evidence).toMatchObject({ source: 'CloudWatch Logs of the database' });
  expect(evidence.query).toMatch(/^FilterLogEvents \/aws\/rds\/instance\/orders-db-1\/postgresql/);
  expect(evidence.instead).toMatch(/Allow rds:DescribeDBLogFiles/);
});

test('reads the files where the configured group does not exist', async () => {
  const evidence = await ask({ ...points, slowLog: { from: 'group', group: '/aws/rds/nothing' } });
  expect(evidence).toMatchObject({ source: 'RDS log files', status: 'found' });
  expect(evidence.instead).toBe('there is no log group /aws/rds/nothing');
});

test('reads Performance Insights where neither files nor a group can be read', async () => {
  fail('rds', 'DescribeDBLogFiles', 'deny');
  await company.clock.advance(minuteMs);
  const evidence = await ask(points);
  expect(evidence).toMatchObject({ source: 'Performance Insights', status: 'found' });
  expect(evidence.slow).toBeUndefined();
  expect(evidence.load?.total).toBeGreaterThan(0);
  const [top] = evidence.load?.statements ?? [];
  expect(top?.fingerprint).toMatch(/^select /i);
  expect(top?.callsPerSecond).toBeGreaterThan(0);
  expect(top?.meanMs).toBeGreaterThan(0);
  expect(evidence.instead).toMatch(/Allow rds:DescribeDBLogFiles.*; there is no log group /);
});

test('says of every way why it did not help, and what to allow', async () => {
  fail('rds', 'DescribeDBLogFiles', 'deny');
  fail('logs', 'FilterLogEvents', 'deny');
  fail('pi', 'DescribeDimensionKeys', 'deny');
  await expect(ask(orders)).rejects.toMatchObject({
    kind: 'denied',
    message: expect.stringContaining(
      'Allow one of logs:FilterLogEvents, rds:DescribeDBLogFiles, pi:DescribeDimensionKeys in',
    ),
  });
});

test('compares with the same hour of yesterday, out of its rotated files', async () => {
  slowQuery.start(company.company);
  await company.clock.advance(15 * minuteMs);
  const window = lastMinutes(10);
  const evidence = await ask(points, { window, baseline: dayBefore(window) });
  expect(evidence.baseline).toEqual(dayBefore(window));
  expect(evidence.partial).toBeUndefined();
  const changes = evidence.slow?.classes.map(({ change }) => change?.kind);
  expect(changes).not.toContain(undefined);
  expect(changes).toContain('new');
});

test('answers without a comparison when the baseline is older than what RDS keeps', async () => {
  const window = lastMinutes(30);
  const weekBefore: Baseline = {
    is: 'week-before',
    window: { fromAt: window.fromAt - 7 * dayMs, toAt: window.toAt - 7 * dayMs },
  };
  const evidence = await ask(points, { window, baseline: weekBefore });
  expect(evidence.status).toBe('found');
  expect(evidence.baseline).toBeUndefined();
  expect(evidence.slow?.classes.every(({ change }) => change === undefined)).toBe(true);
  expect(evidence.partial).toBe(
    'not compared with the baseline: RDS has deleted the log files of that time',
  );
});

test('compares the group with itself', async () => {
  const window = lastMinutes(20);
  const evidence = await ask(orders, { window, baseline: dayBefore(window) });
  expect(evidence).toMatchObject({
    source: 'CloudWatch Logs of the database',
    baseline: dayBefore(window),
  });
});

test('compares the load with what it was', async () => {
  fail('rds', 'DescribeDBLogFiles', 'deny');
  await company.clock.advance(minuteMs);
  const window = lastMinutes(20);
  const evidence = await ask(points, { window, baseline: dayBefore(window) });
  expect(evidence.source).toBe('Performance Insights');
  expect(evidence.load?.statements.some(({ before }) => before !== undefined)).toBe(true);
});

test('a silent way leaves time for the next one', async () => {
  const { source: first } = await ask({ ...orders, slowLog: { from: 'files' } });
  expect(first).toBe('RDS log files');
  const operation = 'FilterLogEvents';
  company.aws.faults.inject({ service: 'logs', operation, kind: 'silent', times: 9 });
  const evidence = await ask(orders, { budgetMs: 8_000 });
  expect(evidence.source).toBe('RDS log files');
  expect(evidence.instead).toMatch(/FilterLogEvents/);
});

test('keeps example statements only where the configuration allows it', async () => {
  const examples = (evidence: Evidence) =>
    evidence.slow?.classes.flatMap(({ example }) => example ?? []) ?? [];
  expect(examples(await ask(points))).toEqual([]);
  const shown = examples(await ask({ ...points, showLiterals: true }));
  expect(shown.some((example) => example.startsWith('SELECT shop_id, '))).toBe(true);
});
