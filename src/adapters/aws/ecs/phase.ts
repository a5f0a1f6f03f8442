import type { RolloutPhase } from '../../../core/service/rollout.ts';
import type { Deployment, EcsService, Hook } from './schema.ts';

/**
 * The status class a plan depends on: PENDING and IN_PROGRESS take the same calls; a status we do
 * not know is itself, so that plans never treat it as something else.
 */
export function standing(
  deployment: Deployment,
): 'moving' | 'stopping' | 'rolling-back' | 'ended' | 'unknown' {
  switch (deployment.status) {
    case 'PENDING':
    case 'IN_PROGRESS':
      return 'moving';
    case 'STOP_REQUESTED':
      return 'stopping';
    case 'ROLLBACK_REQUESTED':
    case 'ROLLBACK_IN_PROGRESS':
      return 'rolling-back';
    case 'SUCCESSFUL':
    case 'STOPPED':
    case 'ROLLBACK_SUCCESSFUL':
    case 'ROLLBACK_FAILED':
      return 'ended';
    default:
      return 'unknown';
  }
}

/** The hook at which the deployment waits for a person, if any. */
export function awaitedHook(deployment: Deployment): Hook | undefined {
  if (deployment.status !== 'IN_PROGRESS') return undefined;
  return deployment.lifecycleHookDetails.find(
    (hook) => hook.targetType === 'PAUSE' && hook.status === 'AWAITING_ACTION',
  );
}

export function phaseOf(service: EcsService, deployment: Deployment | undefined): RolloutPhase {
  switch (deployment?.status) {
    case undefined:
      return 'idle';
    case 'PENDING':
      return 'pending';
    case 'IN_PROGRESS':
      if (awaitedHook(deployment)) return 'paused';
      if (deployment.lifecycleStage === 'BAKE_TIME') return 'baking';
      return deployment.lifecycleStage === 'CLEAN_UP' ? 'finishing' : 'progressing';
    case 'STOP_REQUESTED':
      return 'stopping';
    case 'ROLLBACK_REQUESTED':
    case 'ROLLBACK_IN_PROGRESS':
      return 'rolling-back';
    case 'SUCCESSFUL':
      return 'succeeded';
    case 'ROLLBACK_SUCCESSFUL':
      return 'rolled-back';
    case 'ROLLBACK_FAILED':
      return 'failed';
    case 'STOPPED':
      return runningRevisions(service).length > 1 ? 'stopped-mixed' : 'failed';
    default:
      return 'unknown';
  }
}

/** Revisions with at least one running task. */
export function runningRevisions(service: EcsService): readonly string[] {
  return (service.currentServiceRevisions ?? [])
    .filter((one) => one.runningTaskCount > 0)
    .map((one) => one.arn);
}

/**
 * Changes when another deployment begins, this one changes its status, or it comes to or leaves a
 * pause; never by mere progress.
 */
export function fenceOf(deployment: Deployment | undefined): string {
  if (!deployment) return 'none';
  const status = standing(deployment) === 'moving' ? 'moving' : deployment.status;
  return [deployment.serviceDeploymentArn, status, awaitedHook(deployment)?.hookId ?? ''].join('|');
}

/** Does ECS move traffic itself, with the old tasks still there? */
export function isManaged(configuration: Deployment['deploymentConfiguration']): boolean {
  return configuration.strategy !== 'ROLLING';
}
