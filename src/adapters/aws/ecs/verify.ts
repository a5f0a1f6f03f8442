import type { Measurement } from '../../../core/service/measurement.ts';
import type { Operation } from '../../../core/service/plan.ts';
import { isUnknownOperation } from '../errors.ts';
import { clockText } from './capabilities.ts';
import { changeOf, isBackOut } from './change.ts';
import { definitionIn } from './classic.ts';
import { engineStatus } from './describe.ts';
import { isAwaited, operationOf } from './operation.ts';
import { isManaged } from './phase.ts';
import { isListed } from './poll.ts';
import type { EcsReader } from './reader.ts';
import { isSameDefinition, labelOf, shortName, splitImage } from './release.ts';
import type { Deployment, EcsService, Revision, Task } from './schema.ts';

/**
 * Measures the world, not the call's answer: is the engine at the end that was meant, do all
 * running tasks run the destination's builds, does all traffic go there, are the tasks new where
 * they must be.
 */
export async function verifyOperation(
  operation: Operation,
  reader: EcsReader,
): Promise<Measurement[]> {
  const change = changeOf(operation.plan);
  if (!isListed(operation)) {
    return [missing('engine', 'ECS does not list the deployment of this change yet.')];
  }
  const deployment = await reader.deployment(operation.engineId);
  if (change.operation === 'ContinueServiceDeployment' && change.action === 'CONTINUE') {
    return [measurePassed(deployment, change.hookId)];
  }
  const service = await reader.service();
  const arn = isBackOut(change) ? change.destination : deployment.targetServiceRevision?.arn;
  const destination = arn === undefined ? undefined : (await reader.revisions([arn])).get(arn);
  const tasks = await listedTasks(reader);
  const others = await otherRevisions(deployment, arn, reader);
  // Put back under a new number, it is still the release that people chose.
  const expected = { desired: service.desiredCount, label: operation.plan.toRelease?.label };
  const measured = [
    measureEngine(operation, deployment),
    await measureNewest(deployment, service, reader),
    tasks
      ? measureBuilds(tasks, destination, others, expected)
      : countBuilds(service, destination, expected),
    measureTraffic(deployment, service, tasks, isBackOut(change)),
  ];
  // Backing out keeps the old tasks on purpose; only a redeployment must have replaced them.
  if (!isBackOut(change) && tasks) {
    const left = 'newest' in change ? definitionIn(change.newest) : undefined;
    const before = [...others.map((one) => one.taskDefinition), ...(left ? [left] : [])];
    measured.push(measureAge(tasks, deployment, before));
  }
  return measured.filter((one) => one !== undefined);
}

/** Undefined where the endpoint has no tasks to list at all. */
async function listedTasks(reader: EcsReader): Promise<Task[] | undefined> {
  try {
    return await reader.tasks();
  } catch (error) {
    if (isUnknownOperation(error)) return undefined;
    throw error;
  }
}

function measurePassed(deployment: Deployment, hookId: string): Measurement {
  const text = `ECS: ${engineStatus(deployment)}.`;
  if (isAwaited(deployment, hookId)) return fail('engine', `It still waits. ${text}`);
  const went = ['IN_PROGRESS', 'SUCCESSFUL'].includes(deployment.status);
  return went ? pass('engine', `It passed the pause point. ${text}`) : fail('engine', text);
}

function measureEngine(operation: Operation, deployment: Deployment): Measurement {
  const { state } = operationOf(operation.plan, deployment, operation.startedAt);
  const text = `ECS: ${engineStatus(deployment)}.`;
  if (state === 'done') return pass('engine', text);
  return state === 'failed' ? fail('engine', text) : missing('engine', `Not ended yet. ${text}`);
}

/** Somebody may have deployed again after us. */
async function measureNewest(
  deployment: Deployment,
  service: EcsService,
  reader: EcsReader,
): Promise<Measurement | undefined> {
  const named = service.currentServiceDeployment;
  if (!named || named === deployment.serviceDeploymentArn) return undefined;
  const current = await reader.deployment(named);
  if ((current.createdAt ?? 0) <= (deployment.createdAt ?? 0)) return undefined;
  return fail('newest', `Another deployment came after this one: ${named}.`);
}

/** What else took part in the deployment: the builds that must not run any more. */
async function otherRevisions(
  deployment: Deployment,
  destination: string | undefined,
  reader: EcsReader,
): Promise<Revision[]> {
  const arns = [deployment.targetServiceRevision, ...deployment.sourceServiceRevisions]
    .flatMap((one) => one?.arn ?? [])
    .filter((arn) => arn !== destination);
  return [...(await reader.revisions(arns)).values()];
}

function measureBuilds(
  tasks: readonly Task[],
  destination: Revision | undefined,
  others: readonly Revision[],
  expected: { readonly desired: number; readonly label: string | undefined },
): Measurement {
  const running = tasks.filter((task) => task.lastStatus === 'RUNNING');
  if (!destination) return missing('builds', 'ECS no longer describes the destination release.');
  const label = expected.label ?? labelOf(destination);
  if (running.length < expected.desired || running.length === 0) {
    return fail('builds', `${running.length} of ${expected.desired} tasks run.`);
  }
  const judged = running.map((task) => judge(task, destination, others));
  const wrong = judged.filter((one) => one === 'other').length;
  if (wrong > 0) {
    const names = running
      .filter((task) => judge(task, destination, others) === 'other')
      .map((task) => shortName(task.taskDefinitionArn ?? 'unknown'));
    return fail(
      'builds',
      `${wrong} of ${running.length} running tasks are not ${label} but ${[...new Set(names)].join(', ')}.`,
    );
  }
  const unknown = judged.filter((one) => one === 'unknown').length;
  if (unknown > 0) {
    return missing(
      'builds',
      `The image digests of ${unknown} of ${running.length} running tasks are not given, or in another form than at deployment (an index against one platform), so their build cannot be told.`,
    );
  }
  if (judged.includes('definition')) {
    const text = `All ${running.length} running tasks run the task definition of ${label}; ECS recorded no digest then, so a tag may mean another build by now.`;
    return pass('builds', text);
  }
  return pass('builds', `All ${running.length} running tasks run the build of ${label} (digests).`);
}

/** ECS's own count, where the tasks themselves cannot be seen. */
function countBuilds(
  service: EcsService,
  destination: Revision | undefined,
  expected: { readonly desired: number; readonly label: string | undefined },
): Measurement {
  const serving = service.currentServiceRevisions?.filter((one) => one.runningTaskCount > 0);
  const name = destination?.serviceRevisionArn;
  const [only] = serving ?? [];
  if (!serving || !name) return missing('builds', 'ECS lists no tasks and counts none a release.');
  const text = `ECS counts ${serving.find((one) => one.arn === name)?.runningTaskCount ?? 0} of ${expected.desired} running tasks of ${expected.label ?? shortName(name)}; this endpoint does not list the tasks themselves.`;
  const isWhole = serving.length === 1 && only?.arn === name;
  return isWhole && only.runningTaskCount >= expected.desired
    ? pass('builds', text)
    : fail('builds', text);
}

/**
 * By digest: two task definitions may be one build, and one tag two builds. A digest unlike the
 * recorded one, under the right task definition, may be the same multi-platform image in its other
 * form; it is another build only when it is known as one. Where ECS recorded no digest, only the task
 * definition can be compared.
 */
function judge(
  task: Task,
  destination: Revision,
  others: readonly Revision[],
): 'same' | 'definition' | 'other' | 'unknown' {
  const sameDefinition = isSameDefinition(task.taskDefinitionArn, destination.taskDefinition);
  const verdicts = destination.containerImages.map((wanted) => {
    const found = task.containers.find((one) => one.name === wanted.containerName)?.imageDigest;
    if (wanted.imageDigest === undefined) {
      if (!sameDefinition) return 'unknown';
      return splitImage(wanted.image).fixed ? 'same' : 'definition';
    }
    if (found === undefined) return 'unknown';
    if (found === wanted.imageDigest) return 'same';
    const known = others.some((one) =>
      one.containerImages.some((image) => image.imageDigest === found),
    );
    return known || !sameDefinition ? 'other' : 'unknown';
  });
  if (verdicts.includes('other')) return 'other';
  if (verdicts.length > 0 && !verdicts.includes('unknown')) {
    return verdicts.includes('definition') ? 'definition' : 'same';
  }
  return sameDefinition ? 'unknown' : 'other';
}

function measureTraffic(
  deployment: Deployment,
  service: EcsService,
  tasks: readonly Task[] | undefined,
  backOut: boolean,
): Measurement {
  const weight = deployment.targetServiceRevision?.requestedProductionTrafficWeight;
  if (isManaged(deployment.deploymentConfiguration)) {
    if (weight === undefined) return missing('traffic', 'ECS gives no traffic weight.');
    const wanted = backOut ? 0 : 100;
    const text = `${weight} % of traffic on the release of this deployment, ${wanted} % expected.`;
    return weight === wanted ? pass('traffic', text) : fail('traffic', text);
  }
  const revisions = service.currentServiceRevisions?.filter((one) => one.runningTaskCount > 0);
  const serving = revisions ?? (tasks && runningDefinitions(tasks));
  if (!serving) return missing('traffic', 'ECS does not say which revisions serve.');
  const text = `${serving.length} revision${serving.length === 1 ? '' : 's'} with running tasks; a rolling service shares traffic among all of them.`;
  return serving.length === 1 ? pass('traffic', text) : fail('traffic', text);
}

function runningDefinitions(tasks: readonly Task[]): string[] {
  const running = tasks.filter((task) => task.lastStatus === 'RUNNING');
  return [...new Set(running.map((task) => task.taskDefinitionArn ?? 'unknown'))];
}

/**
 * Catches deployments that complete without replacing anything.
 * @param before Task definitions that ran until then: a task with none of them is a new one.
 */
function measureAge(
  tasks: readonly Task[],
  deployment: Deployment,
  before: readonly string[],
): Measurement {
  const since = deployment.createdAt;
  const known = tasks.filter((task) => (task.startedAt ?? task.createdAt) !== undefined);
  if (since === undefined || known.length < tasks.length || tasks.length === 0) {
    const isOld = (task: Task) =>
      before.some((name) => isSameDefinition(task.taskDefinitionArn, name));
    if (tasks.length > 0 && before.length > 0 && !tasks.some(isOld)) {
      return pass('age', 'No running task is of the task definition that ran before.');
    }
    return missing('age', 'ECS does not say when the running tasks started.');
  }
  const old = known.filter((task) => (task.startedAt ?? task.createdAt ?? 0) < since).length;
  return old > 0
    ? fail(
        'age',
        `${old} of ${tasks.length} running tasks are older than this deployment (${clockText(since)}): they were not replaced.`,
      )
    : pass('age', `All ${tasks.length} running tasks started after ${clockText(since)}.`);
}

function pass(check: string, text: string): Measurement {
  return { check, result: 'pass', text };
}

function fail(check: string, text: string): Measurement {
  return { check, result: 'fail', text };
}

function missing(check: string, text: string): Measurement {
  return { check, result: 'missing', text };
}
