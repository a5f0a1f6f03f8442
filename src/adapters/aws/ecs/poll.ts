import { ContinueServiceDeploymentCommand, type ECSClient } from '@aws-sdk/client-ecs';
import type { Operation } from '../../../core/service/plan.ts';
import { calling } from '../errors.ts';
import { changeOf } from './change.ts';
import { isClassic } from './classic.ts';
import { describeSnapshot } from './describe.ts';
import { operationOf } from './operation.ts';
import { awaitedHook } from './phase.ts';
import type { EcsReader } from './reader.ts';
import { recallChange } from './recall.ts';
import type { Deployment } from './schema.ts';
import type { Snapshot } from './snapshot.ts';

/** A name that can be asked for again, as against the bare id in an answer to UpdateService. */
export function isListed(operation: Operation): boolean {
  return operation.engineId.startsWith('arn:') || isClassic(operation.engineId);
}

/**
 * Follows the operation's own deployment, whatever else the service does meanwhile. A redeployment
 * whose plan says so passes its pause points here; each has an id of its own that works once, so
 * polling twice answers it once.
 */
export async function pollOperation(
  operation: Operation,
  reader: EcsReader,
  snapshot: Snapshot,
  client: ECSClient,
): Promise<Operation> {
  if (operation.state !== 'running') return operation;
  if (!isListed(operation)) {
    const found = await recallChange(reader, operation.plan, operation.startedAt);
    const seen = describeSnapshot(snapshot);
    return found ? { ...found, seen } : { ...operation, seen };
  }
  const { deployment } = snapshot;
  const own =
    deployment?.serviceDeploymentArn === operation.engineId
      ? deployment
      : await reader.deployment(operation.engineId);
  await passPause(operation, own, client);
  const polled = operationOf(operation.plan, own, operation.startedAt, snapshot);
  return polled.state === 'running' || own.finishedAt !== undefined
    ? polled
    : { ...polled, endedAt: snapshot.observedAt };
}

async function passPause(operation: Operation, own: Deployment, client: ECSClient): Promise<void> {
  const change = changeOf(operation.plan);
  if (change.operation !== 'UpdateService' || !change.passesPauses) return;
  const hook = awaitedHook(own);
  if (!hook) return;
  const { cluster, service } = operation.plan.target;
  await calling(
    { operation: 'ecs:ContinueServiceDeployment', subject: `${cluster}/${service}` },
    () =>
      client.send(
        new ContinueServiceDeploymentCommand({
          serviceDeploymentArn: own.serviceDeploymentArn,
          hookId: hook.hookId,
          action: 'CONTINUE',
        }),
      ),
  );
}
