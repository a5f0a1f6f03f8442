import { isMoving } from '../action/action.ts';
import type { Dossier } from '../dossier.ts';
import type { EventOf } from '../event.ts';
import { refuse } from '../kit/refusal.ts';
import type { Verb } from '../service/rollout.ts';
import { actionOf, ended, moveTo, patchAction, proposeAnew } from './action.ts';
import {
  announce,
  type Context,
  type Draft,
  draft,
  note,
  patch,
  type Step,
  show,
} from './change.ts';

/** How often the engine is asked how far it is. */
const pollEveryMs = 10_000;
/** How often, and how many times, the world is re-read after a lost answer. */
const doubtEveryMs = 10_000;
export const doubtsBeforeGivingUp = 6;
/** How many throttled attempts before people are asked again. */
const holdUpsBeforeGivingUp = 5;
/** A yes is for the trouble as it was then: later, after a night without us say, it is asked again. */
const approvalGoodForMs = 15 * 60_000;
/** The first reading after a change: metrics need a minute to see anything. */
const firstMeasureAfterMs = 15_000;

/** Verbs whose point is that the trouble ends: only they are measured. */
const curing: readonly Verb[] = ['rollback', 'abort'];

/** The guard passed. From now on the change may have been sent, whatever happens to us. */
export function actionGuarded(
  dossier: Dossier,
  event: EventOf<'ActionGuarded'>,
  context: Context,
): Step {
  const action = actionOf(dossier, event.action);
  if (action?.state !== 'approved') return refuse('not-approved', 'This action is not approved.');
  const approvedAt = action.approvals.at(-1)?.at ?? action.proposedAt;
  if (action.plan && context.now - approvedAt > approvalGoodForMs) {
    const why = context.words.causes.approvalTooOld;
    const { id } = event;
    const { plan } = action;
    return actionVoided(
      dossier,
      { id, kind: 'ActionVoided', action: action.id, why, plan },
      context,
    );
  }
  const change = draft(dossier);
  patchAction(change, { ...action, state: 'sending' });
  note(change, event, context, {
    text: context.words.timeline.sending(action.plan?.sentence ?? ''),
    detail: { action: action.id, call: action.plan?.steps, input: action.plan?.input },
  });
  change.effects.push({ kind: 'send', action: action.id });
  return change;
}

export function actionStarted(
  dossier: Dossier,
  event: EventOf<'ActionStarted'>,
  context: Context,
): Step {
  const action = actionOf(dossier, event.action);
  if (!action || !isMoving(action) || action.state === 'running') {
    return refuse('not-sending', 'This action is already under way or has ended.');
  }
  const { operation } = event;
  const change = draft(dossier);
  const { why: _why, ...rest } = action;
  patchAction(change, { ...rest, state: 'running', operation });
  note(change, event, context, {
    text: context.words.timeline.started(action.request.verb, operation.engineStatus),
    detail: { action: action.id, engineId: operation.engineId },
  });
  show(change, `action:${action.id}`, 'card');
  change.effects.push({ kind: 'poll', action: action.id, afterMs: pollEveryMs / 2 });
  supersede(change, event, context);
  return change;
}

/** A later change is being made: what an earlier one did can no longer be told from it. */
function supersede(change: Draft, event: EventOf<'ActionStarted'>, context: Context): void {
  for (const earlier of change.dossier.actions) {
    const { verification } = earlier;
    if (!verification || verification.verdict) continue;
    const verdict = 'cannot-tell';
    patchAction(change, {
      ...earlier,
      verification: { ...verification, verdict, checkedAt: context.now },
    });
    note(change, event, context, {
      kind: `RecoveryMeasured:${verdict}`,
      text: context.words.timeline.verdict(
        earlier.request.verb,
        verdict,
        verification.measurements,
      ),
      detail: { action: earlier.id, supersededBy: event.action },
    });
    show(change, `action:${earlier.id}`);
  }
}

/** The answer was lost. The world is read again and again before anything is claimed or tried. */
export function actionDoubted(
  dossier: Dossier,
  event: EventOf<'ActionDoubted'>,
  context: Context,
): Step {
  const action = actionOf(dossier, event.action);
  if (!action || (action.state !== 'sending' && action.state !== 'unknown')) {
    return refuse('not-sending', 'This action is not in doubt.');
  }
  const change = draft(dossier);
  const doubts = (action.doubts ?? 0) + 1;
  patchAction(change, { ...action, state: 'unknown', why: event.why, doubts });
  if (doubts === 1) {
    const text = context.words.timeline.doubted(action.request.verb, event.why);
    note(change, event, context, { text, detail: { action: action.id } });
    announce(change, event, context, text);
  }
  change.effects.push({ kind: 'send', action: action.id, afterMs: doubtEveryMs });
  show(change, `action:${action.id}`, 'card');
  return change;
}

export function actionHeldUp(
  dossier: Dossier,
  event: EventOf<'ActionHeldUp'>,
  context: Context,
): Step {
  const action = actionOf(dossier, event.action);
  if (!action || !isMoving(action)) return refuse('not-sending', 'This action is not under way.');
  const holdUps = (action.holdUps ?? 0) + 1;
  if (holdUps > holdUpsBeforeGivingUp) {
    return ended(dossier, event, context, action, 'failed', event.why);
  }
  const change = draft(dossier);
  patchAction(change, { ...action, state: 'approved', holdUps, why: event.why });
  change.effects.push({ kind: 'guard', action: action.id, afterMs: event.retryAfterMs });
  show(change, `action:${action.id}`);
  return change;
}

/** The world is not the one that was approved: every yes is void, the plan is shown anew. */
export function actionVoided(
  dossier: Dossier,
  event: EventOf<'ActionVoided'>,
  context: Context,
): Step {
  const action = actionOf(dossier, event.action);
  if (!action || !isMoving(action) || action.state === 'running') {
    return refuse('not-sending', 'This action is not waiting to be sent.');
  }
  const { plan } = event;
  const blocked = plan?.checks.some(({ result }) => result === 'block') ?? true;
  if (!plan || blocked || action.approvalsNeeded === 0) {
    return ended(dossier, event, context, action, 'refused', event.why);
  }
  const change = draft(dossier);
  proposeAnew(change, action, plan, event.why);
  moveTo(change, 'deciding');
  const text = context.words.timeline.voided(action.request.verb, event.why);
  note(change, event, context, { text, detail: { action: action.id, hash: plan.hash } });
  announce(change, event, context, text, [action.proposedBy]);
  change.effects.push({ kind: 'release-target', action: action.id });
  show(change, `action:${action.id}`, 'card', 'options');
  return change;
}

export function actionFailed(
  dossier: Dossier,
  event: EventOf<'ActionFailed'>,
  context: Context,
): Step {
  const action = actionOf(dossier, event.action);
  if (!action || !isMoving(action)) return refuse('not-sending', 'This action is not under way.');
  return ended(dossier, event, context, action, 'failed', event.why);
}

/** The engine told how far it is. Its "done" is not yet "recovered". */
export function actionProgressed(
  dossier: Dossier,
  event: EventOf<'ActionProgressed'>,
  context: Context,
): Step {
  const action = actionOf(dossier, event.action);
  if (action?.state !== 'running') return refuse('not-running', 'This action is not running.');
  const { operation } = event;
  if (operation.state === 'failed') {
    return ended(
      dossier,
      event,
      context,
      { ...action, operation },
      'failed',
      operation.engineStatus,
    );
  }
  const change = draft(dossier);
  if (operation.seen) patch(change, { rollout: operation.seen });
  show(change, `action:${action.id}`, 'card');
  if (operation.state === 'running') {
    patchAction(change, { ...action, operation });
    change.effects.push({ kind: 'poll', action: action.id, afterMs: pollEveryMs });
    return change;
  }
  const { verb } = action.request;
  note(change, event, context, {
    kind: 'ActionProgressed:done',
    text: context.words.timeline.done(verb, operation.engineStatus),
    detail: { action: action.id, engineId: operation.engineId },
  });
  change.effects.push({ kind: 'release-target', action: action.id });
  change.effects.push({ kind: 'observe-rollout' });
  if (curing.includes(verb)) {
    const verification = { startedAt: context.now, measurements: [] };
    patchAction(change, { ...action, operation, state: 'done', verification });
    moveTo(change, 'verifying');
    change.effects.push({ kind: 'measure', action: action.id, afterMs: firstMeasureAfterMs });
  } else {
    patchAction(change, { ...action, operation, state: 'done' });
    moveTo(change, 'deciding');
    announce(change, event, context, context.words.timeline.done(verb, operation.engineStatus));
  }
  return change;
}
