import { OutsideError } from '../../../core/kit/outside-error.ts';
import { isUnknownOperation } from '../errors.ts';
import type { EcsReader } from './reader.ts';
import { familyOf, shortName } from './release.ts';
import type {
  Deployment,
  DeploymentBrief,
  EcsService,
  Revision,
  TaskDefinition,
} from './schema.ts';

/**
 * ECS endpoints that know no service deployments and revisions (AWS has them since 2024, others may
 * not): the same questions answered out of DescribeServices and task definitions. A revision's name
 * is its task definition's there, and what was only registered is never claimed to have served.
 */

/** A task definition that is registered; whether it ever served nobody wrote down. */
export const registeredOnly = 'REGISTERED';

/** So many task definitions are offered, each a call. */
const offered = 10;
/** Where task definitions cannot be listed, so many before the running one are asked for by number. */
const guessed = 5;

const mark = 'classic:';

export function isClassic(arn: string): boolean {
  return arn.startsWith(mark);
}

type Part = EcsService['deployments'][number] & { readonly taskDefinition: string };

export function createClassicReader(
  base: Pick<EcsReader, 'service' | 'taskDefinition' | 'family'>,
): Pick<EcsReader, 'service' | 'deployments' | 'list' | 'revisions'> {
  const read = new Map<string, Promise<TaskDefinition | undefined>>();
  let last: Promise<EcsService> | undefined;

  /** As last asked for; `service` asks anew. */
  function serviceRead(): Promise<EcsService> {
    last ??= base.service();
    return last;
  }

  function definition(name: string): Promise<TaskDefinition | undefined> {
    const known = read.get(name) ?? base.taskDefinition(name);
    read.set(name, known);
    return known;
  }

  /**
   * Names of task definitions of the running one's family: those before it, the nearest first, then
   * those after it, which are no way back but the way forward again.
   */
  async function registered(running: string): Promise<string[]> {
    try {
      const all = await base.family(familyOf(running), 100);
      const isAfter = (name: string) => Number(numberOf(name) > numberOf(running));
      return all
        .sort((a, b) => isAfter(a) - isAfter(b) || numberOf(b) - numberOf(a))
        .slice(0, offered);
    } catch (error) {
      if (!isUnknownOperation(error)) throw error;
      const stem = running.slice(0, running.lastIndexOf(':'));
      const newest = numberOf(running);
      return Array.from({ length: guessed }, (_, back) => newest - back - 1)
        .filter((revision) => revision > 0)
        .map((revision) => `${stem}:${revision}`);
    }
  }

  async function registeredBriefs(service: EcsService): Promise<DeploymentBrief[]> {
    const parts = partsOf(service);
    const running = parts[0]?.taskDefinition;
    if (running === undefined) return [];
    const shown = new Set(parts.map((part) => shortName(part.taskDefinition)));
    const names = (await registered(running)).filter((name) => !shown.has(shortName(name)));
    const found = await Promise.all(
      names.map(async (name) => ({ name, known: await definition(name) })),
    );
    return found
      .filter(({ known }) => known !== undefined)
      .map(({ name, known }) => ({
        serviceDeploymentArn: `${mark}registered@${shortName(name)}`,
        createdAt: known?.registeredAt ?? 0,
        status: registeredOnly,
        targetServiceRevisionArn: name,
      }));
  }

  return {
    service: async () => {
      last = base.service();
      const service = await last;
      const parts = partsOf(service);
      const primary = parts[0];
      return {
        ...service,
        ...(primary ? { currentServiceDeployment: idOf(primary) } : {}),
        currentServiceRevisions: [...new Set(parts.map((part) => part.taskDefinition))].map(
          (name) => summaryOf(name, parts),
        ),
      };
    },

    deployments: async (arns) => {
      const service = await serviceRead();
      const parts = partsOf(service);
      return arns.map((arn) => {
        const part = parts.find((one) => idOf(one) === arn);
        return part ? deploymentOf(part, parts, service) : superseded(arn);
      });
    },

    list: async (createdAfter) => {
      const service = await serviceRead();
      const parts = partsOf(service);
      const briefs = parts.map((part) => ({
        ...times(part, parts),
        createdAt: part.createdAt ?? 0,
        serviceDeploymentArn: idOf(part),
        status: statusOf(part, parts),
        targetServiceRevisionArn: part.taskDefinition,
      }));
      // Asked since when, a change is looked for: registering is none.
      const others = createdAfter === undefined ? await registeredBriefs(service) : [];
      return { briefs: [...briefs, ...others], complete: false };
    },

    revisions: async (names) => {
      const found = await Promise.all(
        [...new Set(names)].map(async (name) => ({ name, known: await definition(name) })),
      );
      return new Map(
        found.flatMap(({ name, known }) => (known ? [[name, revisionOf(name, known)]] : [])),
      );
    },
  };
}

/** What DescribeServices calls deployments, the newest first; some servers give none at all. */
function partsOf(service: EcsService): Part[] {
  const { taskDefinition, desiredCount, runningCount } = service;
  const parts = service.deployments.flatMap((one) =>
    one.taskDefinition === undefined ? [] : [{ ...one, taskDefinition: one.taskDefinition }],
  );
  if (parts.length > 0) {
    return parts.sort((a, b) => Number(b.status === 'PRIMARY') - Number(a.status === 'PRIMARY'));
  }
  if (taskDefinition === undefined) return [];
  return [{ id: 'service', status: 'PRIMARY', taskDefinition, desiredCount, runningCount }];
}

/** With the task definition in it: some servers keep one id for ever. */
function idOf(part: Part): string {
  return `${mark}${part.id ?? part.status ?? 'service'}@${shortName(part.taskDefinition)}`;
}

/** The task definition in such a name: what `points-api:42` was deployed as. */
export function definitionIn(deployment: string | undefined): string | undefined {
  return deployment && isClassic(deployment) ? deployment.split('@')[1] : undefined;
}

function statusOf(part: Part, parts: readonly Part[]): string {
  const isPrimary = part.status === 'PRIMARY';
  if (part.rolloutState === 'COMPLETED') return 'SUCCESSFUL';
  if (part.rolloutState === 'FAILED') return 'STOPPED';
  if (part.rolloutState === 'IN_PROGRESS') return isPrimary ? 'IN_PROGRESS' : 'STOPPED';
  const isWhole = parts.length === 1 && (part.runningCount ?? 0) >= (part.desiredCount ?? 0);
  return !isPrimary || isWhole ? 'SUCCESSFUL' : 'IN_PROGRESS';
}

function times(part: Part, parts: readonly Part[]): Pick<Deployment, 'startedAt' | 'finishedAt'> {
  const hasEnded = statusOf(part, parts) !== 'IN_PROGRESS';
  return {
    ...(part.createdAt === undefined ? {} : { startedAt: part.createdAt }),
    ...(hasEnded && part.updatedAt !== undefined ? { finishedAt: part.updatedAt } : {}),
  };
}

function summaryOf(name: string, parts: readonly Part[]) {
  const own = parts.filter((part) => part.taskDefinition === name);
  const sum = (count: (part: Part) => number | undefined) =>
    own.reduce((total, part) => total + (count(part) ?? 0), 0);
  return {
    arn: name,
    requestedTaskCount: sum((part) => part.desiredCount),
    runningTaskCount: sum((part) => part.runningCount),
    pendingTaskCount: sum((part) => part.pendingCount),
  };
}

function deploymentOf(part: Part, parts: readonly Part[], service: EcsService): Deployment {
  const before = parts.filter((one) => one.taskDefinition !== part.taskDefinition);
  return {
    serviceDeploymentArn: idOf(part),
    ...(part.createdAt === undefined ? {} : { createdAt: part.createdAt }),
    ...times(part, parts),
    status: statusOf(part, parts),
    ...(part.rolloutStateReason ? { statusReason: part.rolloutStateReason } : {}),
    lifecycleHookDetails: [],
    targetServiceRevision: summaryOf(part.taskDefinition, parts),
    sourceServiceRevisions: before.map((one) => summaryOf(one.taskDefinition, parts)),
    deploymentConfiguration: service.deploymentConfiguration,
  };
}

/** No longer among the service's deployments: another one came after it. */
function superseded(arn: string): Deployment {
  return {
    serviceDeploymentArn: arn,
    status: 'STOPPED',
    statusReason: 'the service does not name this deployment any more',
    lifecycleHookDetails: [],
    sourceServiceRevisions: [],
    deploymentConfiguration: { strategy: 'ROLLING', lifecycleHooks: [] },
  };
}

function revisionOf(name: string, known: TaskDefinition): Revision {
  return {
    serviceRevisionArn: name,
    taskDefinition: name,
    ...(known.registeredAt === undefined ? {} : { createdAt: known.registeredAt }),
    containerImages: known.containerDefinitions.map(({ name: containerName, image }) => ({
      containerName,
      image,
    })),
  };
}

/** `points-api:42` → 42. */
export function numberOf(taskDefinition: string): number {
  return Number(shortName(taskDefinition).split(':')[1] ?? 0) || 0;
}

/** Reads the newer way until the endpoint says that it does not know it. */
export async function orClassic<T>(
  memory: { classic: boolean },
  newer: () => Promise<T>,
  classic: () => Promise<T>,
): Promise<T> {
  if (memory.classic) return classic();
  try {
    return await newer();
  } catch (error) {
    if (!(error instanceof OutsideError) || !isUnknownOperation(error)) throw error;
    memory.classic = true;
    return classic();
  }
}
