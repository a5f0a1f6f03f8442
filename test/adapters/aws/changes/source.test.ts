import { describe, expect, it, test } from 'vitest';
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
    event('points-db-1', 70, 'configuration change', 'Reset master credentials'),
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
    {
      at: now - 70 * minuteMs,
      kind: 'configuration',
      text: 'points-db-1: Reset master credentials',
    },
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
  expect(changes?.notAsked).toEqual(['scaling', 'flags', 'migrations']);
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
  expect(changes?.notAsked[0]).toBe('alarm-edits');
  expect(changes?.changes).toHaveLength(3);
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
  expect(changes?.notAsked[0]).toBe('database-events');
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

const rollout = { engine: 'ecs', region, cluster: 'shop', service: 'points-api' } as const;
const told = (minutesAgo: number, message: string) => ({
  createdAt: (now - minutesAgo * minuteMs) / 1000,
  message: `(service points-api) ${message}`,
});
const serviceEvents = [
  told(5, 'has reached a steady state.'),
  told(30, 'was unable to place a task because no container instance met all of its requirements.'),
  told(40, 'was unable to place a task because no container instance met all of its requirements.'),
  told(98, 'has stopped 1 running tasks: (task b).'),
  told(100, 'has started 1 tasks: (task a).'),
  told(198, 'has started 2 tasks: (task d) (task e).'),
  told(200, 'has started 3 tasks: (task f) (task g) (task h).'),
  told(300, 'has started 4 tasks: (task i).'),
  told(290, 'has stopped 4 running tasks: (task j).'),
  told(3_000, 'has started 9 tasks: (task k).'),
];

describe('the number of tasks', () => {
  const ecs: Record<string, Operation> = {
    DescribeServices: () => ({
      services: [
        {
          serviceArn: 'arn:aws:ecs:ap-northeast-2:123456789012:service/shop/points-api',
          serviceName: 'points-api',
          clusterArn: 'arn:aws:ecs:ap-northeast-2:123456789012:cluster/shop',
          status: 'ACTIVE',
          desiredCount: 9,
          events: serviceEvents,
        },
      ],
    }),
    ListServiceDeployments: () => ({
      serviceDeployments: [
        {
          serviceDeploymentArn: 'arn:aws:ecs:x:1:service-deployment/shop/points-api/1',
          createdAt: (now - 301 * minuteMs) / 1000,
          finishedAt: (now - 292 * minuteMs) / 1000,
          status: 'SUCCESSFUL',
        },
      ],
    }),
  };
  const asked = () => {
    const { database: _, ...alone } = question({ rollout, alarms: [] }).environment;
    return { ...question(), environment: alone };
  };
  const startEcs = async (given: Record<string, Operation> = {}) => {
    const { aws, clients } = await startAws([service('ecs', { ...ecs, ...given })]);
    const source = createChanges({ clients, now: () => now });
    const ask = (budgetMs = 5_000) =>
      source.ask(asked(), { budgetMs, signal: new AbortController().signal });
    return { aws, ask };
  };

  it('is told where it changed without a release, with what could not be placed', async () => {
    const { ask } = await startEcs();
    const { changes, partial, query } = await ask();
    expect([partial, query]).toEqual([undefined, 'DescribeServices of shop/points-api']);
    expect(changes?.changes).toEqual([
      {
        at: now - 200 * minuteMs,
        kind: 'scaling',
        text: 'points-api: ECS started 5 tasks, no deployment under way',
      },
      {
        at: now - 100 * minuteMs,
        kind: 'other',
        text: 'points-api: ECS started 1, stopped 1 tasks, no deployment under way',
      },
      {
        at: now - 40 * minuteMs,
        kind: 'scaling',
        text: expect.stringContaining('was unable to place a task'),
      },
    ]);
    expect(changes?.notAsked).toEqual(['flags', 'migrations']);
  });

  it('is not claimed to have changed where nobody knows the releases', async () => {
    const { ask } = await startEcs({
      ListServiceDeployments: () => {
        throw new AwsFault('UnknownOperationException', 'not here', 400);
      },
    });
    expect((await ask()).changes?.changes).toHaveLength(1);
  });

  it('is named as not asked where ECS may not be asked', async () => {
    const { aws, clients } = await startAws([
      service('ecs', { ...ecs, DescribeServices: denied }),
      service('monitoring', usual.monitoring),
    ]);
    const both = { ...asked(), environment: { ...asked().environment, alarms: ['points-*'] } };
    const { changes, partial } = await createChanges({ clients, now: () => now }).ask(both, {
      budgetMs: 5_000,
      signal: new AbortController().signal,
    });
    expect(changes?.notAsked).toEqual(['scaling', 'flags', 'migrations']);
    expect(partial).toContain('Allow ecs:DescribeServices');
    expect(aws.calls.length).toBeGreaterThan(0);
  });

  it('of a silent ECS is given up in time', async () => {
    const { aws, ask } = await startEcs();
    aws.faults.inject({ service: 'ecs', operation: '*', kind: 'silent', times: 9 });
    await expect(ask(400)).rejects.toThrow(/DescribeServices|ListServiceDeployments/);
  });
});
