import {
  ContinueServiceDeploymentCommand,
  type ECSClient,
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
  type UpdateServiceRequest,
} from '@aws-sdk/client-ecs';
import { OutsideError } from '../../../core/kit/outside-error.ts';
import type { Operation, Plan } from '../../../core/service/plan.ts';
import { calling } from '../errors.ts';
import { type Change, changeOf, type Redeploy } from './change.ts';
import { operationOf } from './operation.ts';
import { awaitedHook, standing } from './phase.ts';
import { ensureTaskDefinition } from './pin.ts';
import type { EcsReader } from './reader.ts';
import { recallChange } from './recall.ts';
import type { Snapshot } from './snapshot.ts';

export interface Execution {
  readonly reader: EcsReader;
  /** One attempt a call. */
  readonly client: ECSClient;
  readonly snapshot: Snapshot;
  readonly now: number;
}

/**
 * Makes the plan's one change, unless it is there already. A world other than the planned one is a
 * conflict, found before anything is sent; a refusal by ECS is looked into before it is believed,
 * because the second of two equal calls is refused for the success of the first.
 */
export async function executePlan(plan: Plan, execution: Execution): Promise<Operation> {
  const { reader, snapshot, now } = execution;
  const change = changeOf(plan);
  const before = await recallChange(reader, plan, now);
  if (before) return before;
  refuseMovedWorld(plan, change, snapshot);
  try {
    return await send(plan, change, execution);
  } catch (error) {
    const refused =
      error instanceof OutsideError && (error.kind === 'conflict' || error.kind === 'invalid');
    const after = refused ? await recallChange(reader, plan, now) : undefined;
    if (after) return after;
    throw error;
  }
}

function refuseMovedWorld(plan: Plan, change: Change, snapshot: Snapshot): void {
  const { deployment, phase } = snapshot;
  const arn = deployment?.serviceDeploymentArn;
  const state = deployment ? standing(deployment) : 'ended';
  const same =
    change.operation === 'UpdateService'
      ? arn === change.newest && (state === 'ended' || snapshot.classic) && phase !== 'pending'
      : arn === change.deployment && state === 'moving';
  const held =
    change.operation !== 'ContinueServiceDeployment' ||
    (deployment && awaitedHook(deployment)?.hookId === change.hookId);
  if (same && held) return;
  throw new OutsideError({
    system: 'AWS ECS',
    operation: change.operation,
    kind: 'conflict',
    message: `Did not call ${change.operation} on ${plan.target.cluster}/${plan.target.service}: it was planned for ${plan.fence}, and ECS is now at ${snapshot.fence}. Plan it again.`,
  });
}

async function send(plan: Plan, change: Change, execution: Execution): Promise<Operation> {
  const { client } = execution;
  const { target } = plan;
  const call = {
    operation: `ecs:${change.operation}`,
    subject: `${target.cluster}/${target.service}`,
  } as const;
  if (change.operation === 'UpdateService') return redeploy(plan, change, execution);
  await calling(call, () =>
    change.operation === 'StopServiceDeployment'
      ? client.send(
          new StopServiceDeploymentCommand({
            serviceDeploymentArn: change.deployment,
            stopType: 'ROLLBACK',
          }),
        )
      : client.send(
          new ContinueServiceDeploymentCommand({
            serviceDeploymentArn: change.deployment,
            hookId: change.hookId,
            action: change.action,
          }),
        ),
  );
  return readBack(plan, change.deployment, execution);
}

async function redeploy(plan: Plan, change: Redeploy, execution: Execution): Promise<Operation> {
  const { reader, client, now } = execution;
  const { cluster, service } = plan.target;
  const taskDefinition = await ensureTaskDefinition(reader, client, change);
  const answer = await calling(
    { operation: 'ecs:UpdateService', subject: `${cluster}/${service}` },
    () =>
      client.send(
        new UpdateServiceCommand({
          // Settings came from ECS as these very members; see settingNames.
          ...(change.settings as Partial<UpdateServiceRequest>),
          cluster,
          service,
          taskDefinition,
        }),
      ),
  );
  const named = answer.service?.currentServiceDeployment;
  if (named && named !== change.newest) return readBack(plan, named, execution);
  const primary = answer.service?.deployments?.find((one) => one.status === 'PRIMARY');
  return {
    plan,
    engineId: primary?.id ?? 'unlisted',
    state: 'running',
    startedAt: now,
    engineStatus: 'taken by ECS, not listed yet',
  };
}

/** The change is made: trouble in reading it back must not look like trouble in making it. */
async function readBack(plan: Plan, arn: string, execution: Execution): Promise<Operation> {
  const { reader, now } = execution;
  try {
    const deployment = await reader.deployment(arn);
    const began =
      changeOf(plan).operation === 'UpdateService'
        ? deployment.createdAt
        : deployment.rollback?.startedAt;
    return operationOf(plan, deployment, began ?? now);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    const engineStatus = `taken by ECS, not read back yet: ${error.message}`;
    return { plan, engineId: arn, state: 'running', startedAt: now, engineStatus };
  }
}
