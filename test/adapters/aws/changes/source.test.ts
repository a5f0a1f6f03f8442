import { expect, test } from 'vitest';
import { createChanges } from '../../../../src/adapters/aws/changes/source.ts';
import type { Question } from '../../../../src/core/evidence/question.ts';
import type { Environment } from '../../../../src/core/service/service.ts';
import { AwsFault, type Operation } from '../../../../src/demo/aws/wire.ts';
import { region, service, startAws } from '../local.ts';

const minuteMs = 60_000;
const now = Date.UTC(2026, 10, 23, 2, 20);

function question(environment: Partial<Environment> = {}): Question {
  return {
    id: 'Q#changes',
    kind: 'changes',
    window: { fromAt: now - 30 * minuteMs, toAt: now },
    environment: {
      service: 'points-api',
      name: 'production',
      region,
      channel: '#incidents',
      alarms: ['points-*'],
      logs: [],
      database: { engine: 'mysql', instances: ['points-db-1'], slowLog: { from: 'files' } },
      ...environment,
    },
  };
}

const event = (origin: string, minutesAgo: number, category: string, message: string) => ({
  SourceIdentifier: origin,
  Message: message,
  EventCategories: [category],
  Date: new Date(now - minutesAgo * minuteMs),
});
const events: Record<string, readonly object[]> = {
  'db-instance points-db-1': [
    event('points-db-1', 600, 'backup', 'Finished DB Instance backup'),
    event('points-db-1', 90, 'availability', 'DB instance restarted'),
    event('points-db-1', 80, 'notification', 'A new minor version is there'),
  ],
  'db-parameter-group mysql': [
    event('mysql', 95, 'configuration change', 'Updated parameter max_connections to 50'),
  ],
};
const edit = (name: string, minutesAgo: number) => ({
  AlarmName: name,
  Timestamp: (now - minutesAgo * minuteMs) / 1000,
  HistoryItemType: 'ConfigurationUpdate',
  HistorySummary: `Alarm "${name}" updated`,
});

const usual = {
  rds: {
    DescribeDBInstances: () => ({
      DBInstances: [
        {
          DBInstanceIdentifier: 'points-db-1',
          DBInstanceStatus: 'available',
          DBParameterGroups: [{ DBParameterGroupName: 'mysql' }],
        },
      ],
    }),
    DescribeEvents: ({ SourceType, SourceIdentifier }) => ({
      Events: events[`${SourceType} ${SourceIdentifier}`] ?? [],
    }),
  } as Record<string, Operation>,
  monitoring: {
    DescribeAlarmHistory: ({ NextToken }) =>
      NextToken
        ? { AlarmHistoryItems: [edit('orders-5xx', 20)] }
        : { AlarmHistoryItems: [edit('points-5xx', 40)], NextToken: 'more' },
  } as Record<string, Operation>,
};

async function start(given: Partial<typeof usual> = {}) {
  const { aws, clients } = await startAws([
    service('rds', { ...usual.rds, ...given.rds }),
    service('monitoring', { ...usual.monitoring, ...given.monitoring }),
  ]);
  const source = createChanges({ clients, now: () => now });
  const ask = (asked = question(), budgetMs = 5_000) =>
    source.ask(asked, { budgetMs, signal: new AbortController().signal });
  return { aws, source, ask };
}

const denied = (): never => {
  throw new AwsFault('AccessDenied', 'no identity-based policy allows it', 403);
};

test('lists what was done to the database and its settings, and to our alarms, oldest first', async () => {
  const { ask } = await start();
  const { status, partial, changes, window } = await ask();
  expect([status, partial]).toEqual(['found', undefined]);
  expect(changes?.changes).toEqual([
    {
      at: now - 95 * minuteMs,
      kind: 'configuration',
      text: 'mysql: Updated parameter max_connections to 50',
    },
    { at: now - 90 * minuteMs, kind: 'database', text: 'points-db-1: DB instance restarted' },
    { at: now - 40 * minuteMs, kind: 'alarm', text: 'Alarm "points-5xx" updated' },
  ]);
  expect(window).toEqual({ fromAt: now - 24 * 60 * minuteMs, toAt: now });
});

test('asks for edits only, of a day, and says what it cannot ask', async () => {
  const { aws, ask } = await start();
  const { changes } = await ask();
  const asked = aws.calls.find(({ operation }) => operation === 'DescribeAlarmHistory');
  expect(asked?.input).toMatchObject({
    HistoryItemType: 'ConfigurationUpdate',
    StartDate: (now - 24 * 60 * minuteMs) / 1000,
  });
  expect(changes?.notAsked).toEqual(['feature flags', 'schema migrations', 'scaling']);
});

test('a day without changes is empty, not failed', async () => {
  const { ask } = await start({
    rds: { DescribeEvents: () => ({ Events: [] }) },
    monitoring: { DescribeAlarmHistory: () => ({ AlarmHistoryItems: [] }) },
  });
  expect((await ask()).status).toBe('empty');
});

test('what is denied is named beside what could be asked', async () => {
  const { ask } = await start({ monitoring: { DescribeAlarmHistory: denied } });
  const { status, partial, changes } = await ask();
  expect(status).toBe('found');
  expect(partial).toContain('Allow cloudwatch:DescribeAlarmHistory');
  expect(changes?.notAsked[0]).toBe('alarm edits');
  expect(changes?.changes).toHaveLength(2);
});

test('fails where neither answers', async () => {
  const { ask } = await start({
    rds: { DescribeDBInstances: denied },
    monitoring: { DescribeAlarmHistory: denied },
  });
  await expect(ask()).rejects.toThrow(/Allow /);
});

test('a silent RDS does not cost the edits', async () => {
  const { aws, ask } = await start();
  aws.faults.inject({ service: 'rds', operation: '*', kind: 'silent', times: 9 });
  const { changes } = await ask(question(), 600);
  expect(changes?.changes.map(({ kind }) => kind)).toEqual(['alarm']);
  expect(changes?.notAsked[0]).toBe('database events');
});

test('asks no database where there is none', async () => {
  const { aws, source, ask } = await start();
  const { database: _, ...alone } = question().environment;
  const asked = { ...question(), environment: alone };
  expect((await ask(asked)).changes?.changes).toHaveLength(1);
  expect(aws.calls.every(({ service: name }) => name === 'monitoring')).toBe(true);
  const nothing = { ...question(), environment: { ...alone, alarms: [] } };
  expect(source.canAnswer(nothing)).toBe(false);
});
