import { isLive, isMoving } from '../action/action.ts';
import type { Dossier } from '../dossier.ts';
import type { EventOf } from '../event.ts';
import { isOpen, mayMove, type Phase } from '../incident/phase.ts';
import { refuse } from '../kit/refusal.ts';
import { environmentOf } from '../world.ts';
import { announce, type Context, draft, note, patch, type Step, show } from './change.ts';
import { lookTwice } from './evidence.ts';
import { pageFirst, settlePages, takeOn } from './paging.ts';

/** An incident begins: the card goes up, everything is asked at once, the holder is paged. */
export function incidentOpened(event: EventOf<'IncidentOpened'>, context: Context): Step {
  const tenantField = environmentOf(context.world, event.service, event.environment)?.tenantField;
  const dossier: Dossier = {
    id: `INC-${event.number}`,
    number: event.number,
    title: event.title,
    service: event.service,
    environment: event.environment,
    ...(tenantField ? { tenantField } : {}),
    channel: event.channel,
    severity: event.severity,
    phase: 'investigating',
    openedAt: context.now,
    openedBy: event.by,
    alerts: {},
    asking: [],
    evidence: {},
    actions: [],
    pages: [],
    messages: {},
    notices: {},
  };
  const change = draft(dossier);
  note(change, event, context, {
    by: event.by,
    text: context.words.timeline.opened(event.title, event.severity, event.by),
  });
  show(change, 'card');
  lookTwice(change, event.id, context);
  pageFirst(change, event, context);
  return change;
}

export function acknowledged(
  dossier: Dossier,
  event: EventOf<'IncidentAcknowledged'>,
  context: Context,
): Step {
  if (!isOpen(dossier.phase)) {
    return refuse('closed', context.words.refusals.closed(dossier.id, dossier.phase));
  }
  if (dossier.acknowledged) {
    const { by } = dossier.acknowledged;
    return refuse(
      'acknowledged',
      context.words.refusals.acknowledged(dossier.id, by, by === event.by),
    );
  }
  const change = draft(dossier);
  takeOn(change, event, context, event.by);
  show(change, 'card');
  return change;
}

/** Resolved or dismissed: nobody is paged any more, and nothing proposed can be approved later. */
export function closed(
  dossier: Dossier,
  event: EventOf<'IncidentResolved'> | EventOf<'IncidentDismissed'>,
  context: Context,
): Step {
  const to: Phase = event.kind === 'IncidentResolved' ? 'resolved' : 'dismissed';
  const { refusals, timeline } = context.words;
  if (!isOpen(dossier.phase)) return refuse('closed', refusals.closed(dossier.id, dossier.phase));
  if (dossier.actions.some(isMoving)) return refuse('acting', refusals.acting(dossier.id));
  if (!mayMove(dossier.phase, to)) {
    return refuse('phase', refusals.phase(dossier.id, dossier.phase, to));
  }
  const change = draft(dossier);
  patch(change, {
    phase: to,
    closed: { by: event.by, at: context.now },
    actions: dossier.actions.map((action) =>
      isLive(action) ? { ...action, state: 'withdrawn' as const } : action,
    ),
  });
  const text = timeline.closed(to, event.by);
  note(change, event, context, { by: event.by, text });
  settlePages(change, event.by);
  show(change, 'card', ...withdrawnSlots(dossier));
  announce(change, event, context, text);
  return change;
}

function withdrawnSlots(dossier: Dossier): `action:${string}`[] {
  return dossier.actions.filter(isLive).map((action) => `action:${action.id}` as const);
}

export function reopened(
  dossier: Dossier,
  event: EventOf<'IncidentReopened'>,
  context: Context,
): Step {
  if (isOpen(dossier.phase)) return refuse('open', context.words.refusals.open(dossier.id));
  if (!mayMove(dossier.phase, 'investigating')) {
    return refuse(
      'phase',
      context.words.refusals.phase(dossier.id, dossier.phase, 'investigating'),
    );
  }
  const change = draft(reopenedDossier(dossier));
  const text = context.words.timeline.reopened(event.by);
  note(change, event, context, { by: event.by, text });
  show(change, 'card');
  announce(change, event, context, text);
  lookTwice(change, event.id, context);
  if (event.by === 'firebreak') pageFirst(change, event, context);
  return change;
}

function reopenedDossier(dossier: Dossier): Dossier {
  const { closed: _closed, acknowledged: _acknowledged, ...rest } = dossier;
  return { ...rest, phase: 'investigating' };
}
