import { expect, test } from 'vitest';
import { createSlowQueries } from '../../../../src/adapters/aws/slow/source.ts';
import type { Question } from '../../../../src/core/evidence/question.ts';
import type { DatabaseEngine } from '../../../../src/core/service/service.ts';
import { region, service, startAws } from '../local.ts';
import { slowEntry } from '../rds-files.ts';

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

const limits = { budgetMs: 20_000, signal: new AbortController().signal };

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
