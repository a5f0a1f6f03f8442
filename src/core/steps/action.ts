import { type Action, isLive, isMoving } from '../action/action.ts';
import { approvalsNeeded, mayApprove, mayPropose } from '../decision/policy.ts';
import type { Dossier } from '../dossier.ts';
import type { Event, EventOf } from '../event.ts';
import { isOpen, mayMove, type Phase } from '../incident/phase.ts';
import { derivedId } from '../kit/ids.ts';
import { isRefusal, refuse } from '../kit/refusal.ts';
import { isImpossible, type Plan } from '../service/plan.ts';
import { targetKey } from '../service/service.ts';
import { environmentOf } from '../world.ts';
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
import { takeOn } from './paging.ts';

/** Somebody wants a change. Nothing is sent to the engine before it is planned and allowed. */
export function actionRequested(
  dossier: Dossier,
  event: EventOf<'ActionRequested'>,
  context: Context,
): Step {
  const { refusals, timeline } = context.words;
  const { verb } = event.request;
  if (!isOpen(dossier.phase)) return refuse('closed', refusals.closed(dossier.id, dossier.phase));
  const environment = environmentOf(context.world, dossier.service, dossier.environment);
  if (!environment?.rollout) {
    return refuse('no-rollout', refusals.noRollout(dossier.service, dossier.environment));
  }
  const allowed = mayPropose(context.world, {
    verb,
    service: dossier.service,
    environment: dossier.environment,
    person: event.by,
    at: context.now,
  });
  if (isRefusal(allowed)) return allowed;
  const live = dossier.actions.find(isLive);
  if (live) return refuse('live-action', refusals.liveAction(live.request.verb, live.proposedBy));
  const action: Action = {
    id: derivedId(event.id, 'action'),
    request: event.request,
    target: environment.rollout,
    service: dossier.service,
    environment: dossier.environment,
    state: 'planning',
    proposedBy: event.by,
    proposedAt: context.now,
    approvalsNeeded: approvalsNeeded(context.world, {
      verb,
      service: dossier.service,
      environment: dossier.environment,
    }),
    approvals: [],
    ...(event.planHash ? { shownPlanHash: event.planHash } : {}),
  };
  const change = draft(dossier);
  patch(change, { actions: [...dossier.actions, action] });
  moveTo(change, 'deciding');
  note(change, event, context, {
    by: event.by,
    text: timeline.requested(verb, event.by, dossier.service, dossier.environment),
    detail: { action: action.id, request: event.request, target: targetKey(environment.rollout) },
  });
  takeOn(change, event, context, event.by);
  change.effects.push({ kind: 'plan', action: action.id });
  show(change, `action:${action.id}`, 'card');
  return change;
}

/** The engine said what it would do, or why it cannot. */
export function actionPlanned(
  dossier: Dossier,
  event: EventOf<'ActionPlanned'>,
  context: Context,
): Step {
  const action = actionOf(dossier, event.action);
  if (action?.state !== 'planning') return refuse('not-planning', 'This action is past planning.');
  const { plan } = event;
  if (isImpossible(plan)) {
    return ended(dossier, event, context, action, 'impossible', plan.sentence);
  }
  const blocks = plan.checks.filter(({ result }) => result === 'block');
  if (blocks.length > 0) {
    const why = blocks.map(({ text }) => text).join(' ');
    return ended(dossier, event, context, { ...action, plan }, 'refused', why);
  }
  if (action.shownPlanHash !== undefined && action.shownPlanHash !== plan.hash) {
    const why = context.words.refusals.planMoved();
    return ended(dossier, event, context, { ...action, plan }, 'refused', why);
  }
  const change = draft(dossier);
  const needed = needsNow(action, context);
  note(change, event, context, {
    text: context.words.timeline.planned(plan.sentence, needed),
    detail: { action: action.id, hash: plan.hash, steps: plan.steps, checks: plan.checks },
  });
  const planned = { ...action, plan, state: 'proposed' as const, approvalsNeeded: needed };
  patchAction(change, planned);
  if (needed === 0) approve(change, planned);
  show(change, `action:${action.id}`, 'card', 'options');
  return change;
}

/** One person's yes to one plan, as it was shown to them. */
export function actionApproved(
  dossier: Dossier,
  event: EventOf<'ActionApproved'>,
  context: Context,
): Step {
  const { refusals, timeline } = context.words;
  const action = actionOf(dossier, event.action);
  if (action?.state !== 'proposed' || !action.plan) {
    return refuse('not-proposed', refusals.notProposed(action?.state));
  }
  if (action.plan.hash !== event.planHash) return refuse('plan-moved', refusals.planMoved());
  const allowed = mayApprove(context.world, {
    verb: action.request.verb,
    service: action.service,
    environment: action.environment,
    person: event.by,
    proposer: action.proposedBy,
    approvedBy: action.approvals.map(({ by }) => by),
    at: context.now,
  });
  if (isRefusal(allowed)) return allowed;
  const change = draft(dossier);
  const approvals = [
    ...action.approvals,
    { by: event.by, at: context.now, planHash: event.planHash },
  ];
  const needed = needsNow(action, context);
  const approved = { ...action, approvals, approvalsNeeded: needed };
  patchAction(change, approved);
  note(change, event, context, {
    by: event.by,
    text: timeline.approved(event.by, approvals.length, needed),
    detail: { action: action.id, planHash: event.planHash },
  });
  if (approvals.length >= needed) approve(change, approved);
  show(change, `action:${action.id}`, 'card');
  return change;
}

/** The policy may have become stricter since it was asked for, never laxer for what is under way. */
function needsNow(action: Action, context: Context): number {
  const { verb } = action.request;
  const { service, environment } = action;
  const now = approvalsNeeded(context.world, { verb, service, environment });
  return Math.max(action.approvalsNeeded, now);
}

function approve(change: Draft, action: Action): void {
  patchAction(change, { ...action, state: 'approved' });
  moveTo(change, 'acting');
  change.effects.push({ kind: 'guard', action: action.id });
}

export function actionWithdrawn(
  dossier: Dossier,
  event: EventOf<'ActionWithdrawn'>,
  context: Context,
): Step {
  const action = actionOf(dossier, event.action);
  if (!action || !isLive(action) || isMoving(action)) {
    return refuse('not-proposed', context.words.refusals.notProposed(action?.state));
  }
  const change = draft(dossier);
  patchAction(change, { ...action, state: 'withdrawn' });
  note(change, event, context, {
    by: event.by,
    text: context.words.timeline.withdrawn(action.request.verb, event.by),
    detail: { action: action.id },
  });
  show(change, `action:${action.id}`, 'card', 'options');
  return change;
}

/** An action ended without having been made, or having failed: people decide again. */
export function ended(
  dossier: Dossier,
  event: Event,
  context: Context,
  action: Action,
  state: 'impossible' | 'refused' | 'failed',
  why: string,
): Step {
  const change = draft(dossier);
  const wasMoving = isMoving(action);
  patchAction(change, { ...action, state, why });
  const text = context.words.timeline.ended(action.request.verb, state, why);
  note(change, event, context, {
    kind: `${event.kind}:${state}`,
    text,
    detail: { action: action.id },
  });
  moveTo(change, 'deciding');
  if (wasMoving) {
    change.effects.push({ kind: 'release-target', action: action.id });
    change.effects.push({ kind: 'observe-rollout' });
  }
  show(change, `action:${action.id}`, 'card', 'options');
  announce(change, event, context, text, [action.proposedBy]);
  return change;
}

export function actionOf(dossier: Dossier, id: string): Action | undefined {
  return dossier.actions.find((action) => action.id === id);
}

export function patchAction(change: Draft, action: Action): void {
  patch(change, {
    actions: change.dossier.actions.map((before) => (before.id === action.id ? action : before)),
  });
}

/** Moves the phase where the table allows it; elsewhere it stays. */
export function moveTo(change: Draft, phase: Phase): void {
  if (mayMove(change.dossier.phase, phase)) patch(change, { phase });
}

/** Puts a plan before people again: every earlier yes is void, and it is looked for anew. */
export function proposeAnew(change: Draft, action: Action, plan: Plan, why: string): void {
  const { doubts: _doubts, holdUps: _holdUps, ...rest } = action;
  patchAction(change, { ...rest, plan, why, state: 'proposed', approvals: [] });
}
