import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalEcs } from '../../src/demo/aws/ecs/local-ecs.ts';
import type { LocalEcs } from '../../src/demo/aws/ecs/local-ecs-types.ts';
import { type AwsCall, type LocalAws, startLocalAws } from '../../src/demo/aws/server.ts';
import { createLocalSns } from '../../src/demo/aws/sns/service.ts';
import { createLocalSqs } from '../../src/demo/aws/sqs/service.ts';
import {
  account,
  cluster,
  queueArn,
  queueName,
  region,
  topicArn,
} from '../../src/demo/company/names.ts';
import { type LocalSlack, startLocalSlack } from '../../src/demo/slack/server.ts';
import type { ApiCall } from '../../src/demo/slack/web-api.ts';
import { systemClock } from '../../src/engine/clock.ts';
import { type AlarmBoard, createAlarmBoard } from './alarm-board.ts';

/** One call that reached a stand-in, at the moment it reached it. */
export interface Arrival {
  /** `slack chat.postMessage`, `ecs UpdateService`. */
  readonly name: string;
  readonly at: number;
}

/** Everything at the far end of the network, quick enough for a test in real time. */
export interface WholeWorld {
  readonly slack: LocalSlack;
  readonly aws: LocalAws;
  readonly ecs: LocalEcs;
  readonly alarms: AlarmBoard;
  /** Bodies of messages still in the alarm queue, handed out or not. */
  queued(): number;
  /** Changing calls that ECS carried out, oldest first. */
  readonly changes: readonly AwsCall[];
  /** The next changing call is taken by the network: ECS never hears of it, nobody answers. */
  swallowNextChange(): void;
  /** Deployments of a service since the world began. */
  deployments(service: string): number;
  /**
   * Told of every call as it arrives: at AWS before it is carried out, at Slack after it; in both
   * cases before the answer leaves. Returns: stop.
   */
  onCall(listener: (arrival: Arrival) => void): () => void;
  /** What the program is started with, but for its memory. */
  readonly env: Readonly<Record<string, string>>;
  /** A working directory with the configuration file. */
  readonly dir: string;
  stop(): Promise<void>;
}

export const services = ['alpha-api', 'beta-api', 'gamma-api'] as const;
export const channelId = 'C1';
export const people = [
  { name: 'ana', slack: 'U1' },
  { name: 'ben', slack: 'U2' },
  { name: 'chris', slack: 'U3' },
  { name: 'dana', slack: 'U4' },
] as const;

const changing = ['UpdateService', 'StopServiceDeployment', 'ContinueServiceDeployment'];
const dayMs = 86_400_000;
/** What `bringUp` gives each service. */
const earlierDeployments = 3;

export async function startWholeWorld(options: { seed: number }): Promise<WholeWorld> {
  const clock = systemClock;
  const ecs = createLocalEcs({ clock, quirks: { taskStartMs: 200, listLagMs: 700 } });
  for (const service of services) bringUp(ecs, service);
  const sqs = createLocalSqs({
    clock,
    region,
    account,
    queues: [{ name: queueName, visibilityMs: 6_000 }],
    seed: options.seed,
    duplicates: 0.1,
  });
  const sns = createLocalSns({
    clock,
    topics: [{ arn: topicArn, signatureVersion: '2' }],
    queues: [{ topicArn, queueArn }],
    deliverToQueue: sqs.deliver,
  });
  const alarms = createAlarmBoard({
    now: () => clock.now(),
    publish: (topic, content) => void sns.publish(topic, content),
  });
  const aws = await startLocalAws({
    clock,
    services: [ecs.service, sqs.service, sns.service, alarms.service],
  });
  const slack = await startLocalSlack({
    clock,
    manifestPath: new URL('../../manifest.yml', import.meta.url).pathname,
    people: people.map(({ name, slack: id }) => ({ id, name, zone: 'Asia/Seoul' })),
    channels: [{ id: channelId, name: 'incidents', topic: '' }],
    limits: { postsPerSecond: 20, postBurst: 100, ackMs: 1_500 },
  });
  const listeners = new Set<(arrival: Arrival) => void>();
  const changes: AwsCall[] = [];
  let swallowing = 0;
  const tell = (arrival: Arrival) => {
    for (const listener of [...listeners]) listener(arrival);
  };
  hear<AwsCall>(aws.calls, (call) => {
    if (changing.includes(call.operation)) {
      if (swallowing > 0) swallowing -= 1;
      else changes.push(call);
    }
    tell({ name: `${call.service} ${call.operation}`, at: call.at });
  });
  hear<ApiCall>(slack.control.calls, ({ method, at }) => tell({ name: `slack ${method}`, at }));

  const dir = mkdtempSync(join(tmpdir(), 'firebreak-whole-'));
  writeFileSync(join(dir, 'firebreak.yml'), configText(aws.url));
  return {
    slack,
    aws,
    ecs,
    alarms,
    queued: () => sqs.bodies(queueName).length,
    changes,
    swallowNextChange() {
      swallowing += 1;
      aws.faults.inject({ service: 'ecs', operation: 'UpdateService', kind: 'silent', times: 1 });
    },
    deployments(service) {
      const listed = ecs.service.operations.ListServiceDeployments?.(
        { cluster, service, maxResults: 100 },
        { region, operation: 'ListServiceDeployments' },
      ) as { serviceDeployments: readonly unknown[] };
      return listed.serviceDeployments.length - earlierDeployments;
    },
    onCall(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dir,
    env: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      FIREBREAK_CONFIG: join(dir, 'firebreak.yml'),
      FIREBREAK_DATA_DIR: dir,
      PORT: '0',
    },
    stop: async () => {
      await slack.stop();
      await aws.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The stand-ins keep their calls in an array and push as one arrives: that push is the moment. */
function hear<Call>(calls: readonly Call[], listener: (call: Call) => void): void {
  const kept = calls as Call[];
  kept.push = (...more: Call[]) => {
    const length = Array.prototype.push.apply(kept, more);
    for (const call of more) listener(call);
    return length;
  };
}

/** Three releases; the newest has served for a day. */
function bringUp(ecs: LocalEcs, service: string): void {
  const now = systemClock.now();
  const [first, second, third] = ['1', '2', '3'].map((tag) =>
    ecs.registerTaskDefinition({
      family: service,
      cpu: '256',
      memory: '512',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      containerDefinitions: [
        { name: service, image: `registry.example/${service}:${tag}`, essential: true },
      ],
    }),
  ) as [string, string, string];
  ecs.createService({
    cluster,
    service,
    taskDefinition: third,
    desiredCount: 2,
    at: now - dayMs,
    earlier: [
      { taskDefinition: first, at: now - 20 * dayMs },
      { taskDefinition: second, at: now - 9 * dayMs },
    ],
    deploymentConfiguration: {
      strategy: 'ROLLING',
      minimumHealthyPercent: 100,
      maximumPercent: 200,
    },
  });
}

function configText(awsUrl: string): string {
  return `
slack: { channel: "#incidents", language: en }
aws: { region: ${region} }
intake:
  sqs: [ { queueUrl: "${awsUrl}/${account}/${queueName}" } ]
  backstop: 10s
people:
${people.map(({ name, slack }) => `  ${name}: { slack: ${slack} }`).join('\n')}
services:
${services.map(serviceText).join('\n')}
rotations:
  backend:
    zone: Asia/Seoul
    start: 2026-11-02
    handover: weekly Mon 10:00
    people: [ ${people.map(({ name }) => name).join(', ')} ]
    escalateAfter: 5s
policies:
  - { environments: [ production ], verbs: [ rollback, abort, promote ], propose: [ oncall, backend ], approve: { by: [ backend ], count: 1 } }
severities:
  page: [ SEV1, SEV2 ]
  rules:
    - { environments: [ production ], severity: SEV2 }
  default: SEV4
`;
}

function serviceText(service: string): string {
  return `  ${service}:
    rotation: backend
    environments:
      production:
        alarms: [ "${service}-*" ]
        logs: [ "/ecs/${service}" ]
        rollout: { engine: ecs, cluster: ${cluster}, service: ${service} }`;
}
