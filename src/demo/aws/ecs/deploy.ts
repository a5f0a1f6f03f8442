import { AwsFault } from '../wire.ts';
import { recordShares, startTasks, stop } from './advance.ts';
import { stepsOf } from './deployment-steps.ts';
import type { DeploymentConfiguration, NewService } from './local-ecs-types.ts';
import {
  arnOf,
  type Deployment,
  digestOf,
  type EcsState,
  findTaskDefinition,
  nextId,
  type Revision,
  type Service,
  type TaskDefinition,
} from './state.ts';

/** What UpdateService may change, already in our words. */
export interface Update {
  readonly taskDefinition?: string;
  readonly forceNewDeployment?: boolean;
  readonly desiredCount?: number;
  readonly deploymentConfiguration?: DeploymentConfiguration;
  /** Members whose change starts a deployment. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Begins a deployment when something changed that needs one; answers it. */
export function updateService(
  state: EcsState,
  service: Service,
  update: Update,
): Deployment | undefined {
  const wanted = update.taskDefinition
    ? findTaskDefinition(state, update.taskDefinition)
    : service.taskDefinition;
  if (service.controller !== 'ECS' && update.taskDefinition) {
    throw new AwsFault(
      'InvalidParameterException',
      'Unable to update task definition on services with a CODE_DEPLOY or EXTERNAL deployment controller.',
    );
  }
  if (wanted.status !== 'ACTIVE' && update.taskDefinition) {
    throw new AwsFault('ClientException', 'TaskDefinition is inactive');
  }
  if (update.desiredCount !== undefined) service.desiredCount = update.desiredCount;
  if (update.deploymentConfiguration) {
    service.configuration = { ...service.configuration, ...update.deploymentConfiguration };
  }
  const settings = { ...service.settings, ...update.settings };
  const changed =
    wanted !== service.taskDefinition ||
    update.forceNewDeployment === true ||
    JSON.stringify(settings) !== JSON.stringify(service.settings);
  if (!changed) return undefined;
  service.settings = settings;
  return begin(state, service, wanted);
}

function begin(state: EcsState, service: Service, wanted: TaskDefinition): Deployment {
  const now = state.now();
  const last = service.deployments.at(-1);
  if (last && last.nextAt !== undefined) {
    stop(last, now, 'A newer service deployment was started.');
  }
  const sources = [...new Set(service.tasks.map((task) => task.revision))];
  // A broken-off deployment leaves both; the one that last succeeded is where a rollback goes.
  const good = service.deployments.findLast((one) => one.status === 'SUCCESSFUL')?.target;
  sources.sort((a, b) => Number(b === good) - Number(a === good));
  const deployment: Deployment = {
    ...newDeployment(state, service, newRevision(state, service, wanted, now), now),
    sources,
    steps: stepsOf(service.configuration, state.quirks.taskStartMs),
    nextAt: now + 2_000,
  };
  service.taskDefinition = wanted;
  service.deployments.push(deployment);
  return deployment;
}

/** Puts a service there as if it had always been: its deployments are over, its tasks run. */
export function bringUp(state: EcsState, order: NewService): Service {
  const at = order.at ?? state.now();
  const first = order.earlier?.[0];
  const service: Service = {
    cluster: order.cluster,
    name: order.service,
    arn: arnOf(state, `service/${order.cluster}/${order.service}`),
    clusterArn: arnOf(state, `cluster/${order.cluster}`),
    createdAt: first?.at ?? at,
    controller: order.deploymentController ?? 'ECS',
    taskDefinition: findTaskDefinition(state, order.taskDefinition),
    desiredCount: order.desiredCount ?? 4,
    configuration: order.deploymentConfiguration ?? {},
    settings: order.settings ?? {},
    deployments: [],
    tasks: [],
    events: [],
    shares: [],
  };
  for (const past of [...(order.earlier ?? []), { taskDefinition: order.taskDefinition, at }]) {
    const definition = findTaskDefinition(state, past.taskDefinition);
    const before = service.deployments.at(-1)?.target;
    const deployment: Deployment = {
      ...newDeployment(state, service, newRevision(state, service, definition, past.at), past.at),
      sources: before ? [before] : [],
      status: 'SUCCESSFUL',
      startedAt: past.at,
      finishedAt: past.at,
      weight: 100,
    };
    service.deployments.push(deployment);
    service.tasks = [];
    startTasks(state, service, deployment.target, deployment.ecsId, past.at);
    recordShares(service, past.at);
  }
  return service;
}

function newDeployment(
  state: EcsState,
  service: Service,
  target: Revision,
  at: number,
): Deployment {
  const id = nextId(state, 'deployment');
  return {
    arn: arnOf(state, `service-deployment/${service.cluster}/${service.name}/${id}`),
    ecsId: `ecs-svc/${numericId(state)}`,
    createdAt: at,
    updatedAt: at,
    sources: [],
    target,
    configuration: service.configuration,
    status: 'PENDING',
    hooks: [],
    weight: 0,
    failures: 0,
    steps: [],
    next: 0,
    nextAt: undefined,
  };
}

/** Tags are resolved here, once a deployment: the same task definition may become another build. */
function newRevision(
  state: EcsState,
  service: Service,
  taskDefinition: TaskDefinition,
  at: number,
): Revision {
  const id = numericId(state);
  return {
    arn: arnOf(state, `service-revision/${service.cluster}/${service.name}/${id}`),
    taskDefinition,
    createdAt: at,
    images: taskDefinition.containers.map((container) => ({
      containerName: container.name,
      image: container.image,
      imageDigest: digestOf(state, container.image),
    })),
    settings: service.settings,
  };
}

function numericId(state: EcsState): string {
  state.serial += 1;
  return String(4_980_306_466_373_000_000n + BigInt(state.serial));
}
