import type { Clock } from '../../engine/clock.ts';
import { createLocalCloudwatch, type LocalCloudwatch } from '../aws/cloudwatch/service.ts';
import type { LocalEcs } from '../aws/ecs/local-ecs-types.ts';
import { createLocalLogs } from '../aws/logs/service.ts';
import { createLocalPi } from '../aws/pi/service.ts';
import { createLocalRds } from '../aws/rds/service.ts';
import type { DbEvent } from '../aws/rds/source.ts';
import { createLocalSns, type LocalSns } from '../aws/sns/service.ts';
import { createLocalSqs, type LocalSqs } from '../aws/sqs/service.ts';
import { createLocalSts } from '../aws/sts.ts';
import type { LocalService } from '../aws/wire.ts';
import { alarms } from './alarms.ts';
import { createDatabases } from './databases.ts';
import { bringUpServices, createServing } from './fleet.ts';
import { createLoad } from './load.ts';
import { createLogs } from './logs.ts';
import { createMetrics } from './metrics.ts';
import { createRequestHistory } from './minutes.ts';
import { account, pointsDatabases, queueArn, queueName, region, topicArn } from './names.ts';
import { releasesBefore } from './releases.ts';
import { createSeconds } from './seconds.ts';
import { createShops } from './shops.ts';
import { type Rush, requestsOf } from './traffic.ts';
import type { World } from './world.ts';

/** An alarm was edited so long before the story begins. */
const editedBeforeMs = 9 * 60 * 60_000;

/** A company that lives by itself: what people measure and read follows from what runs. */
export interface Company {
  readonly clock: Clock;
  readonly ecs: LocalEcs;
  readonly sqs: LocalSqs;
  readonly sns: LocalSns;
  readonly cloudwatch: LocalCloudwatch;
  /** Everything `startLocalAws` needs, ECS included. */
  readonly services: readonly LocalService[];
  /** From now on it is as busy as at its busiest hour (or again as the hour has it). */
  setRush(on: boolean): void;
  /** From now on this instance takes the writes and the other one replicates. */
  switchWriter(instance: string): void;
  /** Does something later by the story's clock; forgotten when the company stops. */
  later(ms: number, act: () => void): void;
}

/** `clock` decides the moment it is; `ecs` what runs; `seed` makes another company of the same kind. */
export function createCompany(options: {
  clock: Clock;
  ecs: LocalEcs;
  seed: number;
  /** How often a deleted message comes again, 0–1. Default 0.02. */
  duplicates?: number;
}): Company {
  const { clock, ecs, seed } = options;
  const now = () => clock.now();
  const rushes: Rush[] = [];
  const writers: { at: number; instance: string }[] = [{ at: 0, instance: pointsDatabases[0] }];
  const dbEvents: DbEvent[] = [];
  const stop = new AbortController();

  const releases = releasesBefore(now());
  bringUpServices(ecs, releases);
  const world: World = {
    serving: createServing(ecs, releases),
    writerAt: (at) => writers.findLast((one) => one.at <= at)?.instance ?? pointsDatabases[0],
    requestsPerSecond: (service, at) => requestsOf(service, at, rushes),
  };
  const second = createSeconds({ seed, shops: createShops(), world });
  const history = createRequestHistory({ now, second });
  const writer = () => world.writerAt(now());
  const databases = createDatabases({ now, history, writer, events: dbEvents });
  const logs = createLogs({ now, history, databases, serving: world.serving });
  const metrics = createMetrics({
    history,
    writerAt: world.writerAt,
    logs,
    requestsPerSecond: world.requestsPerSecond,
  });

  const sqs = createLocalSqs({
    clock,
    region,
    account,
    queues: [{ name: queueName }],
    seed,
    duplicates: options.duplicates ?? 0.02,
    visibilityFloorMs: 5_000,
  });
  const sns = createLocalSns({
    clock,
    topics: [{ arn: topicArn, signatureVersion: '2' }],
    queues: [{ topicArn, queueArn }],
    deliverToQueue: sqs.deliver,
  });
  const place = { region, account };
  const cloudwatch = createLocalCloudwatch({
    clock,
    place,
    source: metrics,
    alarms,
    // Somebody wanted to be told of fewer slow minutes.
    edits: [{ alarm: 'points-api-latency', at: now() - editedBeforeMs }],
    publish: (topic, content) => void sns.publish(topic, content),
  });
  const logsService = createLocalLogs({ clock, ...place, source: logs.source });
  const rds = createLocalRds({ clock, ...place, source: databases.source });
  const pi = createLocalPi({ clock, source: createLoad(databases) });
  const jobs: LocalService = {
    ...createLocalSts({ account }),
    stopped: () => stop.abort(),
  };

  return {
    clock,
    ecs,
    sqs,
    sns,
    cloudwatch,
    // CloudWatch publishes through SNS into SQS: it starts last, when both are there.
    services: [
      ecs.service,
      sqs.service,
      sns.service,
      logsService,
      rds,
      pi,
      jobs,
      cloudwatch.service,
    ],
    setRush(on) {
      rushes.push({ at: now(), on });
    },
    switchWriter(instance) {
      const before = writer();
      if (!pointsDatabases.some((one) => one === instance)) {
        throw new Error(`There is no database ${instance}: ${pointsDatabases.join(', ')}.`);
      }
      if (instance === before) return;
      writers.push({ at: now(), instance });
      const event = { at: now(), sourceType: 'db-instance' as const, categories: ['failover'] };
      dbEvents.push(
        { ...event, source: before, message: 'Switchover to a read replica started' },
        {
          ...event,
          source: instance,
          message: 'Switchover completed: this instance is now the writer',
        },
      );
    },
    later(ms, act) {
      void clock.sleep(ms, stop.signal).then(() => {
        if (!stop.signal.aborted) act();
      });
    },
  };
}
