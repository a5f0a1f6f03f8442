import { createAwsClients } from '../../../../src/adapters/aws/clients.ts';
import { createEcsReleaseControl } from '../../../../src/adapters/aws/ecs/release-control.ts';
import type { RolloutTarget } from '../../../../src/core/service/service.ts';
import { createLocalEcs } from '../../../../src/demo/aws/ecs/local-ecs.ts';
import type {
  DeploymentConfiguration,
  LocalEcs,
  NewService,
} from '../../../../src/demo/aws/ecs/local-ecs-types.ts';
import { type LocalAws, startLocalAws } from '../../../../src/demo/aws/server.ts';
import { createDemoClock, type DemoClock } from '../../../../src/demo/clock.ts';
import { silentLog } from '../../../../src/engine/log.ts';
import type { RolloutBench } from '../../../contracts/release-control.contract.ts';

const image = 'points-api';
const repository = '123456789012.dkr.ecr.ap-northeast-2.amazonaws.com';
export const startAt = Date.UTC(2026, 10, 20, 3);
const day = 86_400_000;

const changing = ['UpdateService', 'StopServiceDeployment', 'ContinueServiceDeployment'];
const reading = ['DescribeServices', 'DescribeServiceDeployments'];

export interface EcsBench extends RolloutBench {
  readonly ecs: LocalEcs;
  readonly aws: LocalAws;
  readonly clock: DemoClock;
  /** Registers points-api with this tag; answers the ARN. */
  register(tag: string): string;
}

/** points-api with tags 40 (nine days) and 41 in service; 42 is the bad one. */
export async function openEcsBench(
  configuration: DeploymentConfiguration = {},
  more: Partial<NewService> = {},
): Promise<EcsBench> {
  const clock = createDemoClock({ startAt, speed: 0 });
  const ecs = createLocalEcs({ clock });
  const aws = await startLocalAws({ clock, services: [ecs.service] });
  const clients = createAwsClients({
    defaultRegion: 'ap-northeast-2',
    readAttempts: 2,
    local: { endpoint: aws.url },
  });
  const target: RolloutTarget = {
    engine: 'ecs',
    region: 'ap-northeast-2',
    cluster: 'shop',
    service: 'points-api',
  };
  const reference = (tag: string) => `${repository}/${image}:${tag}`;
  const register = (tag: string) =>
    ecs.registerTaskDefinition({
      family: 'points-api',
      cpu: '256',
      memory: '512',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      executionRoleArn: 'arn:aws:iam::123456789012:role/points-api-execution',
      containerDefinitions: [
        { name: 'points-api', image: reference(tag), essential: true, environment: [] },
      ],
    });
  const [older, good, bad] = [register('40'), register('41'), register('42')];
  ecs.createService({
    cluster: 'shop',
    service: 'points-api',
    taskDefinition: good,
    desiredCount: 4,
    deploymentConfiguration: configuration,
    at: startAt - 2 * day,
    earlier: [{ taskDefinition: older, at: startAt - 11 * day }],
    ...more,
  });
  const deploy = (taskDefinition: string) =>
    ecs.deploy({ cluster: 'shop', service: 'points-api', taskDefinition });

  return {
    ecs,
    aws,
    clock,
    register,
    target,
    control: createEcsReleaseControl({ clients, now: () => clock.now(), log: silentLog }),
    digests: {
      older: ecs.digestOf(reference('40')),
      good: ecs.digestOf(reference('41')),
      bad: ecs.digestOf(reference('42')),
    },
    advance: (ms) => clock.advance(ms),
    longestMs: 60 * 60_000,
    deployBad: () => deploy(bad),
    deployOlder: () => deploy(older),
    changes: () =>
      aws.calls.map((call) => call.operation).filter((name) => changing.includes(name)),
    fail: (kind, on, times) => {
      for (const operation of on === 'changes' ? changing : reading) {
        aws.faults.inject({ service: 'ecs', operation, kind, times });
      }
    },
    quirk: (name) => {
      if (name === 'unknown-status') ecs.quirks.status = 'QUANTUM';
      if (name === 'rollback-fails') ecs.quirks.rollbackFails = true;
      if (name === 'nothing-replaced') ecs.quirks.nothingReplaced = true;
      if (name === 'no-digests') ecs.quirks.hidesDigests = true;
    },
    serving: () => {
      const shares: Record<string, number> = {};
      for (const one of ecs.running('shop', 'points-api')) {
        shares[one.digest] = (shares[one.digest] ?? 0) + one.weight;
      }
      return shares;
    },
    stop: async () => {
      clients.close();
      await aws.stop();
    },
  };
}
