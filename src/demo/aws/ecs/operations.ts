import { AwsFault, type Operation } from '../wire.ts';
import { advance, awaitingHook, requestRollback } from './advance.ts';
import { updateService } from './deploy.ts';
import type { DeploymentConfiguration } from './local-ecs-types.ts';
import { type Deployment, type EcsState, findService, lastPart, type Service } from './state.ts';
import { listed, showBrief, showDeployment, showRevision, showService, showTask } from './views.ts';

const over = ['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'];

/** Members of UpdateService whose change starts a deployment. */
const settingNames = [
  'networkConfiguration',
  'platformVersion',
  'capacityProviderStrategy',
  'loadBalancers',
  'serviceRegistries',
  'serviceConnectConfiguration',
  'volumeConfigurations',
  'vpcLatticeConfigurations',
];

/** Everything about services; task definitions have a file of their own. */
export function serviceOperations(state: EcsState): Record<string, Operation> {
  const find = (input: Record<string, unknown>) => findService(state, input.cluster, input.service);

  return {
    DescribeServices: (input) => {
      const names = atMost(input.services, 10, 'services');
      const found = names.flatMap((name) => {
        const service = state.services.get(
          `${lastPart(input.cluster ?? 'default')}/${lastPart(name)}`,
        );
        return service ? [service] : [];
      });
      for (const service of found) advance(state, service, state.now());
      const missing = names.filter((name) => !found.some((one) => one.name === lastPart(name)));
      return {
        services: found.map((service) => showService(state, service)),
        failures: missing.map((name) => ({ arn: String(name), reason: 'MISSING' })),
      };
    },

    ListServiceDeployments: (input) => {
      const service = find(input);
      const statuses = asList(input.status);
      const span = asRecord(input.createdAt);
      const all = listed(state, service)
        .toReversed()
        .map((one) => showBrief(state, service, one))
        .filter((one) => statuses.length === 0 || statuses.includes(one.status))
        .filter((one) => span.after === undefined || Number(one.createdAt) > Number(span.after))
        .filter((one) => span.before === undefined || Number(one.createdAt) < Number(span.before));
      const page = paged(all, input, 20);
      return { serviceDeployments: page.items, nextToken: page.nextToken };
    },

    DescribeServiceDeployments: (input) => {
      const arns = atMost(input.serviceDeploymentArns, 20, 'serviceDeploymentArns');
      const found = arns.map((arn) => ({ arn, hit: findDeployment(state, arn) }));
      return {
        serviceDeployments: found.flatMap(({ hit }) =>
          hit ? [showDeployment(state, hit.service, hit.deployment)] : [],
        ),
        failures: found
          .filter(({ hit }) => !hit)
          .map(({ arn }) => ({ arn: String(arn), reason: 'MISSING' })),
      };
    },

    DescribeServiceRevisions: (input) => {
      const arns = atMost(input.serviceRevisionArns, 20, 'serviceRevisionArns');
      const known = [...state.services.values()].flatMap((service) =>
        service.deployments.map((one) => ({ service, revision: one.target })),
      );
      const found = arns.map((arn) => known.find((one) => one.revision.arn === arn));
      return {
        serviceRevisions: found.flatMap((one) =>
          one ? [showRevision(one.service, one.revision)] : [],
        ),
        failures: arns
          .filter((_, index) => !found[index])
          .map((arn) => ({ arn: String(arn), reason: 'MISSING' })),
      };
    },

    ListTasks: (input) => {
      if (input.desiredStatus === 'STOPPED') return { taskArns: [] };
      const service = findService(state, input.cluster, input.serviceName);
      const page = paged(
        service.tasks.map((task) => task.arn),
        input,
        100,
      );
      return { taskArns: page.items, nextToken: page.nextToken };
    },

    DescribeTasks: (input) => {
      const arns = atMost(input.tasks, 100, 'tasks');
      const shown = [...state.services.values()].flatMap((service) =>
        service.tasks
          .filter((task) => arns.includes(task.arn))
          .map((task) => showTask(state, service, task)),
      );
      const missing = arns.filter((arn) => !shown.some((task) => task.taskArn === arn));
      return { tasks: shown, failures: missing.map((arn) => ({ arn, reason: 'MISSING' })) };
    },

    UpdateService: (input) => {
      const service = find(input);
      const settings = Object.fromEntries(
        settingNames.flatMap((name) => (name in input ? [[name, input[name]]] : [])),
      );
      updateService(state, service, {
        ...(input.taskDefinition === undefined
          ? {}
          : { taskDefinition: String(input.taskDefinition) }),
        ...(input.desiredCount === undefined ? {} : { desiredCount: Number(input.desiredCount) }),
        ...(input.deploymentConfiguration === undefined
          ? {}
          : { deploymentConfiguration: input.deploymentConfiguration as DeploymentConfiguration }),
        forceNewDeployment: input.forceNewDeployment === true,
        settings,
      });
      return { service: showService(state, service) };
    },

    StopServiceDeployment: (input) => {
      const { service, deployment } = mustFind(state, input.serviceDeploymentArn);
      if (input.stopType !== undefined && input.stopType !== 'ROLLBACK') {
        throw new AwsFault('InvalidParameterException', 'The stop type is not supported.');
      }
      if (over.includes(deployment.status)) {
        throw new AwsFault('ConflictException', `The service deployment is ${deployment.status}.`);
      }
      if (deployment.status === 'PENDING' || deployment.status === 'IN_PROGRESS') {
        const reason = 'Service deployment rolled back by user.';
        requestRollback(state, service, deployment, state.now(), reason);
        for (const hook of deployment.hooks) {
          if (hook.status === 'AWAITING_ACTION') hook.status = 'SUCCEEDED';
        }
      }
      return { serviceDeploymentArn: deployment.arn };
    },

    ContinueServiceDeployment: (input) => {
      const { service, deployment } = mustFind(state, input.serviceDeploymentArn);
      const hook = awaitingHook(deployment);
      if (!hook || hook.hookId !== input.hookId || deployment.status !== 'IN_PROGRESS') {
        throw new AwsFault('InvalidParameterException', 'The hook is not awaiting an action.');
      }
      hook.status = 'SUCCEEDED';
      if (input.action === 'ROLLBACK') {
        const reason = 'Service deployment rolled back at a lifecycle hook.';
        requestRollback(state, service, deployment, state.now(), reason);
      } else {
        deployment.updatedAt = state.now();
        deployment.nextAt = state.now() + 1_000;
      }
      return { serviceDeploymentArn: deployment.arn };
    },
  };
}

function findDeployment(
  state: EcsState,
  arn: unknown,
): { service: Service; deployment: Deployment } | undefined {
  for (const service of state.services.values()) {
    const deployment = service.deployments.find((one) => one.arn === arn);
    if (!deployment) continue;
    advance(state, service, state.now());
    return { service, deployment };
  }
  return undefined;
}

function mustFind(state: EcsState, arn: unknown): { service: Service; deployment: Deployment } {
  const found = findDeployment(state, arn);
  if (found) return found;
  throw new AwsFault('ServiceDeploymentNotFoundException', 'Service deployment not found.');
}

/** Pages by offset; the token is opaque to callers. */
export function paged<T>(
  all: readonly T[],
  input: Record<string, unknown>,
  otherwise: number,
): { items: readonly T[]; nextToken?: string } {
  const size = input.maxResults === undefined ? otherwise : Number(input.maxResults);
  if (size < 1 || size > 100) {
    throw new AwsFault('InvalidParameterException', 'maxResults must be between 1 and 100.');
  }
  const from = input.nextToken === undefined ? 0 : Number(String(input.nextToken).slice(5));
  const items = all.slice(from, from + size);
  return from + size < all.length ? { items, nextToken: `page-${from + size}` } : { items };
}

function atMost(value: unknown, limit: number, name: string): unknown[] {
  const list = asList(value);
  if (list.length > limit) {
    throw new AwsFault('InvalidParameterException', `${name} can have at most ${limit} items.`);
  }
  return list;
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
