import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  type ECSClient,
  ListServiceDeploymentsCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';
import { z } from 'zod';
import { OutsideError } from '../../../core/kit/outside-error.ts';
import type { RolloutTarget } from '../../../core/service/service.ts';
import { calling } from '../errors.ts';
import { createClassicReader, isClassic, orClassic } from './classic.ts';
import * as schema from './schema.ts';

/** API limits: 20 ARNs a describe, 100 tasks a describe, 100 items a page. */
const describeLimit = 20;
const pageSize = 100;

/** 20 pages of 100 deployments in 90 days: nobody reads further back by hand. */
const pageCap = 20;

/** Every read of ECS that this folder makes, parsed into our own types. */
export interface EcsReader {
  service(): Promise<schema.EcsService>;
  deployment(arn: string): Promise<schema.Deployment>;
  deployments(arns: readonly string[]): Promise<schema.Deployment[]>;
  /** Newest first; `complete` is false when the page cap cut it. */
  list(createdAfter?: number): Promise<{ briefs: schema.DeploymentBrief[]; complete: boolean }>;
  /** ECS may have forgotten some: those are left out. */
  revisions(arns: readonly string[]): Promise<Map<string, schema.Revision>>;
  /** Undefined: deleted for good. */
  taskDefinition(name: string): Promise<schema.TaskDefinition | undefined>;
  /** ARNs of the ACTIVE ones of a family, newest first. */
  family(name: string, limit: number): Promise<string[]>;
  /** Tasks of the service that are meant to run. */
  tasks(): Promise<schema.Task[]>;
  /** True once the endpoint has said that it knows no service deployments; see classic.ts. */
  isClassic(): boolean;
}

/** @param memory Shared by readers of one endpoint: what one has found out, the next knows. */
export function createEcsReader(
  client: ECSClient,
  target: RolloutTarget,
  memory: { classic: boolean } = { classic: false },
): EcsReader {
  const newer = createNewerReader(client, target);
  const classic = createClassicReader(newer);
  const deployments: EcsReader['deployments'] = async (arns) => {
    if (arns.length === 0) return [];
    if (arns.some(isClassic)) memory.classic = true;
    return orClassic(
      memory,
      () => newer.deployments(arns),
      () => classic.deployments(arns),
    );
  };
  return {
    ...newer,
    deployments,
    deployment: async (arn) => {
      const [found] = await deployments([arn]);
      if (found) return found;
      const subject = `${target.cluster}/${target.service}`;
      throw notFound('DescribeServiceDeployments', subject, `no service deployment ${arn}`);
    },
    service: () => (memory.classic ? classic.service() : newer.service()),
    list: (createdAfter) =>
      orClassic(
        memory,
        () => newer.list(createdAfter),
        () => classic.list(createdAfter),
      ),
    revisions: (arns) =>
      orClassic(
        memory,
        () => newer.revisions(arns),
        () => classic.revisions(arns),
      ),
    isClassic: () => memory.classic,
  };
}

function createNewerReader(
  client: ECSClient,
  target: RolloutTarget,
): Omit<EcsReader, 'deployment' | 'isClassic'> {
  const subject = `${target.cluster}/${target.service}`;
  const where = { cluster: target.cluster, service: target.service };

  async function deployments(arns: readonly string[]): Promise<schema.Deployment[]> {
    const found: schema.Deployment[] = [];
    for (const some of chunks(arns, describeLimit)) {
      const answer = await calling({ operation: 'ecs:DescribeServiceDeployments', subject }, () =>
        client.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: some })),
      );
      found.push(
        ...understand(
          schema.deployment.array(),
          answer.serviceDeployments ?? [],
          'DescribeServiceDeployments',
        ),
      );
    }
    return found;
  }

  return {
    deployments,

    service: async () => {
      const answer = await calling({ operation: 'ecs:DescribeServices', subject }, () =>
        client.send(
          new DescribeServicesCommand({ cluster: target.cluster, services: [target.service] }),
        ),
      );
      const service = answer.services?.[0];
      if (service && service.status !== 'INACTIVE')
        return understand(schema.ecsService, service, 'DescribeServices');
      throw notFound(
        'DescribeServices',
        subject,
        `no service ${target.service} in cluster ${target.cluster}`,
      );
    },

    list: async (createdAfter) => {
      const briefs: schema.DeploymentBrief[] = [];
      let nextToken: string | undefined;
      let pages = 0;
      do {
        const answer = await calling({ operation: 'ecs:ListServiceDeployments', subject }, () =>
          client.send(
            new ListServiceDeploymentsCommand({
              ...where,
              maxResults: pageSize,
              nextToken,
              ...(createdAfter === undefined
                ? {}
                : { createdAt: { after: new Date(createdAfter) } }),
            }),
          ),
        );
        briefs.push(
          ...understand(
            schema.deploymentBrief.array(),
            answer.serviceDeployments ?? [],
            'ListServiceDeployments',
          ),
        );
        nextToken = answer.nextToken;
        pages += 1;
      } while (nextToken && pages < pageCap);
      // The order of the list is not documented.
      briefs.sort((a, b) => b.createdAt - a.createdAt);
      return { briefs, complete: nextToken === undefined };
    },

    revisions: async (arns) => {
      const found = new Map<string, schema.Revision>();
      for (const some of chunks([...new Set(arns)], describeLimit)) {
        const answer = await calling({ operation: 'ecs:DescribeServiceRevisions', subject }, () =>
          client.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns: some })),
        );
        for (const one of understand(
          schema.revision.array(),
          answer.serviceRevisions ?? [],
          'DescribeServiceRevisions',
        )) {
          found.set(one.serviceRevisionArn, one);
        }
      }
      return found;
    },

    taskDefinition: async (name) => {
      try {
        const answer = await calling(
          { operation: 'ecs:DescribeTaskDefinition', subject: name },
          () => client.send(new DescribeTaskDefinitionCommand({ taskDefinition: name })),
        );
        return understand(schema.taskDefinition, answer.taskDefinition, 'DescribeTaskDefinition');
      } catch (error) {
        // ECS says ClientException "Unable to describe task definition" for one that is gone.
        if (error instanceof OutsideError && error.kind === 'invalid') return undefined;
        throw error;
      }
    },

    family: async (name, limit) => {
      const answer = await calling(
        { operation: 'ecs:ListTaskDefinitions', subject: `family ${name}` },
        () =>
          client.send(
            new ListTaskDefinitionsCommand({
              familyPrefix: name,
              status: 'ACTIVE',
              sort: 'DESC',
              maxResults: limit,
            }),
          ),
      );
      return answer.taskDefinitionArns ?? [];
    },

    tasks: async () => {
      const arns: string[] = [];
      let nextToken: string | undefined;
      do {
        const answer = await calling({ operation: 'ecs:ListTasks', subject }, () =>
          client.send(
            new ListTasksCommand({
              cluster: target.cluster,
              serviceName: target.service,
              desiredStatus: 'RUNNING',
              nextToken,
            }),
          ),
        );
        arns.push(...(answer.taskArns ?? []));
        nextToken = answer.nextToken;
      } while (nextToken);
      const tasks: schema.Task[] = [];
      for (const some of chunks(arns, pageSize)) {
        const answer = await calling({ operation: 'ecs:DescribeTasks', subject }, () =>
          client.send(new DescribeTasksCommand({ cluster: target.cluster, tasks: some })),
        );
        tasks.push(...understand(schema.task.array(), answer.tasks ?? [], 'DescribeTasks'));
      }
      return tasks;
    },
  };
}

function notFound(operation: string, subject: string, what: string): OutsideError {
  return new OutsideError({
    system: 'AWS ECS',
    operation,
    kind: 'not-found',
    message: `Asked AWS ECS for ${operation} on ${subject}; it knows ${what}. Check cluster, service, region and account in the configuration.`,
  });
}

/** Parses an answer; one of another shape than the API documents is the outside's fault. */
export function understand<T>(type: z.ZodType<T>, value: unknown, operation: string): T {
  const parsed = type.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new OutsideError({
    system: 'AWS ECS',
    operation,
    kind: 'unavailable',
    message: `Asked AWS ECS for ${operation}; its answer is not of the documented shape (${z.prettifyError(parsed.error)}). Look in the ECS console, and report it to Firebreak.`,
    cause: parsed.error,
  });
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  const made: T[][] = [];
  for (let from = 0; from < all.length; from += size) made.push(all.slice(from, from + size));
  return made;
}
