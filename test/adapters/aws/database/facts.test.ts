import { describe, expect, it, test } from 'vitest';
import { createDatabaseFacts } from '../../../../src/adapters/aws/database/facts.ts';
import type { TopologySnapshot } from '../../../../src/adapters/aws/database/roles-over-time.ts';
import type { Question } from '../../../../src/core/evidence/question.ts';
import { OutsideError } from '../../../../src/core/kit/outside-error.ts';
import type { Database } from '../../../../src/core/service/service.ts';
import { AwsFault, type Operation } from '../../../../src/demo/aws/wire.ts';
import { region, service, startAws } from '../local.ts';

const minuteMs = 60_000;
const now = Date.UTC(2026, 10, 23, 2, 20);
const window = { fromAt: now - 60 * minuteMs, toAt: now };

function question(database: Partial<Database> = {}): Question {
  return {
    id: 'Q#database',
    kind: 'database',
    window,
    environment: {
      service: 'points-api',
      name: 'production',
      region,
      channel: '#incidents',
      alarms: [],
      logs: [],
      database: {
        engine: 'mysql',
        instances: ['points-db-1', 'points-db-2'],
        slowLog: { from: 'files' },
        ...database,
      },
    },
  };
}

const instances: Record<string, object> = {
  'points-db-1': {},
  'points-db-2': { ReadReplicaSourceDBInstanceIdentifier: 'points-db-1' },
  'aurora-1': { DBClusterIdentifier: 'aurora' },
  'aurora-2': { DBClusterIdentifier: 'aurora' },
};

const rds: Record<string, Operation> = {
  DescribeDBInstances: ({ DBInstanceIdentifier }) => {
    const id = String(DBInstanceIdentifier);
    if (!instances[id]) throw new AwsFault('DBInstanceNotFound', `${id} not found`, 404);
    return {
      DBInstances: [
        {
          DBInstanceIdentifier: id,
          DBInstanceStatus: 'available',
          DBInstanceClass: 'db.r7g.large',
          Endpoint: { Address: `${id}.rds.local`, Port: 3306 },
          DBParameterGroups: [{ DBParameterGroupName: 'mysql' }],
          ...instances[id],
        },
      ],
    };
  },
  DescribeDBClusters: () => ({
    DBClusters: [
      {
        DBClusterMembers: [
          { DBInstanceIdentifier: 'aurora-1', IsClusterWriter: false },
          { DBInstanceIdentifier: 'aurora-2', IsClusterWriter: true },
        ],
      },
    ],
  }),
  DescribeEvents: () => ({ Events: [] }),
  DescribeDBParameters: () => ({
    Parameters: [
      { ParameterName: 'max_connections', ParameterValue: '{DBInstanceClassMemory/12582880}' },
    ],
  }),
};

type Queries = readonly {
  Id: string;
  MetricStat: { Metric: { MetricName: string; Dimensions: readonly { Value: string }[] } };
}[];

/** `values` by metric, the newest last; the newest is of the minute before now. */
function metrics(values: Record<string, readonly number[]>, status = 'Complete'): Operation {
  return ({ MetricDataQueries }) => ({
    MetricDataResults: (MetricDataQueries as Queries).map(({ Id, MetricStat: { Metric } }) => {
      const own = values[`${Metric.Dimensions[0]?.Value} ${Metric.MetricName}`];
      const list = own ?? values[Metric.MetricName] ?? [];
      return {
        Id,
        StatusCode: status,
        Values: list,
        Timestamps: list.map((_, place) => (now - (list.length - place) * minuteMs) / 1000),
      };
    }),
  });
}

const usual = metrics({
  DatabaseConnections: [50, 52],
  CPUUtilization: [11, 12],
  FreeStorageSpace: [9e10, 9e10],
  'points-db-2 ReplicaLag': [0, 1],
});

async function start(
  given: {
    rds?: Record<string, Operation>;
    metrics?: Operation;
    pi?: Operation;
    snapshots?: readonly TopologySnapshot[] | OutsideError;
    budgetMs?: number;
  } = {},
) {
  const { aws, clients } = await startAws([
    service('rds', { ...rds, ...given.rds }),
    service('monitoring', { GetMetricData: given.metrics ?? usual }),
    service('pi', { DescribeDimensionKeys: given.pi ?? denied }),
  ]);
  const { snapshots = [] } = given;
  const source = createDatabaseFacts({
    clients,
    now: () => now,
    snapshots: async () => {
      if (snapshots instanceof OutsideError) throw snapshots;
      return snapshots;
    },
  });
  const ask = (asked = question()) =>
    source.ask(asked, {
      budgetMs: given.budgetMs ?? 5_000,
      signal: new AbortController().signal,
    });
  return { aws, ask };
}

const snapshot = (minutesAgo: number, writer: string): TopologySnapshot => ({
  at: now - minutesAgo * minuteMs,
  value: {
    instances: ['points-db-1', 'points-db-2'].map((id) => ({
      id,
      role: id === writer ? 'writer' : 'reader',
      status: 'available',
    })),
  },
});

const denied = (): never => {
  throw new AwsFault('AccessDenied', 'no identity-based policy allows it', 403);
};

test('tells who is who now and was before, how full and busy each is, and the most it takes', async () => {
  const { ask } = await start({
    snapshots: [
      snapshot(61, 'points-db-2'),
      snapshot(9, 'points-db-2'),
      snapshot(8, 'points-db-1'),
    ],
  });
  const { status, partial, database } = await ask();
  expect([status, partial]).toEqual(['found', undefined]);
  expect(database?.writers).toEqual([
    { at: now - 61 * minuteMs, writer: 'points-db-2' },
    { at: now - 8 * minuteMs, writer: 'points-db-1' },
  ]);
  expect(database?.instances[1]).toMatchObject({
    id: 'points-db-2',
    role: 'reader',
    roleBefore: 'writer',
    endpoint: 'points-db-2.rds.local',
    maxConnections: 1365,
  });
  const series = database?.instances[1]?.metrics ?? [];
  expect(series.map(({ metric }) => metric)).toEqual([
    'connections',
    'replica-lag-s',
    'cpu-percent',
    'free-storage-bytes',
  ]);
  expect(series[1]?.minutes).toEqual([
    { at: now - 2 * minuteMs, value: 0 },
    { at: now - minuteMs, value: 1 },
  ]);
  expect(database?.instances[0]?.metrics.map(({ metric }) => metric)).not.toContain(
    'replica-lag-s',
  );
});

test('asks CloudWatch once for all of them', async () => {
  const { aws, ask } = await start();
  await ask();
  const asked = aws.calls.filter(({ operation }) => operation === 'GetMetricData');
  expect(asked).toHaveLength(1);
  expect(asked[0]?.input.MetricDataQueries).toHaveLength(20);
});

test('of a cluster, the members as they are now, their lag in seconds', async () => {
  const { aws, ask } = await start({ metrics: metrics({ 'aurora-1 AuroraReplicaLag': [1500] }) });
  const { database } = await ask(question({ instances: [], cluster: 'aurora' }));
  expect(database?.instances).toMatchObject([
    {
      id: 'aurora-1',
      role: 'reader',
      metrics: [{ metric: 'replica-lag-s', minutes: [{ value: 1.5 }] }],
    },
    { id: 'aurora-2', role: 'writer', metrics: [] },
  ]);
  const origins = aws.calls
    .filter(({ operation }) => operation === 'DescribeEvents')
    .map(({ input }) => `${input.SourceType} ${input.SourceIdentifier}`);
  expect(origins.sort()).toEqual([
    'db-cluster aurora',
    'db-instance aurora-1',
    'db-instance aurora-2',
  ]);
});

test('a replica lag of -1 is no number: replication is not running', async () => {
  const { ask } = await start({ metrics: metrics({ 'points-db-2 ReplicaLag': [3, -1] }) });
  const { database } = await ask();
  expect(database?.instances[1]).toMatchObject({
    replicationStopped: true,
    metrics: [{ metric: 'replica-lag-s', minutes: [{ value: 3 }] }],
  });
  expect(database?.instances[0]).not.toHaveProperty('replicationStopped');
});

test('events come page by page, are told by kind, and backups are none', async () => {
  const event = (minutesAgo: number, category: string, message: string) => ({
    SourceIdentifier: 'rds:points-db-1',
    SourceType: 'db-instance',
    Message: message,
    EventCategories: [category],
    Date: new Date(now - minutesAgo * minuteMs),
  });
  const pages: Record<string, object> = {
    first: {
      Events: [
        event(30, 'backup', 'Backing up DB instance'),
        event(9, 'failover', 'Multi-AZ instance failover started'),
        event(8, 'availability', 'DB instance restarted'),
      ],
      Marker: 'more',
    },
    more: {
      Events: [
        event(20, 'configuration change', 'Updated parameter max_connections to 900'),
        event(5, 'low storage', 'Free storage capacity is low at 9 %'),
        event(4, 'maintenance', 'Applying offline patches'),
      ],
    },
  };
  const { ask } = await start({
    rds: { DescribeEvents: ({ Marker = 'first' }) => pages[String(Marker)] },
  });
  const { database } = await ask(question({ instances: ['points-db-1'] }));
  expect(database?.events.map(({ kind, instance }) => `${kind} ${instance}`)).toEqual([
    'parameters points-db-1',
    'failover points-db-1',
    'restart points-db-1',
    'storage points-db-1',
    'maintenance points-db-1',
  ]);
});

test('never asks for events older than RDS keeps', async () => {
  const { aws, ask } = await start();
  await ask({ ...question(), window: { fromAt: now - 30 * 24 * 60 * minuteMs, toAt: now } });
  const asked = aws.calls.find(({ operation }) => operation === 'DescribeEvents');
  expect(Date.parse(String(asked?.input.StartTime))).toBeGreaterThan(now - 14 * 86_400_000);
});

test.each([
  ['events', { DescribeEvents: denied }, 'events not read: Asked AWS RDS for DescribeEvents'],
  ['parameters', { DescribeDBParameters: denied }, 'most connections not read: '],
] as const)('what is denied is named once, the rest is given: %s', async (_, broken, expected) => {
  const { ask } = await start({ rds: broken });
  const { status, partial, database } = await ask();
  expect(status).toBe('found');
  expect(partial?.split(expected)).toHaveLength(2);
  expect(partial).toContain('Allow rds:Describe');
  expect(database?.instances[1]).toMatchObject({ role: 'reader', metrics: [{}, {}, {}, {}] });
});

test('without the roles the metrics are told, and no role is claimed', async () => {
  const { ask } = await start({ rds: { DescribeDBInstances: denied } });
  const { partial, database } = await ask();
  expect(partial).toContain('roles not read: ');
  expect(database?.instances[0]).toMatchObject({
    role: 'unknown',
    status: 'unknown',
    metrics: [{}, {}, {}],
  });
});

test('without CloudWatch the roles are told', async () => {
  const { ask } = await start({ metrics: denied });
  const { partial, database } = await ask();
  expect(partial).toContain('metrics not read: ');
  expect(database?.instances).toMatchObject([
    { role: 'writer', metrics: [] },
    { role: 'reader', metrics: [] },
  ]);
});

test('metrics that CloudWatch gave in part are told as a part', async () => {
  const { ask } = await start({ metrics: metrics({ CPUUtilization: [9] }, 'PartialData') });
  expect((await ask()).partial).toBe('CloudWatch gave part of the metrics');
});

test('fails when nothing could be read, with the first reason', async () => {
  const { ask } = await start({
    rds: { DescribeDBInstances: denied, DescribeEvents: denied },
    metrics: denied,
  });
  await expect(ask()).rejects.toThrow(/Allow rds:DescribeDBInstances/);
});

test('snapshots that cannot be read cost only what was before', async () => {
  const trouble = new OutsideError({
    system: 'store',
    operation: 'snapshots',
    kind: 'unavailable',
    message: 'The store does not answer.',
  });
  const { ask } = await start({ snapshots: trouble });
  const { partial, database } = await ask();
  expect(partial).toBe('roles before not read: The store does not answer.');
  expect(database?.writers).toEqual([]);
  expect(database?.instances[0]).not.toHaveProperty('roleBefore');
});

test('snapshots of another shape, or without one writer, say nothing', async () => {
  const { ask } = await start({
    snapshots: [{ at: window.fromAt, value: 'garbage' }, snapshot(5, 'nobody')],
  });
  const { database } = await ask();
  expect(database?.writers).toEqual([]);
  expect(database?.instances[0]?.roleBefore).toBe('reader');
});

test('a throttled call is asked again for as long as there is time', async () => {
  let calls = 0;
  const { ask } = await start({
    rds: {
      DescribeEvents: () => {
        calls += 1;
        if (calls === 1) throw new AwsFault('Throttling', 'Rate exceeded');
        return { Events: [] };
      },
    },
  });
  expect((await ask(question({ instances: ['points-db-1'] }))).partial).toBeUndefined();
  expect(calls).toBe(2);
});

test('a silent call does not hold up the others for ever', async () => {
  const { aws, ask } = await start({ budgetMs: 600 });
  aws.faults.inject({ service: 'rds', operation: 'DescribeEvents', kind: 'silent', times: 9 });
  const { partial, database } = await ask();
  expect(partial).toContain('events not read: ');
  expect(database?.instances[0]?.role).toBe('writer');
});

describe('whose sessions are at work', () => {
  const watched: Record<string, Operation> = {
    DescribeDBInstances: ({ DBInstanceIdentifier }) => ({
      DBInstances: [
        {
          DBInstanceIdentifier,
          DBInstanceStatus: 'available',
          DBInstanceClass: 'db.r7g.large',
          DBParameterGroups: [{ DBParameterGroupName: 'mysql' }],
          PerformanceInsightsEnabled: true,
          DbiResourceId: `db-${DBInstanceIdentifier}`,
        },
      ],
    }),
  };
  const full = metrics({ DatabaseConnections: [1_300, 1_310] });
  const names: Record<string, readonly string[]> = {
    'db.user': ['app', 'batch'],
    'db.host': ['10.0.0.5'],
    'db.application': ['points-api token=abcdef1234567890'],
  };
  const answers: Operation = ({ GroupBy }) => {
    const { Group } = GroupBy as { Group: string };
    return {
      Keys: (names[Group] ?? []).map((name, place) => ({
        Dimensions: { [`${Group}.name`]: name },
        Total: 2 - place,
      })),
    };
  };
  const single = { instances: ['points-db-1'] };

  it('is told by user and host, of the newest quarter of an hour', async () => {
    const { aws, ask } = await start({ rds: watched, pi: answers });
    const { partial, database } = await ask(question(single));
    expect(partial).toBeUndefined();
    expect(database?.instances[0]?.holders).toEqual([
      { by: 'user', name: 'app', load: 2 },
      { by: 'user', name: 'batch', load: 1 },
      { by: 'host', name: '10.0.0.5', load: 2 },
    ]);
    const asked = aws.calls.filter(({ service: name }) => name === 'pi');
    expect(asked).toHaveLength(2);
    expect(asked[0]?.input).toMatchObject({
      Identifier: 'db-points-db-1',
      StartTime: (now - 15 * minuteMs) / 1000,
      EndTime: now / 1000,
    });
  });

  it('is told by application too where PostgreSQL knows it, without secrets', async () => {
    const { ask } = await start({ rds: watched, pi: answers });
    const { database } = await ask(question({ ...single, engine: 'postgres' }));
    const own = database?.instances[0]?.holders?.filter(({ by }) => by === 'application');
    expect(own).toEqual([{ by: 'application', name: 'points-api token=[redacted]', load: 2 }]);
  });

  it.each([
    ['denied', denied],
    ['garbage', () => ({ Keys: [{ Dimensions: {}, Total: 3 }, {}] })],
  ] as const)(
    'costs nothing else where it is %s, and is no loss to a calm database',
    async (_, pi) => {
      const { ask } = await start({ rds: watched, pi });
      const { partial, database } = await ask(question(single));
      expect(partial).toBeUndefined();
      expect(database?.instances[0]).toMatchObject({ id: 'points-db-1', maxConnections: 1365 });
      expect(database?.instances[0]).not.toHaveProperty('holders');
    },
  );

  it('is said not to be known where connections run out and Performance Insights is denied', async () => {
    const { ask } = await start({ rds: watched, metrics: full });
    expect((await ask(question(single))).partial).toMatch(
      /sessions not read: .*Allow pi:DescribeDimensionKeys/,
    );
  });

  it('or off', async () => {
    const { aws, ask } = await start({ metrics: full });
    expect((await ask(question(single))).partial).toBe(
      'whose connections they are is not known: Performance Insights is off for points-db-1',
    );
    expect(aws.calls.some(({ service: name }) => name === 'pi')).toBe(false);
  });

  it('does not keep the rest waiting', async () => {
    const { aws, ask } = await start({ rds: watched, metrics: full, budgetMs: 900 });
    aws.faults.inject({ service: 'pi', operation: '*', kind: 'silent', times: 9 });
    const { partial, database } = await ask(question(single));
    expect(partial).toMatch(/sessions not read/);
    expect(database?.instances[0]?.metrics).not.toEqual([]);
  });
});
