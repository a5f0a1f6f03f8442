import {
  type DBInstance,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
} from '@aws-sdk/client-rds';
import { OutsideError } from '../../core/kit/outside-error.ts';
import type { Database, Environment } from '../../core/service/service.ts';
import type { AwsClients } from './clients.ts';
import { calling } from './errors.ts';

/** Who was who among the databases at one moment. JSON only: kept as a snapshot. */
export interface Topology {
  readonly instances: readonly DatabaseInstance[];
}

export interface DatabaseInstance {
  readonly id: string;
  readonly role: 'writer' | 'reader' | 'unknown';
  /** RDS's own word ("available"); `not-found` when there is no such instance. */
  readonly status: string;
  /** Host name clients use. */
  readonly endpoint?: string;
  /** Availability zone: a Multi-AZ failover moves it and nothing else. */
  readonly zone?: string;
}

interface TopologySource {
  readTopology(environment: Environment): Promise<Topology>;
}

/** Reads roles fresh from RDS: its events about failovers may come minutes late, or never. */
export function createTopology(options: { readonly clients: AwsClients }): TopologySource {
  return {
    readTopology: async ({ database, region }) => {
      if (!database) return { instances: [] };
      const found = await describeDatabase(options.clients, region, database);
      return { instances: found.map(({ instance }) => instance) };
    },
  };
}

interface DescribedInstance {
  readonly instance: DatabaseInstance;
  /** All RDS says of it; undefined when there is no such instance. */
  readonly described: DBInstance | undefined;
}

/** Every instance of a database with its role, as RDS has them now. */
export async function describeDatabase(
  clients: AwsClients,
  region: string,
  database: Database,
  signal?: AbortSignal,
): Promise<readonly DescribedInstance[]> {
  const writers = new Map<string, boolean>();
  const ids = await instancesOf(clients, region, database, writers, signal);
  const found = await Promise.all(ids.map((id) => describeInstance(clients, region, id, signal)));
  // Instances named one by one may be members of a cluster, whose word about writing then counts.
  const others = new Set(found.flatMap((instance) => instance?.DBClusterIdentifier ?? []));
  if (database.cluster) others.delete(database.cluster);
  await Promise.all(
    [...others].map((cluster) => addMembers(clients, region, cluster, writers, signal)),
  );
  return ids.map((id, place) => ({
    instance: readInstance(id, found[place], writers.get(id)),
    described: found[place],
  }));
}

/** The configured instances and the members their cluster has right now. */
export async function instancesOf(
  clients: AwsClients,
  region: string,
  database: Database,
  writers: Map<string, boolean> = new Map(),
  signal?: AbortSignal,
): Promise<readonly string[]> {
  if (database.cluster) await addMembers(clients, region, database.cluster, writers, signal);
  return [...new Set([...database.instances, ...writers.keys()])];
}

async function addMembers(
  clients: AwsClients,
  region: string,
  cluster: string,
  writers: Map<string, boolean>,
  signal?: AbortSignal,
): Promise<void> {
  const answer = await calling({ operation: 'rds:DescribeDBClusters', subject: cluster }, () =>
    clients
      .rds(region)
      .send(
        new DescribeDBClustersCommand({ DBClusterIdentifier: cluster }),
        signal ? { abortSignal: signal } : {},
      ),
  );
  for (const member of answer.DBClusters?.[0]?.DBClusterMembers ?? []) {
    if (member.DBInstanceIdentifier) {
      writers.set(member.DBInstanceIdentifier, member.IsClusterWriter === true);
    }
  }
}

/** Undefined when there is no such instance. */
export async function describeInstance(
  clients: AwsClients,
  region: string,
  id: string,
  signal?: AbortSignal,
): Promise<DBInstance | undefined> {
  try {
    const answer = await calling({ operation: 'rds:DescribeDBInstances', subject: id }, () =>
      clients
        .rds(region)
        .send(
          new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }),
          signal ? { abortSignal: signal } : {},
        ),
    );
    return answer.DBInstances?.[0];
  } catch (error) {
    if (error instanceof OutsideError && error.kind === 'not-found') return undefined;
    throw error;
  }
}

function readInstance(
  id: string,
  instance: DBInstance | undefined,
  isClusterWriter: boolean | undefined,
): DatabaseInstance {
  if (!instance) return { id, role: 'unknown', status: 'not-found' };
  const source =
    instance.ReadReplicaSourceDBInstanceIdentifier ?? instance.ReadReplicaSourceDBClusterIdentifier;
  const isReader = isClusterWriter === undefined ? source !== undefined : !isClusterWriter;
  return {
    id,
    role: isReader ? 'reader' : 'writer',
    status: instance.DBInstanceStatus ?? 'unknown',
    ...(instance.Endpoint?.Address ? { endpoint: instance.Endpoint.Address } : {}),
    ...(instance.AvailabilityZone ? { zone: instance.AvailabilityZone } : {}),
  };
}
