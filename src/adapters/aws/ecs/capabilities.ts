import { type Capability, type Verb, verbs } from '../../../core/service/rollout.ts';
import { nextPausePoint, pausePoints, stageText } from './pause-points.ts';
import { standing } from './phase.ts';
import type { Deployment } from './schema.ts';
import type { Snapshot } from './snapshot.ts';

type Answer = Omit<Capability, 'verb'>;

/** What each verb would do now, or why it cannot. */
export function capabilitiesOf(snapshot: Snapshot): Capability[] {
  return verbs.map((verb) => ({ verb, ...answer(verb, snapshot) }));
}

/** The same for one verb: plans refuse in these words. */
export function answer(verb: Verb, snapshot: Snapshot): Answer {
  const controller = snapshot.service.deploymentController.type;
  if (controller !== 'ECS') return { ...foreign(controller), effect: effects[verb] };
  const unclear = unclearNow(snapshot.deployment);
  if (unclear) return { availability: 'not-now', effect: effects[verb], sentence: unclear };
  if (snapshot.classic && verb !== 'rollback') return { ...bound, effect: effects[verb] };
  switch (verb) {
    case 'rollback':
      return rollback(snapshot);
    case 'abort':
      return abort(snapshot);
    case 'pause':
      return pause(snapshot);
    case 'resume':
    case 'promote':
      return goOn(verb, snapshot);
  }
}

const effects: Readonly<Record<Verb, Capability['effect']>> = {
  rollback: 'redeploy-old',
  pause: 'hold',
  resume: 'advance-one',
  promote: 'advance-one',
  abort: 'back-out',
};

/** Without service deployments there is nothing to stop, hold or continue. */
const bound = {
  availability: 'never-on-this-engine',
  sentence:
    'This ECS endpoint knows no service deployments, so a rollout cannot be stopped or held; rolling back deploys an earlier task definition over it.',
  insteadTry: 'rollback',
} as const;

function foreign(controller: string): Pick<Answer, 'availability' | 'sentence'> {
  return {
    availability: 'never-on-this-engine',
    sentence:
      controller === 'CODE_DEPLOY'
        ? 'CodeDeploy moves this service, and ECS refuses changes made past it; use CodeDeploy.'
        : `This service's deployments are driven from outside ECS (controller ${controller}); use the tool that drives them.`,
  };
}

/** Why nothing should be changed before somebody has looked; undefined when all is clear. */
function unclearNow(deployment: Deployment | undefined): string | undefined {
  const state = deployment && standing(deployment);
  if (state === 'stopping') return 'ECS is stopping this rollout; look again in a minute.';
  if (state !== 'unknown') return undefined;
  return `ECS reports the status ${deployment?.status}, which Firebreak does not know; look in the ECS console before changing anything.`;
}

function rollback(snapshot: Snapshot): Answer {
  const { deployment, toLabel, fromLabel, from } = snapshot;
  const state = deployment && standing(deployment);
  if (state === 'rolling-back') {
    return {
      availability: 'not-now',
      effect: 'back-out',
      sentence: `ECS is already putting ${fromLabel} back.`,
    };
  }
  if (state !== 'moving' || snapshot.classic) {
    return {
      availability: 'now',
      effect: 'redeploy-old',
      sentence: 'Deploys an earlier release again, as a new deployment with the strategy set now.',
    };
  }
  if (!from) return { availability: 'not-now', effect: 'back-out', sentence: firstOne(toLabel) };
  return {
    availability: 'now',
    effect: 'back-out',
    sentence: `Stops the rollout of ${toLabel}; all traffic returns to ${fromLabel}.`,
  };
}

function abort(snapshot: Snapshot): Answer {
  const { deployment, toLabel, fromLabel, from } = snapshot;
  const state = deployment && standing(deployment);
  const base = { effect: 'back-out' } as const;
  if (state === 'rolling-back') {
    const sentence = `ECS is already putting ${fromLabel} back.`;
    return { ...base, availability: 'not-now', sentence };
  }
  if (state !== 'moving') {
    return {
      ...base,
      availability: 'not-now',
      sentence: 'No rollout is running, so there is nothing to abort.',
      insteadTry: 'rollback',
    };
  }
  if (!from) return { ...base, availability: 'not-now', sentence: firstOne(toLabel) };
  return {
    ...base,
    availability: 'now',
    sentence: `Backs out: ECS cannot stop and leave things as they are, so all traffic returns to ${fromLabel}.`,
  };
}

function firstOne(label: string): string {
  return `${label} is the first release ECS knows of here; there is nothing to go back to.`;
}

function pause(snapshot: Snapshot): Answer {
  const { deployment, hook } = snapshot;
  const base = { effect: 'hold' } as const;
  if (!deployment || standing(deployment) === 'ended') {
    const sentence = 'No rollout is running, so there is nothing to pause.';
    return { ...base, availability: 'not-now', sentence };
  }
  if (standing(deployment) === 'rolling-back') {
    const sentence = 'ECS is rolling back, and a rollback cannot be held.';
    return { ...base, availability: 'not-now', sentence };
  }
  if (hook) {
    const end = hook.timeoutAction === 'CONTINUE' ? 'go on' : 'roll back';
    const when = hook.expiresAt === undefined ? '' : ` until ${clockText(hook.expiresAt)}`;
    return {
      ...base,
      availability: 'not-now',
      sentence: `It is paused already, after ${stageText(deployment.lifecycleStage ?? 'this stage')}${when}; without an answer ECS will ${end} by itself.`,
    };
  }
  const next = nextPausePoint(deployment);
  if (next) {
    return {
      ...base,
      availability: 'not-now',
      sentence: `Nothing to do: it will hold by itself at its pause point "${stageText(next)}". ECS cannot hold earlier than that.`,
    };
  }
  const some = pausePoints(deployment.deploymentConfiguration).length > 0;
  return {
    ...base,
    availability: 'needs-setup',
    sentence: `ECS cannot hold this deployment here: ${some ? 'its pause points are behind it' : 'no pause point is configured'}. Abort returns all traffic to ${snapshot.fromLabel}; a PAUSE lifecycle hook on the service makes holding possible next time.`,
    insteadTry: 'abort',
  };
}

function goOn(verb: 'resume' | 'promote', snapshot: Snapshot): Answer {
  const { deployment, hook } = snapshot;
  const base = { effect: 'advance-one' } as const;
  if (!deployment || standing(deployment) !== 'moving') {
    const sentence = `No rollout is ${verb === 'resume' ? 'paused' : 'running'}.`;
    return { ...base, availability: 'not-now', sentence };
  }
  if (hook) {
    const next = nextPausePoint(deployment);
    const until = next ? `until its next pause point "${stageText(next)}"` : 'to its end';
    return {
      ...base,
      availability: 'now',
      sentence: `ECS goes on with ${snapshot.toLabel} ${until}. Its waiting times between steps stay; ECS cannot skip them.`,
    };
  }
  return {
    ...base,
    availability: pausePoints(deployment.deploymentConfiguration).length
      ? 'not-now'
      : 'needs-setup',
    sentence:
      verb === 'resume'
        ? 'It is not paused: ECS is moving it by itself.'
        : 'ECS moves it by its own timer and has no call to go faster; only a pause point can be passed by hand.',
  };
}

/** Universal time, said so: the engine's own clock, not a reader's. */
export function clockText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
