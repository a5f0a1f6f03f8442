import type { Deployment } from './schema.ts';

/** The stages of a deployment in their order. */
const stages = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
  'CLEAN_UP',
];

/** All stages with a PAUSE hook. */
export function pausePoints(configuration: Deployment['deploymentConfiguration']): string[] {
  return configuration.lifecycleHooks
    .filter((hook) => hook.targetType === 'PAUSE')
    .flatMap((hook) => hook.lifecycleStages);
}

/**
 * The next stage at which the deployment will hold by itself. ECS can hold nowhere else:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html
 */
export function nextPausePoint(deployment: Deployment): string | undefined {
  const configured = pausePoints(deployment.deploymentConfiguration);
  const at = stages.indexOf(deployment.lifecycleStage ?? 'RECONCILE_SERVICE');
  if (at < 0) return undefined;
  const stepwise = ['LINEAR', 'CANARY'].includes(deployment.deploymentConfiguration.strategy);
  const weight = deployment.targetServiceRevision?.requestedProductionTrafficWeight ?? 100;
  // Linear and canary come back to this stage before every step.
  const again =
    stepwise && weight < 100 && deployment.lifecycleStage === 'PRODUCTION_TRAFFIC_SHIFT';
  if (again && configured.includes('PRE_PRODUCTION_TRAFFIC_SHIFT')) {
    return 'PRE_PRODUCTION_TRAFFIC_SHIFT';
  }
  return stages.slice(at + 1).find((stage) => configured.includes(stage));
}

/** A stage in words. */
export function stageText(stage: string): string {
  return stage.toLowerCase().replaceAll('_', ' ');
}
