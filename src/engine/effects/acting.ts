import { type Action, isMoving } from '../../core/action/action.ts';
import type { Dossier } from '../../core/dossier.ts';
import type { Event } from '../../core/event.ts';
import { OutsideError } from '../../core/kit/outside-error.ts';
import { isImpossible, type Operation, type Plan } from '../../core/service/plan.ts';
import { targetKey } from '../../core/service/service.ts';
import { doubtsBeforeGivingUp } from '../../core/steps/acting.ts';
import { environmentOf } from '../../core/world.ts';
import { controlOf, type Doing, eventIdOf, type Handler } from './doing.ts';

/** What the guard saw is this long good enough to send by: nobody was there to send it meanwhile. */
const guardGoodForMs = 60_000;

/** Asks the engine what it would do. Changes nothing. */
export const plan: Handler<'plan'> = async (effect, { dossier, claim }, doing) => {
  const action = actionIn(dossier, effect.action, 'planning');
  if (!action) return undefined;
  const planned = await controlOf(doing, action.target).plan(action.target, action.request);
  return { id: eventIdOf(claim), kind: 'ActionPlanned', action: action.id, plan: planned };
};

/**
 * The last look before a change: holds the target against any other action, reads the world again,
 * and lets the change go only if it is the very one that was approved. A doubt is a refusal.
 */
export const guard: Handler<'guard'> = async (effect, { dossier, claim }, doing) => {
  const action = actionIn(dossier, effect.action, 'approved');
  if (!action?.plan) return undefined;
  const about = { id: eventIdOf(claim), action: action.id };
  const held = await holdFor(action, dossier.id, doing);
  if (held === 'no-longer-approved') return undefined;
  if (!held) {
    return {
      ...about,
      kind: 'ActionVoided',
      why: doing.words.causes.otherIncident,
    };
  }
  const fresh = await controlOf(doing, action.target).plan(action.target, action.request);
  if (isImpossible(fresh)) return { ...about, kind: 'ActionVoided', why: fresh.sentence };
  if (fresh.hash !== action.plan.hash) {
    const why = doing.words.causes.rolloutMoved;
    return { ...about, kind: 'ActionVoided', why, plan: fresh };
  }
  return { ...about, kind: 'ActionGuarded' };
};

/**
 * Takes the target while the action is approved, seen under the lock of its incident: who ends an
 * action releases its target after that, so a try that was overtaken can leave nothing held.
 */
function holdFor(
  { id, target }: Action,
  incident: string,
  { store, clock }: Doing,
): Promise<boolean | 'no-longer-approved'> {
  return store.transaction(async (tx) => {
    const now = await tx.dossier(incident);
    if (!now || !actionIn(now, id, 'approved')) return 'no-longer-approved';
    return tx.holdTarget(targetKey(target), id, clock.now());
  });
}

/**
 * The one change. Only the first try of the first send makes it; every later one merely looks
 * whether it happened, because an answer may have been lost, or we may have been.
 */
export const send: Handler<'send'> = async (effect, { dossier, claim }, doing) => {
  const action = dossier.actions.find(({ id }) => id === effect.action);
  if (!action?.plan || (action.state !== 'sending' && action.state !== 'unknown')) return undefined;
  const id = eventIdOf(claim);
  const isFirst = action.state === 'sending' && claim.attempt === 1;
  if (!isFirst) return look(id, action, action.plan, doing);
  if (doing.clock.now() - claim.createdAt > guardGoodForMs) {
    const why = doing.words.causes.notSentInTime;
    return { id, kind: 'ActionHeldUp', action: action.id, why, retryAfterMs: 0 };
  }
  try {
    const operation = await controlOf(doing, action.target).execute(action.plan);
    return { id, kind: 'ActionStarted', action: action.id, operation };
  } catch (error) {
    return sendFailed(id, action, action.plan, error, doing);
  }
};

async function sendFailed(
  id: string,
  action: Action,
  planned: Plan,
  error: unknown,
  doing: Doing,
): Promise<Event> {
  const about = { id, action: action.id };
  if (!(error instanceof OutsideError)) {
    doing.log.error({ error, action: action.id }, 'sending a change failed in an unforeseen way');
    return { ...about, kind: 'ActionDoubted', why: doing.words.causes.failedWhileSending };
  }
  switch (error.kind) {
    case 'timed-out':
    case 'unavailable':
      return { ...about, kind: 'ActionDoubted', why: error.message };
    case 'conflict':
      // It may be our own success that stands in the way.
      return look(id, action, planned, doing);
    case 'rate-limited':
      return {
        ...about,
        kind: 'ActionHeldUp',
        why: error.message,
        retryAfterMs: error.retryAfterMs ?? 5_000,
      };
    case 'denied':
    case 'invalid':
    case 'not-found':
      return { ...about, kind: 'ActionFailed', why: error.message };
  }
}

/** Looks whether the change happened. Silence for a minute, read six times, means that it did not. */
async function look(id: string, action: Action, planned: Plan, doing: Doing): Promise<Event> {
  const control = controlOf(doing, action.target);
  const operation: Operation | undefined = await control.recall(planned);
  if (operation) return { id, kind: 'ActionStarted', action: action.id, operation };
  if ((action.doubts ?? 0) < doubtsBeforeGivingUp) {
    const why = action.why ?? doing.words.causes.stoppedWhileSending;
    return { id, kind: 'ActionDoubted', action: action.id, why };
  }
  const fresh = await control.plan(action.target, action.request);
  const why = doing.words.causes.noTrace;
  return {
    id,
    kind: 'ActionVoided',
    action: action.id,
    why: isImpossible(fresh) ? `${why} ${fresh.sentence}` : why,
    ...(isImpossible(fresh) ? {} : { plan: fresh }),
  };
}

export const poll: Handler<'poll'> = async (effect, { dossier, claim }, doing) => {
  const action = actionIn(dossier, effect.action, 'running');
  if (!action?.operation) return undefined;
  const operation = await controlOf(doing, action.target).poll(action.operation);
  return { id: eventIdOf(claim), kind: 'ActionProgressed', action: action.id, operation };
};

/** Measures twice over: is what runs what was asked for, and is the symptom gone? */
export const measure: Handler<'measure'> = async (effect, { dossier, claim }, doing) => {
  const action = actionIn(dossier, effect.action, 'done');
  if (!action?.operation || !action.verification) return undefined;
  const environment = environmentOf(doing.world, dossier.service, dossier.environment);
  if (!environment) {
    // Gives up, so that the verdict is "cannot tell" and not awaited for ever.
    throw new Error(`${dossier.service} in ${dossier.environment} left the configuration`);
  }
  const [engine, symptom] = await Promise.all([
    controlOf(doing, action.target).verify(action.operation),
    doing.meter.readSymptom({
      environment,
      alerts: Object.keys(dossier.alerts),
      sinceAt: action.operation.endedAt ?? action.verification.startedAt,
    }),
  ]);
  return {
    id: eventIdOf(claim),
    kind: 'RecoveryMeasured',
    action: action.id,
    measurements: [...engine, ...symptom],
  };
};

export const releaseTarget: Handler<'release-target'> = async (effect, { dossier }, doing) => {
  await doing.store.transaction(async (tx) => {
    const now = await tx.dossier(dossier.id);
    const action = now?.actions.find(({ id }) => id === effect.action);
    // Approved anew meanwhile: the target is its own until it ends again.
    if (action && !isMoving(action)) await tx.releaseTarget(targetKey(action.target), action.id);
  });
  return undefined;
};

function actionIn(dossier: Dossier, id: string, state: Action['state']): Action | undefined {
  return dossier.actions.find((action) => action.id === id && action.state === state);
}
