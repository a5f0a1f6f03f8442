import type { Handler } from './aws-server.ts';

/** How an ECS differs from the newest one. */
export interface EcsManner {
  /** Knows no service deployments and revisions, as before 2024; what it says to be asked for them. */
  readonly classic?: { readonly status: number; readonly body: unknown };
  readonly leavesOutDigests?: boolean;
  /** Operations it does not have. */
  readonly lacks?: readonly string[];
  /** Numbers as texts. */
  readonly textNumbers?: boolean;
  /** Leaves out whatever is not needed to name things. */
  readonly terse?: boolean;
  /** Moments as ISO 8601, which the SDK does not read. */
  readonly isoMoments?: boolean;
  /** A rollout is under way: a blue/green with a pause hook, or rolling. */
  readonly rollout?: 'paused' | 'rolling';
  /** Milliseconds a deployment takes. */
  readonly takesMs?: number;
}

const base = 'arn:aws:ecs:eu-west-1:111122223333';
export const serviceArn = `${base}:service/shop/points-api`;
export const definitionArn = (revision: number) => `${base}:task-definition/points-api:${revision}`;
const deploymentArn = (id: string) => `${base}:service-deployment/shop/points-api/${id}`;
const revisionArn = (id: string) => `${base}:service-revision/shop/points-api/${id}`;
const day = 86_400_000;

interface Deployment {
  id: string;
  definition: number;
  source: number | undefined;
  status: string;
  createdAt: number;
  finishedAt?: number;
  hooks?: object[];
  traffic?: number;
}

/** A service of two tasks that ran points-api:41 for days and runs points-api:42 since an hour. */
export function startForeignEcs(manner: EcsManner) {
  const now = Date.now();
  const timers = new Set<NodeJS.Timeout>();
  const takesMs = manner.takesMs ?? 1_000;
  const image = (revision: number) => `registry.example/points-api:r${revision}`;
  const digest = (revision: number) => `sha256:${String(revision).repeat(32)}`;
  const deployments: Deployment[] = [
    done('d42', 42, 41, now - 3_600_000),
    done('d41', 41, 40, now - 9 * day),
    done('d40', 40, undefined, now - 30 * day),
  ];
  let running = { definition: 42, startedAt: now - 3_500_000 };
  if (manner.rollout) {
    deployments.unshift({
      id: 'd43',
      definition: 43,
      source: 42,
      status: 'IN_PROGRESS',
      createdAt: now - 60_000,
      ...(manner.rollout === 'paused'
        ? {
            traffic: 10,
            hooks: [
              {
                hookId: 'h1',
                targetType: 'PAUSE',
                status: 'AWAITING_ACTION',
                timeoutAction: 'ROLLBACK',
              },
            ],
          }
        : {}),
    });
  }
  /** Definitions registered meanwhile: image by revision. */
  const images = new Map([40, 41, 42, 43].map((one) => [one, image(one)]));

  function done(
    id: string,
    definition: number,
    source: number | undefined,
    at: number,
  ): Deployment {
    return {
      id,
      definition,
      source,
      status: 'SUCCESSFUL',
      createdAt: at,
      finishedAt: at + 120_000,
    };
  }
  const seconds = (ms: number) => (manner.isoMoments ? new Date(ms).toISOString() : ms / 1000);
  const number = (value: number) => (manner.textNumbers ? String(value) : value);
  const newest = () => deployments[0] as Deployment;

  function later(work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, takesMs);
    timers.add(timer);
  }

  function serviceNow(): object {
    const current = newest();
    const isMoving = current.status === 'IN_PROGRESS' || current.status === 'ROLLBACK_IN_PROGRESS';
    const shown = current.status === 'ROLLBACK_SUCCESSFUL' ? current.source : current.definition;
    const primary = {
      id: `ecs-svc/${current.id}`,
      status: 'PRIMARY',
      taskDefinition: definitionArn(shown ?? current.definition),
      desiredCount: number(2),
      runningCount: number(isMoving ? 1 : 2),
      pendingCount: number(0),
      createdAt: seconds(current.createdAt),
      updatedAt: seconds(current.finishedAt ?? current.createdAt),
      ...(manner.terse ? {} : { rolloutState: isMoving ? 'IN_PROGRESS' : 'COMPLETED' }),
    };
    const before = {
      ...primary,
      id: 'ecs-svc/before',
      status: 'ACTIVE',
      taskDefinition: definitionArn(running.definition),
      runningCount: number(1),
      desiredCount: number(1),
      createdAt: seconds(running.startedAt),
      ...(manner.terse ? {} : { rolloutState: 'COMPLETED' }),
    };
    return {
      serviceArn,
      serviceName: 'points-api',
      status: 'ACTIVE',
      desiredCount: number(2),
      runningCount: number(2),
      taskDefinition: definitionArn(shown ?? current.definition),
      deployments: isMoving ? [primary, before] : [primary],
      ...(manner.terse
        ? {}
        : {
            createdAt: seconds(now - 400 * day),
            deploymentConfiguration: configuration(),
            events: [],
            somethingNew: { a: 1 },
          }),
      ...(manner.classic || manner.terse
        ? {}
        : {
            currentServiceDeployment: deploymentArn(current.id),
            currentServiceRevisions: [
              {
                arn: revisionArn(`r${running.definition}`),
                requestedTaskCount: number(2),
                runningTaskCount: number(2),
                pendingTaskCount: number(0),
              },
            ],
          }),
    };
  }

  const configuration = () =>
    manner.rollout === 'paused'
      ? {
          strategy: 'BLUE_GREEN',
          bakeTimeInMinutes: 0,
          lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }],
        }
      : { strategy: 'ROLLING', maximumPercent: 200, minimumHealthyPercent: 100 };

  const describe = (one: Deployment) => ({
    serviceDeploymentArn: deploymentArn(one.id),
    serviceArn,
    status: one.status,
    createdAt: seconds(one.createdAt),
    startedAt: seconds(one.createdAt),
    ...(one.finishedAt ? { finishedAt: seconds(one.finishedAt) } : {}),
    targetServiceRevision: {
      arn: revisionArn(`r${one.definition}`),
      requestedTaskCount: number(2),
      runningTaskCount: number(one.status === 'SUCCESSFUL' ? 2 : 1),
      pendingTaskCount: number(0),
      ...(one.traffic === undefined ? {} : { requestedProductionTrafficWeight: one.traffic }),
    },
    sourceServiceRevisions:
      one.source === undefined
        ? []
        : [
            {
              arn: revisionArn(`r${one.source}`),
              requestedTaskCount: number(2),
              runningTaskCount: number(2),
            },
          ],
    deploymentConfiguration: configuration(),
    ...(one.hooks
      ? { lifecycleHookDetails: one.hooks, lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT' }
      : {}),
  });

  const classicFault = (): { status: number; body: unknown } | undefined => manner.classic;
  const ecs = 'AmazonEC2ContainerServiceV20141113';
  const newer =
    (handler: Handler): Handler =>
    (input) =>
      classicFault() ?? handler(input);
  const handlers: Record<string, Handler> = {
    [`${ecs}.DescribeServices`]: () => ({ body: { services: [serviceNow()], failures: [] } }),
    [`${ecs}.ListServiceDeployments`]: newer(() => ({
      body: {
        serviceDeployments: deployments.map((one) => ({
          serviceDeploymentArn: deploymentArn(one.id),
          status: one.status,
          createdAt: seconds(one.createdAt),
          startedAt: seconds(one.createdAt),
          ...(one.finishedAt ? { finishedAt: seconds(one.finishedAt) } : {}),
          targetServiceRevisionArn: revisionArn(`r${one.definition}`),
        })),
      },
    })),
    [`${ecs}.DescribeServiceDeployments`]: newer((input) => ({
      body: {
        serviceDeployments: (input.serviceDeploymentArns as string[])
          .flatMap((arn) => deployments.find((one) => deploymentArn(one.id) === arn) ?? [])
          .map(describe),
      },
    })),
    [`${ecs}.DescribeServiceRevisions`]: newer((input) => ({
      body: {
        serviceRevisions: (input.serviceRevisionArns as string[]).map((arn) => {
          const revision = Number(arn.split('/r').at(-1));
          return {
            serviceRevisionArn: arn,
            serviceArn,
            taskDefinition: definitionArn(revision),
            createdAt: seconds(now - (50 - revision) * day),
            containerImages: [
              {
                containerName: 'points-api',
                image: images.get(revision),
                ...(manner.leavesOutDigests ? {} : { imageDigest: digestOf(revision) }),
              },
            ],
          };
        }),
      },
    })),
    [`${ecs}.DescribeTaskDefinition`]: (input) => {
      const revision = Number(String(input.taskDefinition).split(':').at(-1));
      const found = images.get(revision);
      if (!found) {
        const message = 'Unable to describe task definition.';
        return { status: 400, body: { __type: 'ClientException', message } };
      }
      return {
        body: {
          taskDefinition: {
            taskDefinitionArn: definitionArn(revision),
            family: 'points-api',
            revision,
            containerDefinitions: [{ name: 'points-api', image: found, essential: true }],
            ...(manner.terse
              ? {}
              : { status: 'ACTIVE', registeredAt: seconds(now - (50 - revision) * day) }),
          },
        },
      };
    },
    [`${ecs}.ListTaskDefinitions`]: () => ({
      body: { taskDefinitionArns: [...images.keys()].sort((a, b) => b - a).map(definitionArn) },
    }),
    [`${ecs}.RegisterTaskDefinition`]: (input) => {
      const revision = Math.max(...images.keys()) + 1;
      const [container] = input.containerDefinitions as { image: string }[];
      images.set(revision, container?.image ?? '');
      return {
        body: {
          taskDefinition: {
            taskDefinitionArn: definitionArn(revision),
            family: 'points-api',
            revision,
            status: 'ACTIVE',
          },
        },
      };
    },
    [`${ecs}.ListTasks`]: () => ({
      body: { taskArns: [`${base}:task/shop/1`, `${base}:task/shop/2`] },
    }),
    [`${ecs}.DescribeTasks`]: (input) => ({
      body: {
        tasks: (input.tasks as string[]).map((taskArn) => ({
          taskArn,
          taskDefinitionArn: definitionArn(running.definition),
          lastStatus: 'RUNNING',
          ...(manner.terse ? {} : { startedAt: seconds(running.startedAt) }),
          containers: [
            {
              name: 'points-api',
              ...(manner.leavesOutDigests || manner.terse
                ? {}
                : { imageDigest: digestOf(running.definition) }),
            },
          ],
        })),
      },
    }),
    [`${ecs}.UpdateService`]: (input) => {
      const definition = Number(String(input.taskDefinition).split(':').at(-1));
      const made: Deployment = {
        id: `d${definition}-${deployments.length}`,
        definition,
        source: newest().definition,
        status: 'IN_PROGRESS',
        createdAt: Date.now(),
      };
      deployments.unshift(made);
      later(() => {
        running = { definition, startedAt: Date.now() };
        Object.assign(made, { status: 'SUCCESSFUL', finishedAt: Date.now() });
      });
      return { body: { service: serviceNow() } };
    },
    [`${ecs}.StopServiceDeployment`]: newer((input) => {
      const found = deployments.find((one) => deploymentArn(one.id) === input.serviceDeploymentArn);
      if (!found) return { status: 400, body: { __type: 'ServiceDeploymentNotFoundException' } };
      goBack(found);
      return { body: { serviceDeploymentArn: input.serviceDeploymentArn } };
    }),
    [`${ecs}.ContinueServiceDeployment`]: newer((input) => {
      const found = deployments.find((one) => deploymentArn(one.id) === input.serviceDeploymentArn);
      if (!found) return { status: 400, body: { __type: 'ServiceDeploymentNotFoundException' } };
      found.hooks = [];
      if (input.action === 'ROLLBACK') goBack(found);
      else {
        later(() => {
          running = { definition: found.definition, startedAt: Date.now() };
          Object.assign(found, { status: 'SUCCESSFUL', finishedAt: Date.now(), traffic: 100 });
        });
      }
      return { body: { serviceDeploymentArn: input.serviceDeploymentArn } };
    }),
  };

  for (const operation of manner.lacks ?? []) delete handlers[`${ecs}.${operation}`];

  /** The digest an image resolves to, by tag or stated. */
  function digestOf(revision: number): string {
    const [name = '', stated] = (images.get(revision) ?? '').split('@');
    return stated ?? digest(Number(name.split(':r').at(-1)));
  }

  function goBack(found: Deployment): void {
    found.status = 'ROLLBACK_IN_PROGRESS';
    later(() => {
      Object.assign(found, { status: 'ROLLBACK_SUCCESSFUL', finishedAt: Date.now(), traffic: 0 });
      if (found.traffic === 0 && manner.rollout !== 'paused') delete found.traffic;
    });
  }

  return {
    handlers,
    deployments,
    runs: () => running.definition,
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
