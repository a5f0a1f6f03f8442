import type { Impossible, Plan, PlanRequest } from '../../../core/service/plan.ts';
import type { Verb } from '../../../core/service/rollout.ts';
import { answer } from './capabilities.ts';
import { type Change, planHash } from './change.ts';
import { backOutEta, plannedWaitMs } from './eta.ts';
import { nextPausePoint } from './pause-points.ts';
import { standing } from './phase.ts';
import { planRedeploy } from './plan-rollback.ts';
import { checkBackOut } from './preflight.ts';
import type { EcsReader } from './reader.ts';
import { releaseOf } from './release.ts';
import type { Deployment, Hook, Revision } from './schema.ts';
import type { Snapshot } from './snapshot.ts';

/** What a verb would do to the world as it is in the snapshot. Reads only. */
export async function planChange(
  reader: EcsReader,
  snapshot: Snapshot,
  request: PlanRequest,
): Promise<Plan | Impossible> {
  const can = answer(request.verb, snapshot);
  if (can.availability !== 'now') {
    return {
      impossible: true,
      sentence: can.sentence,
      ...(can.insteadTry ? { insteadTry: can.insteadTry } : {}),
    };
  }
  const { deployment, hook, from } = snapshot;
  if (!deployment || standing(deployment) !== 'moving' || snapshot.classic) {
    return planRedeploy(reader, snapshot, request);
  }
  if (request.verb === 'resume' || request.verb === 'promote') {
    return planContinue(snapshot, request.verb, deployment, hook);
  }
  if (!from) return { impossible: true, sentence: can.sentence };
  if (request.toReleaseId !== undefined && request.toReleaseId !== from.serviceRevisionArn) {
    return {
      impossible: true,
      sentence: `While ${snapshot.toLabel} is rolling out, ECS can only return to ${snapshot.fromLabel}. Abort the rollout first, then roll back to the release you want.`,
      insteadTry: 'abort',
    };
  }
  return planBackOut(snapshot, request.verb, deployment, from);
}

/** ECS's own rollback of the running deployment. */
function planBackOut(snapshot: Snapshot, verb: Verb, deployment: Deployment, from: Revision): Plan {
  const { target, toLabel, fromLabel } = snapshot;
  const arn = deployment.serviceDeploymentArn;
  const destination = from.serviceRevisionArn;
  // A rollback approved just before a pause is still the same rollback after it: no hook in it.
  const hook = verb === 'abort' ? snapshot.hook : undefined;
  const change: Change = hook
    ? {
        operation: 'ContinueServiceDeployment',
        deployment: arn,
        hookId: hook.hookId,
        action: 'ROLLBACK',
        destination,
      }
    : { operation: 'StopServiceDeployment', deployment: arn, destination };
  const call = hook
    ? `ContinueServiceDeployment hook=${hook.hookId} action=ROLLBACK`
    : `StopServiceDeployment ${arn.split(':service-deployment/').at(-1)} stopType=ROLLBACK`;
  return {
    target,
    verb,
    toRelease: releaseOf(from, undefined, snapshot.service, snapshot.tags),
    steps: [
      { text: `Backs out of ${toLabel}: all traffic returns to ${fromLabel}.`, call },
      { text: 'Watches the rollback to its end and measures which builds run.' },
    ],
    input: change,
    fence: snapshot.fence,
    checks: checkBackOut(snapshot),
    sentence: `Backs out: all traffic returns to ${fromLabel}, the builds it had then. ECS cannot stop and leave the mix as it is.`,
    expectedEnd: 'rolled-back',
    eta: backOutEta(snapshot),
    undoHint: `Deploy ${toLabel} again.`,
    hash: planHash(target, verb, change),
  };
}

/** Passing a pause point. */
function planContinue(
  snapshot: Snapshot,
  verb: Verb,
  deployment: Deployment,
  hook: Hook | undefined,
): Plan | Impossible {
  const { target, toLabel, to } = snapshot;
  const can = answer(verb, snapshot);
  if (!hook || !to) return { impossible: true, sentence: can.sentence };
  const change: Change = {
    operation: 'ContinueServiceDeployment',
    deployment: deployment.serviceDeploymentArn,
    hookId: hook.hookId,
    action: 'CONTINUE',
    destination: to.serviceRevisionArn,
  };
  const paused = nextPausePoint(deployment) !== undefined;
  return {
    target,
    verb,
    toRelease: releaseOf(to, undefined, snapshot.service, snapshot.tags),
    steps: [
      {
        text: `Lets ${toLabel} go on.`,
        call: `ContinueServiceDeployment hook=${hook.hookId} action=CONTINUE`,
      },
    ],
    input: change,
    fence: snapshot.fence,
    checks: checkBackOut(snapshot).filter((check) => check.name === 'State'),
    sentence: can.sentence,
    expectedEnd: paused ? 'paused' : 'succeeded',
    eta: {
      lowMs: 5_000,
      highMs: plannedWaitMs(deployment.deploymentConfiguration) + 10 * 60_000,
      basis: paused ? 'until the next pause point' : 'until the deployment ends',
    },
    undoHint: 'Abort the rollout.',
    hash: planHash(target, verb, change),
  };
}
