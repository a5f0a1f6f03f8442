import { pausableStages, rollbackStepsOf } from './deployment-steps.ts';
import {
  type Deployment,
  type EcsState,
  type Hook,
  isBroken,
  nextId,
  type Revision,
  type Service,
  type Step,
} from './state.ts';

const hookDefaultMinutes = 1_440;

/** Lets a service live up to `now`: every step happens at its own moment, however late it is asked. */
export function advance(state: EcsState, service: Service, now: number): void {
  for (;;) {
    const deployment = service.deployments.at(-1);
    if (deployment?.nextAt === undefined || deployment.nextAt > now) return;
    takeStep(state, service, deployment, deployment.nextAt);
  }
}

function takeStep(state: EcsState, service: Service, deployment: Deployment, at: number): void {
  deployment.updatedAt = at;
  const waiting = awaitingHook(deployment);
  if (waiting) {
    waiting.status = 'TIMED_OUT';
    if (waiting.timeoutAction === 'ROLLBACK') {
      requestRollback(state, service, deployment, at, 'Lifecycle hook timed out.');
    } else {
      deployment.nextAt = at;
    }
    return;
  }
  const step = deployment.steps[deployment.next];
  if (!step) {
    deployment.nextAt = undefined;
    return;
  }
  if (step.stage !== undefined) deployment.stage = step.stage;
  const done = takeEffect(state, service, deployment, step, at);
  if (deployment.steps[deployment.next] !== step || deployment.nextAt !== at) return;
  if (done) deployment.next += 1;
  deployment.nextAt = at + step.ms;
  if (done && !step.effect) openHook(state, deployment, step.stage, at);
  recordShares(service, at);
}

/** True: on to the next step. False: this one again after its `ms`. */
function takeEffect(
  state: EcsState,
  service: Service,
  deployment: Deployment,
  step: Step,
  at: number,
): boolean {
  const effect = step.effect;
  switch (effect?.kind) {
    case undefined:
      return true;
    case 'begin':
      deployment.status = 'IN_PROGRESS';
      deployment.startedAt = at;
      return true;
    case 'replace-one':
      if (state.quirks.nothingReplaced) return true;
      if (isBroken(state, deployment.target)) return failTask(state, service, deployment, at);
      replaceOne(state, service, deployment.target, deployment.ecsId, at);
      return isServedBy(service, deployment.target);
    case 'start-all':
      if (state.quirks.nothingReplaced) return true;
      if (isBroken(state, deployment.target)) return failTask(state, service, deployment, at);
      startTasks(state, service, deployment.target, deployment.ecsId, at);
      return true;
    case 'weigh':
      deployment.weight = effect.percent;
      return true;
    case 'clean-up':
      if (!state.quirks.nothingReplaced) keepOnly(service, deployment.target);
      return true;
    case 'begin-rollback':
      deployment.status = 'ROLLBACK_IN_PROGRESS';
      return true;
    case 'restore-all':
    case 'restore-one':
      return restore(state, service, deployment, effect.kind, at);
    case 'end':
      deployment.status = effect.status;
      deployment.finishedAt = at;
      deployment.nextAt = undefined;
      recordShares(service, at);
      return true;
  }
}

function restore(
  state: EcsState,
  service: Service,
  deployment: Deployment,
  kind: 'restore-all' | 'restore-one',
  at: number,
): boolean {
  const source = deployment.rollback?.to;
  if (!source) return true;
  if (kind === 'restore-one') {
    replaceOne(state, service, source, deployment.ecsId, at);
    return isServedBy(service, source);
  }
  deployment.weight = 0;
  keepOnly(service, source);
  return true;
}

function failTask(state: EcsState, service: Service, deployment: Deployment, at: number): boolean {
  deployment.failures += 1;
  service.events.push({
    at,
    message: `(service ${service.name}) was unable to start a task: CannotPullContainerError.`,
  });
  const breaker = deployment.configuration.deploymentCircuitBreaker;
  if (!breaker?.enable || deployment.failures < breakerThreshold(service)) return false;
  const reason = 'Service deployment circuit breaker detected a failure.';
  if (breaker.rollback && deployment.sources.length > 0) {
    requestRollback(state, service, deployment, at, reason);
  } else {
    stop(deployment, at, reason);
  }
  return false;
}

/** Half of the desired tasks, at least 3, at most 200: ECS's default. */
export function breakerThreshold(service: Service): number {
  return Math.min(200, Math.max(3, Math.ceil(service.desiredCount * 0.5)));
}

/** Turns a deployment round. Without a revision to go back to it can only fail. */
export function requestRollback(
  state: EcsState,
  service: Service,
  deployment: Deployment,
  at: number,
  reason: string,
): void {
  const to = deployment.sources[0];
  const managed = (deployment.configuration.strategy ?? 'ROLLING') !== 'ROLLING';
  deployment.status = 'ROLLBACK_REQUESTED';
  deployment.statusReason = reason;
  deployment.updatedAt = at;
  deployment.stoppedAt = at;
  deployment.rollback = { reason, startedAt: at, ...(to ? { to } : {}) };
  const fails = state.quirks.rollbackFails || !to;
  deployment.steps = rollbackStepsOf(managed, state.quirks.taskStartMs, fails);
  deployment.next = 0;
  deployment.nextAt = at + 1_000;
  if (to) service.taskDefinition = to.taskDefinition;
}

export function stop(deployment: Deployment, at: number, reason: string): void {
  deployment.status = 'STOPPED';
  deployment.statusReason = reason;
  deployment.updatedAt = at;
  deployment.stoppedAt = at;
  deployment.finishedAt = at;
  deployment.nextAt = undefined;
}

export function awaitingHook(deployment: Deployment): Hook | undefined {
  return deployment.hooks.find((hook) => hook.status === 'AWAITING_ACTION');
}

function openHook(
  state: EcsState,
  deployment: Deployment,
  stage: string | undefined,
  at: number,
): void {
  if (stage === undefined || !pausableStages.includes(stage)) return;
  const wanted = deployment.configuration.lifecycleHooks?.find(
    (hook) => hook.targetType === 'PAUSE' && hook.lifecycleStages.includes(stage),
  );
  if (!wanted) return;
  const minutes = wanted.timeoutConfiguration?.timeoutInMinutes ?? hookDefaultMinutes;
  const expiresAt = at + minutes * 60_000;
  deployment.hooks.push({
    hookId: `ecs-pause-${nextId(state, 'hook')}`,
    stage,
    expiresAt,
    timeoutAction: wanted.timeoutConfiguration?.action ?? 'ROLLBACK',
    status: 'AWAITING_ACTION',
  });
  deployment.nextAt = expiresAt;
}

function replaceOne(
  state: EcsState,
  service: Service,
  revision: Revision,
  startedBy: string,
  at: number,
): void {
  const old = service.tasks.findIndex((task) => task.revision !== revision);
  if (old >= 0) service.tasks.splice(old, 1);
  if (service.tasks.length < service.desiredCount) {
    service.tasks.push(newTask(state, service, revision, startedBy, at));
  }
}

export function startTasks(
  state: EcsState,
  service: Service,
  revision: Revision,
  startedBy: string,
  at: number,
): void {
  for (let count = 0; count < service.desiredCount; count++) {
    service.tasks.push(newTask(state, service, revision, startedBy, at));
  }
}

function newTask(
  state: EcsState,
  service: Service,
  revision: Revision,
  startedBy: string,
  at: number,
) {
  const id = nextId(state, 'task');
  const arn = `${service.clusterArn.replace(':cluster/', ':task/')}/${id}`;
  return { arn, revision, startedAt: at, startedBy };
}

/** Leaves the tasks of one revision; when it has none, nothing can be taken away. */
function keepOnly(service: Service, revision: Revision): void {
  const kept = service.tasks.filter((task) => task.revision === revision);
  if (kept.length > 0) service.tasks = kept;
}

function isServedBy(service: Service, revision: Revision): boolean {
  return service.tasks.every((task) => task.revision === revision);
}

/** Writes down what serves since `at`, when it is not what served before. */
export function recordShares(service: Service, at: number): void {
  const now = sharesOf(service);
  const before = service.shares.at(-1)?.of;
  const same =
    before?.size === now.size && [...now].every(([one, share]) => before.get(one) === share);
  if (!same) service.shares.push({ at, of: now });
}

function sharesOf(service: Service): ReadonlyMap<Revision, number> {
  const deployment = service.deployments.at(-1);
  const shares = new Map<Revision, number>();
  const managed = (deployment?.configuration.strategy ?? 'ROLLING') !== 'ROLLING';
  const source = deployment?.sources[0];
  if (deployment && managed && source && deployment.finishedAt === undefined) {
    if (deployment.weight > 0) shares.set(deployment.target, deployment.weight / 100);
    if (deployment.weight < 100) shares.set(source, 1 - deployment.weight / 100);
    return shares;
  }
  for (const task of service.tasks) {
    shares.set(task.revision, (shares.get(task.revision) ?? 0) + 1 / service.tasks.length);
  }
  return shares;
}
