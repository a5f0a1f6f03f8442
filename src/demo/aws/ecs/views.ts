import { breakerThreshold } from './advance.ts';
import type { Deployment, EcsState, Revision, Service, Task, TaskDefinition } from './state.ts';

/** ECS's JSON dates are seconds since the epoch. */
export function seconds(at: number | undefined): number | undefined {
  return at === undefined ? undefined : at / 1_000;
}

/** Deployments that lists show by now: a new one may be absent for a moment. */
export function listed(state: EcsState, service: Service): readonly Deployment[] {
  const until = state.now() - state.quirks.listLagMs;
  return service.deployments.filter(
    (one) => one.createdAt <= until || one.finishedAt !== undefined,
  );
}

function statusOf(state: EcsState, service: Service, deployment: Deployment): string {
  const newest = service.deployments.at(-1) === deployment;
  return newest && state.quirks.status ? state.quirks.status : deployment.status;
}

export function showService(state: EcsState, service: Service): Record<string, unknown> {
  const revisions = [...new Set(service.tasks.map((task) => task.revision))];
  return {
    ...service.settings,
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.clusterArn,
    status: 'ACTIVE',
    desiredCount: service.desiredCount,
    runningCount: service.tasks.length,
    pendingCount: Math.max(0, service.desiredCount - service.tasks.length),
    launchType: 'FARGATE',
    taskDefinition: service.taskDefinition.arn,
    deploymentConfiguration: service.configuration,
    deploymentController: { type: service.controller },
    deployments: showOldStyle(service),
    events: service.events
      .slice(-100)
      .reverse()
      .map((event, index) => ({
        id: `event-${service.events.length - index}`,
        createdAt: seconds(event.at),
        message: event.message,
      })),
    createdAt: seconds(service.createdAt),
    currentServiceDeployment: listed(state, service).at(-1)?.arn,
    currentServiceRevisions: revisions.map((revision) => ({
      arn: revision.arn,
      requestedTaskCount: service.desiredCount,
      runningTaskCount: countOf(service, revision),
      pendingTaskCount: 0,
    })),
    schedulingStrategy: 'REPLICA',
  };
}

/** The older `deployments` list of a service: PRIMARY is the newest. */
function showOldStyle(service: Service): Record<string, unknown>[] {
  const newest = service.deployments.at(-1);
  if (!newest) return [];
  const state = newest.finishedAt === undefined ? 'IN_PROGRESS' : 'COMPLETED';
  return [
    {
      id: newest.ecsId,
      status: 'PRIMARY',
      taskDefinition: service.taskDefinition.arn,
      desiredCount: service.desiredCount,
      pendingCount: 0,
      runningCount: countOf(service, newest.target),
      failedTasks: newest.failures,
      createdAt: seconds(newest.createdAt),
      updatedAt: seconds(newest.updatedAt),
      launchType: 'FARGATE',
      rolloutState: newest.status === 'STOPPED' ? 'FAILED' : state,
    },
  ];
}

export function showBrief(
  state: EcsState,
  service: Service,
  deployment: Deployment,
): Record<string, unknown> {
  return {
    serviceDeploymentArn: deployment.arn,
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    createdAt: seconds(deployment.createdAt),
    startedAt: seconds(deployment.startedAt),
    finishedAt: seconds(deployment.finishedAt),
    targetServiceRevisionArn: deployment.target.arn,
    status: statusOf(state, service, deployment),
    statusReason: deployment.statusReason,
  };
}

export function showDeployment(
  state: EcsState,
  service: Service,
  deployment: Deployment,
): Record<string, unknown> {
  const managed = (deployment.configuration.strategy ?? 'ROLLING') !== 'ROLLING';
  const ended = deployment.finishedAt !== undefined;
  const summary = (revision: Revision, weight: number) => ({
    arn: revision.arn,
    requestedTaskCount: service.desiredCount,
    runningTaskCount: countOf(service, revision),
    pendingTaskCount: 0,
    ...(managed ? { requestedProductionTrafficWeight: weight } : {}),
  });
  const breaker = deployment.configuration.deploymentCircuitBreaker;
  const alarms = deployment.configuration.alarms;
  return {
    ...showBrief(state, service, deployment),
    stoppedAt: seconds(deployment.stoppedAt),
    updatedAt: seconds(deployment.updatedAt),
    sourceServiceRevisions: deployment.sources.map((source) =>
      summary(source, 100 - deployment.weight),
    ),
    targetServiceRevision: summary(deployment.target, deployment.weight),
    lifecycleStage: ended ? undefined : deployment.stage,
    lifecycleHookDetails: deployment.hooks.map((hook) => ({
      hookId: hook.hookId,
      targetType: 'PAUSE',
      status: hook.status,
      expiresAt: seconds(hook.expiresAt),
      timeoutAction: hook.timeoutAction,
    })),
    deploymentConfiguration: deployment.configuration,
    rollback: deployment.rollback && {
      reason: deployment.rollback.reason,
      startedAt: seconds(deployment.rollback.startedAt),
      serviceRevisionArn: deployment.rollback.to?.arn,
    },
    deploymentCircuitBreaker: {
      status: breaker?.enable ? (ended ? 'MONITORING_COMPLETE' : 'MONITORING') : 'DISABLED',
      failureCount: deployment.failures,
      threshold: breakerThreshold(service),
    },
    alarms: {
      status: alarms?.enable ? (ended ? 'MONITORING_COMPLETE' : 'MONITORING') : 'DISABLED',
      alarmNames: alarms?.alarmNames,
    },
  };
}

export function showRevision(service: Service, revision: Revision): Record<string, unknown> {
  return {
    ...revision.settings,
    serviceRevisionArn: revision.arn,
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    taskDefinition: revision.taskDefinition.arn,
    launchType: 'FARGATE',
    containerImages: revision.images,
    createdAt: seconds(revision.createdAt),
  };
}

export function showTaskDefinition(definition: TaskDefinition): Record<string, unknown> {
  return {
    ...definition.body,
    taskDefinitionArn: definition.arn,
    family: definition.family,
    revision: definition.revision,
    status: definition.status,
    registeredAt: seconds(definition.registeredAt),
  };
}

export function showTask(state: EcsState, service: Service, task: Task): Record<string, unknown> {
  return {
    taskArn: task.arn,
    clusterArn: service.clusterArn,
    taskDefinitionArn: task.revision.taskDefinition.arn,
    group: `service:${service.name}`,
    startedBy: task.startedBy,
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    launchType: 'FARGATE',
    createdAt: seconds(task.startedAt),
    startedAt: seconds(task.startedAt),
    containers: task.revision.images.map((image) => ({
      taskArn: task.arn,
      name: image.containerName,
      image: image.image,
      lastStatus: 'RUNNING',
      ...(state.quirks.hidesDigests ? {} : { imageDigest: image.imageDigest }),
    })),
  };
}

function countOf(service: Service, revision: Revision): number {
  return service.tasks.filter((task) => task.revision === revision).length;
}
