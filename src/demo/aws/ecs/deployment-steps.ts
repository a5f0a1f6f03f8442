import type { DeploymentConfiguration } from './local-ecs-types.ts';
import type { Step } from './state.ts';

const second = 1_000;
const minute = 60_000;

/** Stages at which a PAUSE hook may hold a deployment. */
export const pausableStages: readonly string[] = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'POST_SCALE_UP',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
];

/** The way of a deployment from PENDING to its end. */
export function stepsOf(configuration: DeploymentConfiguration, taskStartMs: number): Step[] {
  const begin: Step = { effect: { kind: 'begin' }, ms: second };
  const end: Step = { effect: { kind: 'end', status: 'SUCCESSFUL' }, ms: 0 };
  if ((configuration.strategy ?? 'ROLLING') === 'ROLLING') {
    return [
      begin,
      { stage: 'PRE_SCALE_UP', ms: second },
      { stage: 'SCALE_UP', ms: taskStartMs },
      { stage: 'SCALE_UP', effect: { kind: 'replace-one' }, ms: taskStartMs },
      { stage: 'POST_SCALE_UP', ms: second },
      { stage: 'CLEAN_UP', ms: second },
      end,
    ];
  }
  return [
    begin,
    { stage: 'PRE_SCALE_UP', ms: second },
    { stage: 'SCALE_UP', ms: taskStartMs },
    { stage: 'SCALE_UP', effect: { kind: 'start-all' }, ms: taskStartMs },
    { stage: 'POST_SCALE_UP', ms: second },
    { stage: 'TEST_TRAFFIC_SHIFT', ms: 5 * second },
    { stage: 'POST_TEST_TRAFFIC_SHIFT', ms: second },
    ...trafficSteps(configuration),
    { stage: 'POST_PRODUCTION_TRAFFIC_SHIFT', ms: second },
    { stage: 'BAKE_TIME', ms: (configuration.bakeTimeInMinutes ?? 0) * minute },
    { stage: 'CLEAN_UP', effect: { kind: 'clean-up' }, ms: 5 * second },
    end,
  ];
}

/** Back to where it came from; `managed`: the listener moves, the old tasks are still there. */
export function rollbackStepsOf(managed: boolean, taskStartMs: number, fails: boolean): Step[] {
  const begin: Step = { effect: { kind: 'begin-rollback' }, ms: 5 * second };
  if (fails) {
    return [begin, { effect: { kind: 'end', status: 'ROLLBACK_FAILED' }, ms: 0 }];
  }
  const end: Step = { effect: { kind: 'end', status: 'ROLLBACK_SUCCESSFUL' }, ms: 0 };
  return managed
    ? [begin, { effect: { kind: 'restore-all' }, ms: 10 * second }, end]
    : [begin, { effect: { kind: 'restore-one' }, ms: taskStartMs }, end];
}

/** Canary: 5 % and 10 minutes by default; linear: 10 % every 6 minutes by default. */
function trafficSteps(configuration: DeploymentConfiguration): Step[] {
  const percents: number[] = [];
  let bakeMs = 0;
  if (configuration.strategy === 'CANARY') {
    percents.push(configuration.canaryConfiguration?.canaryPercent ?? 5);
    bakeMs = (configuration.canaryConfiguration?.canaryBakeTimeInMinutes ?? 10) * minute;
  }
  if (configuration.strategy === 'LINEAR') {
    const by = configuration.linearConfiguration?.stepPercent ?? 10;
    for (let percent = by; percent < 100; percent += by) percents.push(percent);
    bakeMs = (configuration.linearConfiguration?.stepBakeTimeInMinutes ?? 6) * minute;
  }
  percents.push(100);
  return percents.flatMap((percent): Step[] => [
    { stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT', ms: second },
    {
      stage: 'PRODUCTION_TRAFFIC_SHIFT',
      effect: { kind: 'weigh', percent },
      ms: percent < 100 ? bakeMs : 5 * second,
    },
  ]);
}
