import type { LocalEcs } from '../aws/ecs/local-ecs-types.ts';
import { cluster, staging } from './names.ts';
import { imageOf, type KnownRelease, registry } from './releases.ts';
import type { ServiceName } from './seconds.ts';
import type { World } from './world.ts';

/** A release goes out so long after it was built. */
const shippedAfterMs = 600_000;

/** Registers every release and brings up what has been running for days. */
export function bringUpServices(ecs: LocalEcs, releases: readonly KnownRelease[]): void {
  for (const family of ['points-api', 'orders-api'] as const) {
    const known = releases.filter((release) => release.family === family);
    const newest = Math.max(...known.map((release) => release.revision));
    for (let revision = 1; revision <= newest; revision++) {
      const release = known.find((one) => one.revision === revision);
      const image = release ? imageOf(release) : `${registry}/${family}:build-${revision}`;
      ecs.registerTaskDefinition(taskDefinition(family, image));
    }
  }
  const shipped = (family: KnownRelease['family'], revision: number) => {
    const release = releases.find((one) => one.family === family && one.revision === revision);
    if (!release) throw new Error(`There is no release ${family}:${revision}.`);
    return { taskDefinition: `${family}:${revision}`, at: release.builtAt + shippedAfterMs };
  };
  ecs.createService({
    cluster,
    service: 'points-api',
    ...shipped('points-api', 41),
    desiredCount: 4,
    earlier: [shipped('points-api', 40)],
    deploymentConfiguration: {
      strategy: 'ROLLING',
      minimumHealthyPercent: 100,
      maximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
    },
  });
  const tried = releases.find((one) => one.family === 'points-api' && one.revision === 41);
  if (!tried) throw new Error('Staging has nothing to run.');
  ecs.createService({
    cluster: staging.cluster,
    service: 'points-api',
    taskDefinition: ecs.registerTaskDefinition(
      taskDefinition('points-api-staging', imageOf(tried)),
    ),
    at: tried.builtAt,
    desiredCount: 1,
  });
  ecs.createService({
    cluster,
    service: 'orders-api',
    ...shipped('orders-api', 7),
    desiredCount: 4,
    earlier: [shipped('orders-api', 6)],
    deploymentConfiguration: {
      strategy: 'CANARY',
      canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 10 },
      bakeTimeInMinutes: 5,
      lifecycleHooks: [
        {
          targetType: 'PAUSE',
          lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'],
          timeoutConfiguration: { timeoutInMinutes: 60, action: 'ROLLBACK' },
        },
      ],
    },
  });
}

function taskDefinition(family: KnownRelease['family'] | 'points-api-staging', image: string) {
  const logGroup = `/ecs/${family}`;
  return {
    family,
    cpu: '512',
    memory: '1024',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    containerDefinitions: [
      {
        name: family,
        image,
        essential: true,
        portMappings: [{ containerPort: 8080 }],
        logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': logGroup } },
      },
    ],
  };
}

/** What serves, with its bugs: they are the image's, under whatever task definition it runs. */
export function createServing(ecs: LocalEcs, releases: readonly KnownRelease[]): World['serving'] {
  const byDigest = new Map(releases.map((release) => [ecs.digestOf(imageOf(release)), release]));
  const runningOf = (service: ServiceName, at: number) =>
    service === 'points-api-staging'
      ? ecs.running(staging.cluster, 'points-api', at)
      : ecs.running(cluster, service, at);
  return (service, at) =>
    runningOf(service, at).map(({ image, digest, weight }) => {
      const release = byDigest.get(digest);
      const tag = /:([\w.-]+)(?:@|$)/.exec(image.slice(image.lastIndexOf('/')))?.[1];
      const { bugs = [], logging = 'everything' } = release ?? {};
      return { release: release?.tag ?? tag ?? digest, bugs, logging, weight };
    });
}
