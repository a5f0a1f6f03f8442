import { advance } from './advance.ts';
import { bringUp, updateService } from './deploy.ts';
import type { EcsQuirks, LocalEcs } from './local-ecs-types.ts';
import { serviceOperations } from './operations.ts';
import { digestOf, type EcsState, findService, findTaskDefinition } from './state.ts';
import { registerTaskDefinition, taskDefinitionOperations } from './task-definitions.ts';

export interface LocalEcsOptions {
  readonly clock: { now(): number };
  /** Default ap-northeast-2. */
  readonly region?: string;
  /** Default 123456789012. */
  readonly account?: string;
  readonly quirks?: Partial<EcsQuirks>;
}

/**
 * ECS on a table: services move only when somebody looks, but every step is dated at its own
 * moment, so it does not matter how rarely that is.
 */
export function createLocalEcs(options: LocalEcsOptions): LocalEcs {
  const state: EcsState = {
    region: options.region ?? 'ap-northeast-2',
    account: options.account ?? '123456789012',
    now: () => options.clock.now(),
    quirks: {
      nothingReplaced: false,
      rollbackFails: false,
      hidesDigests: false,
      status: undefined,
      listLagMs: 1_500,
      taskStartMs: 15_000,
      ...options.quirks,
    },
    services: new Map(),
    families: new Map(),
    digests: new Map(),
    broken: new Set(),
    serial: 0,
  };
  // What a story changes holds from now on: everything before must have happened first.
  const catchUp = () => {
    for (const service of state.services.values()) advance(state, service, state.now());
  };
  const current = (cluster: string, name: string) => {
    const service = findService(state, cluster, name);
    advance(state, service, state.now());
    return service;
  };
  const operations = { ...serviceOperations(state), ...taskDefinitionOperations(state) };

  return {
    service: {
      name: 'ecs',
      operations: Object.fromEntries(
        Object.entries(operations).map(([name, run]) => [
          name,
          (input, call) => {
            catchUp();
            return run(input, call);
          },
        ]),
      ),
    },
    get quirks() {
      catchUp();
      return state.quirks;
    },
    registerTaskDefinition: (definition) => registerTaskDefinition(state, definition).arn,
    deregisterTaskDefinition: (name) => {
      findTaskDefinition(state, name).status = 'INACTIVE';
    },
    createService: (order) => {
      const service = bringUp(state, order);
      state.services.set(`${service.cluster}/${service.name}`, service);
      return service.arn;
    },
    deploy: ({ cluster, service, ...update }) =>
      updateService(state, current(cluster, service), update)?.arn,
    running: (cluster, name, at = state.now()) => {
      const shares = current(cluster, name).shares.findLast((one) => one.at <= at);
      return [...(shares?.of ?? [])]
        .map(([revision, weight]) => ({
          taskDefinition: revision.taskDefinition.arn,
          image: revision.images[0]?.image ?? '',
          digest: revision.images[0]?.imageDigest ?? '',
          weight,
          arn: revision.arn,
        }))
        .sort((a, b) => (a.arn < b.arn ? 1 : -1))
        .map(({ arn: _, ...shown }) => shown);
    },
    moveTag: (image, digest) => {
      state.digests.set(image, digest);
    },
    digestOf: (image) => digestOf(state, image),
    breakImage: (imageOrDigest) => {
      catchUp();
      state.broken.add(imageOrDigest);
    },
  };
}
