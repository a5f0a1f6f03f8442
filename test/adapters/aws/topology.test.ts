import { expect, test } from 'vitest';
import { createTopology } from '../../../src/adapters/aws/topology.ts';
import type { Database, Environment } from '../../../src/core/service/service.ts';
import { AwsFault } from '../../../src/demo/aws/wire.ts';
import { region, service, startAws } from './local.ts';

function environment(database?: Partial<Database>): Environment {
  return {
    service: 'points-api',
    name: 'production',
    region,
    channel: '#incidents',
    alarms: [],
    logs: [],
    ...(database
      ? { database: { engine: 'mysql', instances: [], slowLog: { from: 'files' }, ...database } }
      : {}),
  };
}

const instances: Record<string, object> = {
  'points-1': {
    DBInstanceStatus: 'available',
    Endpoint: { Address: 'points-1.rds.local', Port: 3306 },
    AvailabilityZone: 'ap-northeast-2a',
  },
  'points-2': {
    DBInstanceStatus: 'available',
    ReadReplicaSourceDBInstanceIdentifier: 'points-1',
  },
  'member-1': { DBInstanceStatus: 'available', DBClusterIdentifier: 'points' },
  'member-2': { DBInstanceStatus: 'rebooting', DBClusterIdentifier: 'points' },
};

async function read(database?: Partial<Database>) {
  const { aws, clients } = await startAws([
    service('rds', {
      DescribeDBInstances: ({ DBInstanceIdentifier }) => {
        const id = String(DBInstanceIdentifier);
        if (!instances[id]) throw new AwsFault('DBInstanceNotFound', `${id} not found`, 404);
        return { DBInstances: [{ DBInstanceIdentifier: id, ...instances[id] }] };
      },
      DescribeDBClusters: () => ({
        DBClusters: [
          {
            DBClusterMembers: [
              { DBInstanceIdentifier: 'member-1', IsClusterWriter: false },
              { DBInstanceIdentifier: 'member-2', IsClusterWriter: true },
            ],
          },
        ],
      }),
    }),
  ]);
  const topology = createTopology({ clients });
  return { aws, answer: () => topology.readTopology(environment(database)) };
}

test('tells a replica from its source', async () => {
  const { answer } = await read({ instances: ['points-1', 'points-2'] });
  expect(await answer()).toEqual({
    instances: [
      {
        id: 'points-1',
        role: 'writer',
        status: 'available',
        endpoint: 'points-1.rds.local',
        zone: 'ap-northeast-2a',
      },
      { id: 'points-2', role: 'reader', status: 'available' },
    ],
  });
});

test.each([
  ['a cluster', { cluster: 'points' }],
  ['its members named one by one', { instances: ['member-1', 'member-2'] }],
])('asks the cluster who writes, for %s', async (_, database) => {
  const { answer } = await read(database);
  expect((await answer()).instances).toMatchObject([
    { id: 'member-1', role: 'reader' },
    { id: 'member-2', role: 'writer', status: 'rebooting' },
  ]);
});

test('keeps a place for an instance that is not there', async () => {
  const { answer } = await read({ instances: ['points-1', 'gone'] });
  expect((await answer()).instances[1]).toEqual({
    id: 'gone',
    role: 'unknown',
    status: 'not-found',
  });
});

test('has nothing to say of a service without a database', async () => {
  const { answer } = await read();
  expect(await answer()).toEqual({ instances: [] });
});

test('says what to allow when it is denied', async () => {
  const { aws, answer } = await read({ instances: ['points-1'] });
  aws.faults.inject({ service: 'rds', operation: '*', kind: 'deny', times: 1 });
  await expect(answer()).rejects.toMatchObject({
    kind: 'denied',
    message: expect.stringContaining('Allow rds:DescribeDBInstances'),
  });
});
