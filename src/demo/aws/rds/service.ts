import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import type { Clock } from '../../../engine/clock.ts';
import { count, moment, pageOf, readInput } from '../input.ts';
import { AwsFault, type LocalService } from '../wire.ts';
import { readPortion } from './log-portion.ts';
import type { DbInstance, DbSource } from './source.ts';

const filters = z.array(z.object({ Name: z.string(), Values: z.array(z.string()) })).default([]);
const page = { MaxRecords: count.min(20).max(100).default(100), Marker: z.string().optional() };
const instancesInput = z.object({
  DBInstanceIdentifier: z.string().optional(),
  Filters: filters,
  ...page,
});
const clustersInput = z.object({
  DBClusterIdentifier: z.string().optional(),
  Filters: filters,
  ...page,
});
const eventsInput = z.object({
  SourceIdentifier: z.string().optional(),
  SourceType: z.string().optional(),
  StartTime: moment.optional(),
  EndTime: moment.optional(),
  Duration: count.default(60),
  EventCategories: z.array(z.string()).optional(),
  ...page,
});
const filesInput = z.object({
  DBInstanceIdentifier: z.string(),
  FilenameContains: z.string().optional(),
  FileLastWritten: count.optional(),
  FileSize: count.optional(),
  MaxRecords: count.min(1).max(100).default(100),
  Marker: z.string().optional(),
});
const portionInput = z.object({
  DBInstanceIdentifier: z.string(),
  LogFileName: z.string(),
  Marker: z.string().optional(),
  NumberOfLines: count.optional(),
});

const parametersInput = z.object({
  DBParameterGroupName: z.string(),
  Filters: filters,
  ...page,
});

const invalid = 'InvalidParameterValue';
/** Events are kept for 14 days. */
const eventsKeptMs = 14 * 86_400_000;

/** RDS as far as one reads from it: who is who, what happened, and the log files with their traps. */
export function createLocalRds(options: {
  clock: Clock;
  region: string;
  account: string;
  source: DbSource;
  /**
   * How many log portions one instance gives in a row, and how many more every second of real time,
   * before it says "Rate exceeded". Default 20 and 10.
   */
  portions?: { burst: number; perSecond: number };
}): LocalService {
  const { clock, region, account, source } = options;
  const limit = options.portions ?? { burst: 20, perSecond: 10 };
  const buckets = new Map<string, { left: number; at: number }>();

  const arn = (kind: 'db' | 'cluster', id: string) =>
    `arn:aws:rds:${region}:${account}:${kind}:${id}`;

  function instanceOf(id: string): DbInstance {
    const found = source.instances().find((instance) => instance.id === id);
    if (found) return found;
    throw new AwsFault('DBInstanceNotFound', `DBInstance ${id} not found.`, 404);
  }

  function spendPortion(instance: string): void {
    const now = performance.now();
    const bucket = buckets.get(instance) ?? { left: limit.burst, at: now };
    const refill = ((now - bucket.at) / 1000) * limit.perSecond;
    const left = Math.min(limit.burst, bucket.left + refill);
    if (left < 1) throw new AwsFault('Throttling', 'Rate exceeded');
    buckets.set(instance, { left: left - 1, at: now });
  }

  function describeInstances(input: Record<string, unknown>): object {
    const read = readInput(instancesInput, input, invalid);
    const id = read.DBInstanceIdentifier?.replace(/^arn:.*:db:/, '');
    if (id !== undefined) instanceOf(id);
    const wanted = (name: string, value: string | undefined) =>
      read.Filters.every((one) => one.Name !== name || one.Values.includes(value ?? ''));
    const matching = source
      .instances()
      .filter((instance) => id === undefined || instance.id === id)
      .filter((one) => wanted('db-instance-id', one.id) && wanted('db-cluster-id', one.cluster));
    const { page, next } = pageOf(matching, read.Marker, read.MaxRecords);
    return { DBInstances: page.map(showInstance), Marker: next };
  }

  function showInstance(instance: DbInstance): object {
    const replicas = source.instances().filter((other) => other.replicaOf === instance.id);
    return {
      DBInstanceIdentifier: instance.id,
      DBInstanceClass: 'db.r7g.large',
      Engine: instance.engine,
      EngineVersion: instance.engineVersion,
      DBInstanceStatus: instance.status,
      Endpoint: { Address: instance.host, Port: instance.port, HostedZoneId: 'ZLA2NUCOLGUUR' },
      AllocatedStorage: 200,
      AvailabilityZone: instance.zone,
      MultiAZ: false,
      ReadReplicaSourceDBInstanceIdentifier: instance.replicaOf,
      ReadReplicaDBInstanceIdentifiers: replicas.map((replica) => replica.id),
      ...(instance.replicaOf
        ? { StatusInfos: [{ StatusType: 'read replication', Normal: true, Status: 'replicating' }] }
        : {}),
      DBClusterIdentifier: instance.cluster,
      DBParameterGroups: instance.parameterGroup
        ? [{ DBParameterGroupName: instance.parameterGroup, ParameterApplyStatus: 'in-sync' }]
        : [],
      EnabledCloudwatchLogsExports: instance.exports,
      DBInstanceArn: arn('db', instance.id),
      DbiResourceId: instance.watchedAs ?? `db-${instance.id.toUpperCase()}`,
      PerformanceInsightsEnabled: instance.watchedAs !== undefined,
    };
  }

  function describeClusters(input: Record<string, unknown>): object {
    const read = readInput(clustersInput, input, invalid);
    const id = read.DBClusterIdentifier?.replace(/^arn:.*:cluster:/, '');
    const matching = source.clusters().filter((one) => id === undefined || one.id === id);
    if (id !== undefined && matching.length === 0) {
      throw new AwsFault('DBClusterNotFoundFault', `DBCluster ${id} not found.`, 404);
    }
    const { page, next } = pageOf(matching, read.Marker, read.MaxRecords);
    return {
      DBClusters: page.map((cluster) => ({
        DBClusterIdentifier: cluster.id,
        DBClusterArn: arn('cluster', cluster.id),
        Engine: cluster.engine,
        Status: 'available',
        DBClusterMembers: cluster.members.map((member) => ({
          DBInstanceIdentifier: member.instance,
          IsClusterWriter: member.isWriter,
          DBClusterParameterGroupStatus: 'in-sync',
          PromotionTier: 1,
        })),
      })),
      Marker: next,
    };
  }

  function describeEvents(input: Record<string, unknown>): object {
    const read = readInput(eventsInput, input, invalid);
    if (read.SourceIdentifier !== undefined && read.SourceType === undefined) {
      throw new AwsFault(invalid, 'SourceIdentifier needs SourceType.');
    }
    const now = clock.now();
    const toAt = read.EndTime ?? now;
    const fromAt = Math.max(read.StartTime ?? toAt - read.Duration * 60_000, now - eventsKeptMs);
    const matching = source
      .events()
      .filter((event) => event.at >= fromAt && event.at <= toAt)
      .filter((event) => read.SourceType === undefined || event.sourceType === read.SourceType)
      .filter(
        (event) => read.SourceIdentifier === undefined || event.source === read.SourceIdentifier,
      )
      .filter(
        (event) => read.EventCategories?.some((one) => event.categories.includes(one)) ?? true,
      );
    const { page, next } = pageOf(matching, read.Marker, read.MaxRecords);
    return {
      Events: page.map((event) => ({
        SourceIdentifier: event.source,
        SourceType: event.sourceType,
        Message: event.message,
        EventCategories: event.categories,
        Date: new Date(event.at),
        SourceArn: arn(event.sourceType === 'db-cluster' ? 'cluster' : 'db', event.source),
      })),
      Marker: next,
    };
  }

  function describeParameters(input: Record<string, unknown>): object {
    const read = readInput(parametersInput, input, invalid);
    const parameters = source.parameters(read.DBParameterGroupName);
    if (!parameters) {
      const what = `DBParameterGroup not found: ${read.DBParameterGroupName}`;
      throw new AwsFault('DBParameterGroupNotFound', what, 404);
    }
    const matching = Object.entries(parameters).filter(([name]) =>
      read.Filters.every((one) => one.Name === 'parameter-name' && one.Values.includes(name)),
    );
    const { page, next } = pageOf(matching, read.Marker, read.MaxRecords);
    return {
      Parameters: page.map(([name, value]) => ({
        ParameterName: name,
        ParameterValue: value,
        Source: 'engine-default',
        ApplyType: 'dynamic',
        IsModifiable: true,
      })),
      Marker: next,
    };
  }

  function describeFiles(input: Record<string, unknown>): object {
    const read = readInput(filesInput, input, invalid);
    const matching = source
      .logFiles(instanceOf(read.DBInstanceIdentifier).id)
      .filter((file) => file.name.includes(read.FilenameContains ?? ''))
      .filter((file) => file.lastWrittenAt >= (read.FileLastWritten ?? 0))
      .filter((file) => file.size >= (read.FileSize ?? 0));
    const { page, next } = pageOf(matching, read.Marker, read.MaxRecords);
    return {
      DescribeDBLogFiles: page.map((file) => ({
        LogFileName: file.name,
        LastWritten: file.lastWrittenAt,
        Size: file.size,
      })),
      Marker: next,
    };
  }

  function downloadPortion(input: Record<string, unknown>): object {
    const read = readInput(portionInput, input, invalid);
    const instance = instanceOf(read.DBInstanceIdentifier);
    spendPortion(instance.id);
    const files = source.logFiles(instance.id);
    const portion = readPortion(files, read.LogFileName, read.Marker, read.NumberOfLines);
    if (!portion) {
      const what = `DBLog File: ${read.LogFileName}, is not found on the DB instance`;
      throw new AwsFault('DBLogFileNotFoundFault', what, 404);
    }
    if (portion.text.includes('\0')) {
      throw new AwsFault(
        invalid,
        'This file contains binary data and should be downloaded instead of viewed.',
      );
    }
    return {
      LogFileData: portion.text,
      Marker: portion.marker,
      AdditionalDataPending: portion.pending,
    };
  }

  /** All of it, binary data too. */
  function downloadComplete(input: Record<string, unknown>): Buffer {
    const read = readInput(portionInput, input, invalid);
    const files = source.logFiles(instanceOf(read.DBInstanceIdentifier).id);
    const file = files.find(({ name }) => name === read.LogFileName);
    if (file) return file.read();
    throw new AwsFault('DBLogFileNotFoundFault', `DBLog File: ${read.LogFileName}`, 404);
  }

  return {
    name: 'rds',
    xml: {
      namespace: 'http://rds.amazonaws.com/doc/2014-10-31/',
      members: {
        DBInstances: 'DBInstance',
        DBClusters: 'DBCluster',
        DBClusterMembers: 'DBClusterMember',
        ReadReplicaDBInstanceIdentifiers: 'ReadReplicaDBInstanceIdentifier',
        StatusInfos: 'DBInstanceStatusInfo',
        Events: 'Event',
        EventCategories: 'EventCategory',
        DBParameterGroups: 'DBParameterGroup',
        Parameters: 'Parameter',
        DescribeDBLogFiles: 'DescribeDBLogFilesDetails',
      },
    },
    operations: {
      DescribeDBInstances: describeInstances,
      DescribeDBClusters: describeClusters,
      DescribeEvents: describeEvents,
      DescribeDBParameters: describeParameters,
      DescribeDBLogFiles: describeFiles,
      DownloadDBLogFilePortion: downloadPortion,
      DownloadCompleteDBLogFile: downloadComplete,
    },
  };
}
