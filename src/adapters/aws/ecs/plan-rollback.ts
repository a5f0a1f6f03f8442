import type { Impossible, Plan, PlanRequest } from '../../../core/service/plan.ts';
import { type Change, planHash } from './change.ts';
import { numberOf, registeredOnly } from './classic.ts';
import { redeployEta } from './eta.ts';
import { fingerprint, type Past, readPast, wasLeft } from './history.ts';
import { pausePoints } from './pause-points.ts';
import { runningRevisions } from './phase.ts';
import { contentOf, pinImages } from './pin.ts';
import { checkRedeploy, type RedeployGround } from './preflight.ts';
import type { EcsReader } from './reader.ts';
import { labelOf, releaseOf, shortName } from './release.ts';
import { restate } from './restate.ts';
import type { Revision, TaskDefinition } from './schema.ts';
import type { Snapshot } from './snapshot.ts';

/** ListServiceDeployments goes back 90 days; so many of them are offered. */
const searchedReleases = 100;

/** Rolling back what is fully out: an earlier release deployed again. */
export async function planRedeploy(
  reader: EcsReader,
  snapshot: Snapshot,
  request: PlanRequest,
): Promise<Plan | Impossible> {
  const past = await readPast(reader, searchedReleases, snapshot.observedAt);
  const serving = servingRevision(past, snapshot);
  const chosen = choose(past, serving, request);
  if (!('revision' in chosen)) return chosen;
  const { brief, revision } = chosen;
  const definition = await reader.taskDefinition(revision.taskDefinition);
  if (!definition) {
    return impossible(
      `The task definition ${shortName(revision.taskDefinition)} was deleted, so ${labelOf(revision, past.tags)} cannot be deployed again. Choose another release.`,
    );
  }
  const pinning = pinImages(revision);
  const restated = restate(revision, serving ?? revision);
  const label = labelOf(revision, past.tags);
  if (serving && (await isSame(reader, serving, { definition, pinning, restated }))) {
    return impossible(
      `${label} is what runs now, the same builds with the same settings: ECS would begin no deployment. Choose another release.`,
    );
  }
  const ground = { label, snapshot, past, brief, revision, definition, pinning, restated };
  return redeployPlan(ground, request);
}

/**
 * Would it be deployed as what serves already? ECS takes such an UpdateService and begins nothing,
 * so that there would be nothing to follow: a release put back before is in the history twice.
 */
async function isSame(
  reader: EcsReader,
  serving: Revision,
  wanted: Pick<RedeployGround, 'definition' | 'pinning' | 'restated'>,
): Promise<boolean> {
  if (Object.keys(wanted.restated.settings).length > 0) return false;
  const current = await reader.taskDefinition(serving.taskDefinition);
  if (!current) return false;
  return contentOf(wanted.definition, wanted.pinning.images) === contentOf(current);
}

function redeployPlan(ground: RedeployGround, request: PlanRequest): Plan {
  const { label, snapshot, past, brief, revision, definition, pinning, restated } = ground;
  const { target } = snapshot;
  const copy = pinning.pinned.length > 0 || isRetired(definition);
  const newest = snapshot.deployment;
  const points = pausePoints(snapshot.service.deploymentConfiguration);
  const change: Change = {
    operation: 'UpdateService',
    ...(newest ? { newest: newest.serviceDeploymentArn } : {}),
    newestAt: newest?.createdAt ?? 0,
    destination: revision.serviceRevisionArn,
    taskDefinition: revision.taskDefinition,
    copy,
    images: { ...pinning.images },
    settings: { ...restated.settings },
    passesPauses: points.length > 0,
  };
  const { strategy } = snapshot.service.deploymentConfiguration;
  const named = Object.keys(restated.settings);
  return {
    target,
    verb: request.verb,
    toRelease: releaseOf(revision, brief, past.service, past.tags),
    steps: [
      ...copySteps(ground),
      {
        text: `Deploys ${label} again with the ${strategy} strategy.`,
        call: `UpdateService ${target.cluster}/${target.service} taskDefinition=${copy ? `copy of ${shortName(revision.taskDefinition)}` : shortName(revision.taskDefinition)}${named.length > 0 ? `, ${named.join(', ')}` : ''}`,
      },
      ...(points.length > 0 ? [{ text: passText }] : []),
      { text: 'Watches that deployment to its end and measures which builds run.' },
    ],
    input: change,
    fence: snapshot.fence,
    checks: checkRedeploy(ground),
    sentence: `Puts ${label} back in place of ${snapshot.toLabel}, as a new deployment.`,
    expectedEnd: 'succeeded',
    eta: redeployEta(past),
    undoHint: `Roll back to ${snapshot.toLabel} in the same way.`,
    hash: planHash(target, request.verb, change),
  };
}

/** Left alone, an unattended pause ends in ECS putting the release back that is being left. */
const passText =
  'Passes the pause points on the way back without waiting (ContinueServiceDeployment, CONTINUE): they are meant for new releases.';

/** Registering changes nothing that runs, so it is told, but is not the change. */
function copySteps({ pinning, definition, revision }: RedeployGround): Plan['steps'] {
  const name = shortName(revision.taskDefinition);
  const why = [
    ...pinning.pinned.map(
      ({ image, digest }) =>
        `${image.split('/').at(-1)} pinned to the build it was then, ${digest.slice(0, 19)}…`,
    ),
    ...(isRetired(definition) ? [`the original is ${definition.status}`] : []),
  ];
  if (why.length === 0) return [];
  return [
    {
      text: `Registers a copy of ${name} (${why.join('; ')}) with RegisterTaskDefinition. Nothing runs from it yet.`,
    },
  ];
}

/** What serves now: one revision, or the one the last deployment ended on. */
function servingRevision(past: Past, snapshot: Snapshot): Revision | undefined {
  const running = runningRevisions(past.service);
  const only = running.length === 1 ? running[0] : undefined;
  const found = past.entries.find((one) => one.revision.serviceRevisionArn === only)?.revision;
  return found ?? (snapshot.phase === 'rolled-back' ? snapshot.from : snapshot.to);
}

type Entry = Past['entries'][number];

function choose(
  past: Past,
  serving: Revision | undefined,
  request: PlanRequest,
): Entry | Impossible {
  const servingPrint = serving && fingerprint(serving);
  if (request.toReleaseId === undefined) {
    const previous = past.entries.find(
      (one) =>
        (one.brief.status === 'SUCCESSFUL' || isOlder(one, serving)) &&
        fingerprint(one.revision) !== servingPrint &&
        !wasLeft(past, one.revision),
    );
    return (
      previous ??
      impossible(
        'ECS remembers no earlier release that was in service here. Its memory is 90 days; deploy an older one by its pipeline.',
      )
    );
  }
  const entry = past.entries.find((one) => one.revision.serviceRevisionArn === request.toReleaseId);
  if (!entry) {
    return impossible(
      'ECS does not remember that release of this service. Its memory is 90 days; deploy it by its pipeline.',
    );
  }
  if (entry.revision.serviceRevisionArn === serving?.serviceRevisionArn) {
    return impossible(`${labelOf(entry.revision, past.tags)} is what runs now.`);
  }
  return entry;
}

/** Of those that are merely registered, the ones before what serves now. */
function isOlder(one: Entry, serving: Revision | undefined): boolean {
  return (
    one.brief.status === registeredOnly &&
    serving !== undefined &&
    numberOf(one.revision.taskDefinition) < numberOf(serving.taskDefinition)
  );
}

/** INACTIVE or on its way out; an endpoint that gives no status has it. */
function isRetired(definition: TaskDefinition): boolean {
  return definition.status !== 'ACTIVE' && definition.status !== 'unknown';
}

function impossible(sentence: string): Impossible {
  return { impossible: true, sentence };
}
