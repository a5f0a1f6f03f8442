import type { PreflightCheck } from '../../../core/service/plan.ts';
import { clockText } from './capabilities.ts';
import { registeredOnly } from './classic.ts';
import { plannedWaitMs } from './eta.ts';
import { type Past, wasLeft } from './history.ts';
import { pausePoints, stageText } from './pause-points.ts';
import type { Pinning } from './pin.ts';
import type { Restated } from './restate.ts';
import type { DeploymentBrief, Revision, TaskDefinition } from './schema.ts';
import type { Snapshot } from './snapshot.ts';

/** A rollback that takes longer than this by its own strategy is said to be slow. */
const slowMs = 10 * 60_000;

/** What a redeployment of an old release rests on. */
export interface RedeployGround {
  /** The destination, for people. */
  readonly label: string;
  readonly snapshot: Snapshot;
  readonly past: Past;
  readonly brief: DeploymentBrief;
  readonly revision: Revision;
  readonly definition: TaskDefinition;
  readonly pinning: Pinning;
  readonly restated: Restated;
}

export function checkRedeploy(ground: RedeployGround): PreflightCheck[] {
  return [
    checkState(ground.snapshot),
    checkDestination(ground),
    checkTaskDefinition(ground),
    checkImage(ground),
    ground.past.classic ? unseenSettings : checkSettings(ground.restated),
    checkGuards(ground.snapshot),
    checkSpeed(ground.snapshot),
    checkCapacity(ground.snapshot),
    drift,
  ].filter((check) => check !== undefined);
}

export function checkBackOut(snapshot: Snapshot): PreflightCheck[] {
  const source = snapshot.deployment?.sourceServiceRevisions[0];
  const running = source?.runningTaskCount ?? 0;
  return [
    checkState(snapshot),
    running > 0
      ? pass('Destination', `${running} tasks of ${snapshot.fromLabel} still run.`)
      : warn('Destination', `No task of ${snapshot.fromLabel} runs any more; all must start anew.`),
    checkCapacity(snapshot),
    drift,
  ];
}

function checkState(snapshot: Snapshot): PreflightCheck {
  const { deployment, observedAt } = snapshot;
  const status = deployment?.status ?? 'no deployment';
  return pass('State', `Read from ECS at ${clockText(observedAt)}: ${status}.`);
}

function checkDestination({ label, brief, revision, past }: RedeployGround): PreflightCheck {
  if (brief.status === registeredOnly) {
    return warn(
      'Destination',
      `That ${label} is registered is all this ECS endpoint tells; whether it ever served here is not known.`,
    );
  }
  if (brief.status !== 'SUCCESSFUL') {
    return {
      name: 'Destination',
      result: 'block',
      text: `${label} never got into service here: its deployment ended ${brief.status}.`,
    };
  }
  if (wasLeft(past, revision)) {
    return warn('Destination', `${label} was in service and was rolled back once already.`);
  }
  const servedFrom = brief.finishedAt ?? brief.createdAt;
  const later = past.entries
    .filter((one) => one.brief.createdAt > servedFrom && one.brief.status === 'SUCCESSFUL')
    .at(-1);
  const hours = later && Math.round((later.brief.createdAt - servedFrom) / 3_600_000);
  const served =
    hours === undefined
      ? ''
      : ` for ${hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`}`;
  return pass('Destination', `${label} was in service here${served}.`);
}

function checkTaskDefinition({ label, definition }: RedeployGround): PreflightCheck {
  if (definition.status === 'ACTIVE') {
    return pass('Task definition', `The task definition of ${label} is ACTIVE.`);
  }
  if (definition.status === 'unknown') {
    const text = `ECS does not say whether the task definition of ${label} is ACTIVE.`;
    return { name: 'Task definition', result: 'unknown', text };
  }
  return warn(
    'Task definition',
    `The task definition of ${label} is ${definition.status}; its content is registered again first (needs ecs:RegisterTaskDefinition and iam:PassRole).`,
  );
}

function checkImage({ label, pinning, past }: RedeployGround): PreflightCheck {
  const { pinned, unpinnable } = pinning;
  if (unpinnable.length > 0) {
    return warn(
      'Image',
      `ECS recorded no digest for ${unpinnable.join(', ')}: the tag may be another build by now.`,
    );
  }
  const moved = pinned.find(({ image, digest }) =>
    past.entries.some((entry) =>
      entry.revision.containerImages.some(
        (one) => one.image === image && one.imageDigest !== undefined && one.imageDigest !== digest,
      ),
    ),
  );
  if (moved) {
    return warn(
      'Image',
      `${moved.image} has meant another build since; the build that ran then is pinned (${moved.digest.slice(0, 19)}). Whether the registry still has it cannot be seen from ECS.`,
    );
  }
  const what = pinned.length > 0 ? 'pinned by the digest ECS recorded' : 'named by digest';
  return {
    name: 'Image',
    result: 'unknown',
    text: `The image of ${label} is ${what}; whether the registry still has it cannot be seen from ECS.`,
  };
}

function checkSettings({ settings, left }: Restated): PreflightCheck {
  const names = Object.keys(settings);
  if (left.length > 0) {
    return warn(
      'Settings',
      `Stays as it is now, although it was different then: ${left.join(', ')}.`,
    );
  }
  if (names.length === 0)
    return pass('Settings', 'The other settings of the service are the same.');
  return warn('Settings', `Goes back as well, because it was different then: ${names.join(', ')}.`);
}

function checkGuards(snapshot: Snapshot): PreflightCheck {
  const { alarms, deploymentCircuitBreaker: breaker } = snapshot.service.deploymentConfiguration;
  const watching = alarms?.enable
    ? ` Alarms already in ALARM (${alarms.alarmNames.join(', ')}) are ignored for this deployment.`
    : '';
  if (breaker?.rollback || (alarms?.enable && alarms.rollback)) {
    return warn(
      'Automatic rollback',
      `If this deployment fails, ECS puts back what completed last: ${snapshot.toLabel}, the release you are leaving.${watching}`,
    );
  }
  return pass('Automatic rollback', `ECS will not undo this by itself.${watching}`);
}

function checkSpeed(snapshot: Snapshot): PreflightCheck | undefined {
  const configuration = snapshot.service.deploymentConfiguration;
  const points = pausePoints(configuration);
  const waitMs = plannedWaitMs(configuration);
  const holds =
    points.length > 0
      ? ` Its pause points (${points.map(stageText).join(', ')}) are passed without waiting.`
      : '';
  if (waitMs < slowMs && !holds) return undefined;
  const minutes = Math.round(waitMs / 60_000);
  return warn(
    'Speed',
    `Going back is a deployment like any other: ${configuration.strategy}, at least ${minutes} min of prescribed waiting.${holds}`,
  );
}

function checkCapacity({ service }: Snapshot): PreflightCheck {
  const { desiredCount, runningCount } = service;
  if (desiredCount === 0) {
    return warn(
      'Capacity',
      'The service is scaled to 0 tasks: nothing will run afterwards either.',
    );
  }
  const text = `${runningCount} of ${desiredCount} tasks run.`;
  return runningCount < desiredCount ? warn('Capacity', text) : pass('Capacity', text);
}

const unseenSettings: PreflightCheck = {
  name: 'Settings',
  result: 'unknown',
  text: 'Only the task definition goes back. What else of the service was set otherwise then, this ECS endpoint does not tell.',
};

/** Always true, never visible from here. */
const drift: PreflightCheck = {
  name: 'Afterwards',
  result: 'unknown',
  text: 'ECS does not say which tool owns this service. The next pipeline run, terraform apply or stack update brings the newer release back unless it is reverted there too.',
};

function pass(name: string, text: string): PreflightCheck {
  return { name, result: 'pass', text };
}

function warn(name: string, text: string): PreflightCheck {
  return { name, result: 'warn', text };
}
