import type { Operation, Plan } from '../../../core/service/plan.ts';
import { type Change, changeOf, isBackOut, type Redeploy } from './change.ts';
import { isAwaited, operationOf } from './operation.ts';
import { standing } from './phase.ts';
import { isPlannedDefinition } from './pin.ts';
import type { EcsReader } from './reader.ts';
import type { Deployment } from './schema.ts';

/** How far back before the fence's deployment the list is asked for: dates are rounded. */
const listSlackMs = 1_000;

/**
 * Looks for the plan's own effect in the world. It does not matter who caused it: when the world is
 * as asked, asking again would be one change too many.
 */
export async function recallChange(
  reader: EcsReader,
  plan: Plan,
  now: number,
): Promise<Operation | undefined> {
  const change = changeOf(plan);
  if (change.operation === 'UpdateService') return recallRedeploy(reader, plan, change);
  const deployment = await reader.deployment(change.deployment);
  if (!hasHappened(change, deployment)) return undefined;
  return operationOf(plan, deployment, deployment.rollback?.startedAt ?? now);
}

function hasHappened(
  change: Exclude<Change, { operation: 'UpdateService' }>,
  deployment: Deployment,
): boolean {
  if (isBackOut(change)) {
    return standing(deployment) === 'rolling-back' || deployment.status.startsWith('ROLLBACK_');
  }
  if (change.operation !== 'ContinueServiceDeployment') return false;
  const goesOn = standing(deployment) === 'moving' || deployment.status === 'SUCCESSFUL';
  return goesOn && !isAwaited(deployment, change.hookId);
}

async function recallRedeploy(
  reader: EcsReader,
  plan: Plan,
  change: Redeploy,
): Promise<Operation | undefined> {
  for (const deployment of await newerDeployments(reader, change)) {
    const revision = deployment.targetServiceRevision?.arn;
    const found = revision && (await reader.revisions([revision])).get(revision);
    if (found && (await isPlannedDefinition(reader, change, found.taskDefinition))) {
      return operationOf(plan, deployment, deployment.createdAt ?? 0);
    }
  }
  return recallUnlisted(reader, plan, change);
}

/** Newest first. Lists may lag behind the service's own pointer, so both are asked. */
async function newerDeployments(reader: EcsReader, change: Redeploy): Promise<Deployment[]> {
  const service = await reader.service();
  const { briefs } = await reader.list(
    change.newest === undefined ? undefined : change.newestAt - listSlackMs,
  );
  const arns = briefs
    .filter((brief) => brief.createdAt >= change.newestAt)
    .map((brief) => brief.serviceDeploymentArn);
  const named = service.currentServiceDeployment;
  if (named && !arns.includes(named)) arns.unshift(named);
  const deployments = await reader.deployments(arns.filter((arn) => arn !== change.newest));
  return deployments
    .filter((one) => (one.createdAt ?? 0) >= change.newestAt)
    .sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
}

/**
 * ECS may have taken the change and not list its deployment yet: then the service itself already
 * names the planned task definition. Until the list catches up the operation goes by ECS's
 * deployment id.
 */
async function recallUnlisted(
  reader: EcsReader,
  plan: Plan,
  change: Redeploy,
): Promise<Operation | undefined> {
  const service = await reader.service();
  if (service.currentServiceDeployment !== change.newest || !service.taskDefinition) {
    return undefined;
  }
  if (change.newest !== undefined) {
    const served = servedBy(await reader.deployment(change.newest));
    const revision = served && (await reader.revisions([served])).get(served);
    if (!revision || revision.taskDefinition === service.taskDefinition) return undefined;
  }
  if (!(await isPlannedDefinition(reader, change, service.taskDefinition))) return undefined;
  const primary = service.deployments.find((one) => one.status === 'PRIMARY');
  return {
    plan,
    engineId: primary?.id ?? 'unlisted',
    state: 'running',
    startedAt: change.newestAt,
    engineStatus: 'taken by ECS, not listed yet',
  };
}

/** The revision that an ended deployment left in service. */
function servedBy(deployment: Deployment): string | undefined {
  if (deployment.status === 'SUCCESSFUL') return deployment.targetServiceRevision?.arn;
  if (deployment.status !== 'ROLLBACK_SUCCESSFUL') return undefined;
  return deployment.rollback?.serviceRevisionArn ?? deployment.sourceServiceRevisions[0]?.arn;
}
