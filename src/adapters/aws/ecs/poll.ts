import type { Operation } from '../../../core/service/plan.ts';
import { describeSnapshot } from './describe.ts';
import { operationOf } from './operation.ts';
import type { EcsReader } from './reader.ts';
import { recallChange } from './recall.ts';
import type { Snapshot } from './snapshot.ts';

/** A service deployment's ARN, as against ECS's older deployment id. */
export function isListed(operation: Operation): boolean {
  return operation.engineId.startsWith('arn:');
}

/** Follows the operation's own deployment, whatever else the service does meanwhile. */
export async function pollOperation(
  operation: Operation,
  reader: EcsReader,
  snapshot: Snapshot,
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
  const polled = operationOf(operation.plan, own, operation.startedAt, snapshot);
  return polled.state === 'running' || own.finishedAt !== undefined
    ? polled
    : { ...polled, endedAt: snapshot.observedAt };
}
