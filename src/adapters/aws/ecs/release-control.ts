import type { ReleaseControl } from '../../../core/service/release-control.ts';
import type { RolloutTarget } from '../../../core/service/service.ts';
import type { Log } from '../../../engine/log.ts';
import type { AwsClients } from '../clients.ts';
import { describeSnapshot } from './describe.ts';
import { executePlan } from './execute.ts';
import { historyOf, readPast } from './history.ts';
import { planChange } from './plan.ts';
import { pollOperation } from './poll.ts';
import { createEcsReader } from './reader.ts';
import { recallChange } from './recall.ts';
import { takeSnapshot } from './snapshot.ts';
import { verifyOperation } from './verify.ts';

export interface EcsReleaseControlOptions {
  readonly clients: Pick<AwsClients, 'ecs' | 'ecsForChanges'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

/**
 * Amazon ECS with its own deployment controller: rolling, blue/green, linear and canary. ECS keeps
 * no actor and has no idempotency token, so every change is looked for in the world before and
 * after it is sent.
 */
export function createEcsReleaseControl(options: EcsReleaseControlOptions): ReleaseControl {
  const { clients, now, log } = options;
  const memory = { classic: false };
  const read = (target: RolloutTarget) =>
    createEcsReader(clients.ecs(target.region), target, memory);
  const look = (target: RolloutTarget) => takeSnapshot(read(target), target, now);

  return {
    engine: 'ecs',
    describe: async (target) => describeSnapshot(await look(target)),
    history: async (target, limit) => historyOf(await readPast(read(target), limit, now())),
    plan: async (target, request) => planChange(read(target), await look(target), request),
    recall: (plan) => recallChange(read(plan.target), plan, now()),
    execute: async (plan) => {
      const { target } = plan;
      const operation = await executePlan(plan, {
        reader: read(target),
        client: clients.ecsForChanges(target.region),
        snapshot: await look(target),
        now: now(),
      });
      log.info(
        { target, verb: plan.verb, plan: plan.hash, engineId: operation.engineId },
        'ECS change is in the world',
      );
      return operation;
    },
    poll: async (operation) => {
      const { target } = operation.plan;
      return pollOperation(
        operation,
        read(target),
        await look(target),
        clients.ecsForChanges(target.region),
      );
    },
    verify: (operation) => verifyOperation(operation, read(operation.plan.target)),
  };
}
