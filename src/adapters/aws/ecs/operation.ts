import type { Operation, Plan } from '../../../core/service/plan.ts';
import { type Change, changeOf, isBackOut } from './change.ts';
import { describeSnapshot, engineStatus } from './describe.ts';
import { standing } from './phase.ts';
import type { Deployment } from './schema.ts';
import type { Snapshot } from './snapshot.ts';

/** The operation of a plan, as its deployment stands. */
export function operationOf(
  plan: Plan,
  deployment: Deployment,
  startedAt: number,
  snapshot?: Snapshot,
): Operation {
  const state = stateOf(changeOf(plan), deployment);
  const endedAt = state === 'running' ? undefined : (deployment.finishedAt ?? startedAt);
  return {
    plan,
    engineId: deployment.serviceDeploymentArn,
    state,
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt: Math.max(endedAt, startedAt) }),
    engineStatus: engineStatus(deployment),
    ...(snapshot ? { seen: describeSnapshot(snapshot) } : {}),
  };
}

/** `done` only for the one status that was meant; one we do not know keeps running. */
function stateOf(change: Change, deployment: Deployment): Operation['state'] {
  const { status } = deployment;
  if (isBackOut(change)) {
    if (status === 'ROLLBACK_SUCCESSFUL') return 'done';
    return standing(deployment) === 'ended' ? 'failed' : 'running';
  }
  if (change.operation === 'ContinueServiceDeployment') {
    if (standing(deployment) === 'rolling-back') return 'failed';
    if (status === 'SUCCESSFUL') return 'done';
    if (standing(deployment) === 'ended') return 'failed';
    return standing(deployment) === 'moving' && !isAwaited(deployment, change.hookId)
      ? 'done'
      : 'running';
  }
  if (status === 'SUCCESSFUL') return 'done';
  return standing(deployment) === 'ended' ? 'failed' : 'running';
}

export function isAwaited(deployment: Deployment, hookId: string): boolean {
  return deployment.lifecycleHookDetails.some(
    (hook) => hook.hookId === hookId && hook.status === 'AWAITING_ACTION',
  );
}
