import { expect, test } from 'vitest';
import { createSlowQueries } from '../../../../src/adapters/aws/slow/source.ts';
import type { Question } from '../../../../src/core/evidence/question.ts';
import type { DatabaseEngine } from '../../../../src/core/service/service.ts';
import { createLocalLogs } from '../../../../src/demo/aws/logs/service.ts';
import { AwsFault } from '../../../../src/demo/aws/wire.ts';
import { systemClock } from '../../../../src/engine/clock.ts';
import { region, service, startAws } from '../local.ts';
import { rdsFiles, slowEntry } from '../rds-files.ts';

const toAt = Date.parse('2026-11-22T02:10:00Z');
const fromAt = toAt - 30 * 60_000;

function question(engine: DatabaseEngine = 'mysql'): Question {
  const slowLog = { from: 'group' as const, group: '/aws/rds/instance/points-db-1/slowquery' };
  const environment = {
    service: 'points-api',
    name: 'production',
    region,
    channel: '#incidents',
    alarms: [],
    logs: [],
    database: { engine, instances: ['points-db-1'], slowLog },
  };
  return { id: 'q1', kind: 'slow-queries', environment, window: { fromAt, toAt } };
}

const limits = { budgetMs: 60_000, signal: new AbortController().signal };

test('reads whole entries newest first, past empty pages, and each stream by itself', async () => {
  const entry = (at: number, stream: string) => ({
    timestamp: at,
    logStreamName: stream,
    message: slowEntry(at, 'SELECT * FROM points WHERE shop = 5').trimEnd(),
  });
  const pages = [
    [entry(toAt - 1_000, 'points-1'), entry(toAt - 2_000, 'points-2')],
    [],
    [],
    [entry(fromAt + 1_000, 'points-1')],
  ];
  const { aws, clients } = await startAws([
    service('logs', {
      FilterLogEvents: ({ nextToken }) => {
        const page = Number(nextToken ?? 0);
        return {
          events: pages[page],
          ...(page < 3 ? { nextToken: String(page + 1) } : {}),
        };
      },
    }),
  ]);
  const source = createSlowQueries({ clients, now: () => toAt });
  const evidence = await source.ask(question(), limits);
  expect(evidence).toMatchObject({ status: 'found', slow: { events: 3 } });
  expect(evidence.partial).toBeUndefined();
  expect(evidence.slow?.classes).toHaveLength(1);
  expect(aws.calls[0]?.input).toEqual({
    logGroupName: '/aws/rds/instance/points-db-1/slowquery',
    startTime: fromAt,
    endTime: toAt - 1,
    startFromHead: false,
  });
});

test('asks PostgreSQL only for lines that time a statement', async () => {
  const message = (text: string) => ({
    timestamp: fromAt + 5,
    logStreamName: 'points-1.0',
    message: `2026-11-22 01:40:00 UTC:10.0.0.1(5000):app@shop:[7]:LOG:  ${text}`,
  });
  const { aws, clients } = await startAws([
    service('logs', {
      FilterLogEvents: () => ({
        events: [message('duration: 1200.5 ms  statement: SELECT 1\n\tFROM t')],
      }),
    }),
  ]);
  const source = createSlowQueries({ clients, now: () => toAt });
  const evidence = await source.ask(question('postgres'), limits);
  expect(evidence.slow).toMatchObject({ events: 1 });
  expect(aws.calls[0]?.input.filterPattern).toMatch(/^\?"duration: " \?"still waiting for" /);
  expect(evidence.query).toContain('"duration: "');
});

const line = (at: number, text: string) => ({
  at,
  stream: 'points-db-1.0',
  message: `2026-11-22 01:40:00 UTC:10.0.0.1(5000):app@shop:[7]:LOG:  ${text}`,
});

/** A log of PostgreSQL with much in it, and slow statements in two stretches of minutes. */
function busyLog(): readonly ReturnType<typeof line>[] {
  const events: ReturnType<typeof line>[] = [];
  for (let at = fromAt; at < toAt; at += 50) {
    const minute = Math.floor((at - fromAt) / 60_000);
    const isSlow = (minute === 4 || minute === 5 || minute === 25) && at % 1_000 === 0;
    events.push(line(at, isSlow ? 'duration: 900.0 ms  statement: SELECT 1 FROM t' : 'checkpoint'));
  }
  return events;
}

function localLogs(events: readonly ReturnType<typeof line>[], name: string) {
  return createLocalLogs({
    clock: { ...systemClock, now: () => toAt },
    region,
    account: '123456789012',
    indexLagMs: 0,
    scanLimit: 1_000,
    source: {
      groups: [{ name, retentionDays: 7, createdAt: 0, class: 'STANDARD' }],
      events: (_, from, to) => events.filter(({ at }) => at >= from && at < to),
    },
  });
}

test('lets Logs Insights find the minutes worth reading, and reads those alone', async () => {
  const group = '/aws/rds/instance/points-db-1/slowquery';
  const { aws, clients } = await startAws([localLogs(busyLog(), group)]);
  const source = createSlowQueries({ clients, now: () => toAt, pollMs: 5 });
  const evidence = await source.ask(question('postgres'), limits);
  expect(evidence.slow?.events).toBe(180);
  expect(evidence.partial).toBeUndefined();
  expect(evidence.covered).toBeUndefined();
  const reads = aws.calls.filter(({ operation }) => operation === 'FilterLogEvents');
  // 36 pages hold all of it: three to see that it is much, then only the busy minutes.
  expect(reads.length).toBeLessThan(15);
});

test('reads everything where Logs Insights will not count', async () => {
  const group = '/aws/rds/instance/points-db-1/slowquery';
  const { aws, clients } = await startAws([localLogs(busyLog(), group)]);
  aws.faults.inject({ service: 'logs', operation: 'StartQuery', kind: 'deny', times: 9 });
  const source = createSlowQueries({ clients, now: () => toAt, pollMs: 5 });
  const evidence = await source.ask(question('postgres'), limits);
  expect(evidence.slow?.events).toBe(180);
  expect(evidence.partial).toBeUndefined();
});

test('says how far back it came when the reading is broken off, and how much there was', async () => {
  const group = '/aws/rds/instance/points-db-1/slowquery';
  const logs = localLogs(busyLog(), group);
  const filter = logs.operations.FilterLogEvents;
  let reads = 0;
  const { clients } = await startAws([
    {
      ...logs,
      operations: {
        ...logs.operations,
        FilterLogEvents: (input, call) => {
          reads++;
          if (reads > 6) throw new AwsFault('InvalidParameterException', 'no more');
          return filter?.(input, call);
        },
      },
    },
  ]);
  const source = createSlowQueries({ clients, now: () => toAt, pollMs: 5 });
  const evidence = await source.ask(question('postgres'), limits);
  expect(evidence.slow?.events).toBe(110);
  expect(evidence.partial).toMatch(/read back to .* only .*; Logs Insights counted 180 statements/);
  expect(evidence.covered?.fromAt).toBeGreaterThan(fromAt);
  expect(evidence.covered?.toAt).toBe(toAt);
});

test('does not take an empty group nothing is exported to for a quiet database', async () => {
  const { clients } = await startAws([
    localLogs([], '/aws/rds/instance/points-db-1/slowquery'),
    rdsFiles(
      {
        'points-db-1': [
          {
            name: 'slowquery/mysql-slowquery.log',
            text: slowEntry(toAt - 60_000, 'SELECT 1 FROM t'),
            writtenAt: toAt,
          },
        ],
      },
      {
        DescribeDBInstances: () => ({
          DBInstances: [
            { DBInstanceIdentifier: 'points-db-1', EnabledCloudwatchLogsExports: ['error'] },
          ],
        }),
      },
    ),
  ]);
  const source = createSlowQueries({ clients, now: () => toAt });
  const evidence = await source.ask(question(), limits);
  expect(evidence).toMatchObject({ source: 'RDS log files', slow: { events: 1 } });
  expect(evidence.instead).toBe(
    '/aws/rds/instance/points-db-1/slowquery is empty because RDS does not export to it',
  );
  // The oldest file there is began in this hour: before it nothing was read.
  expect(evidence.covered).toEqual({ fromAt: Date.parse('2026-11-22T02:00:00Z'), toAt });
});
