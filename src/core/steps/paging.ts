import type { Dossier } from '../dossier.ts';
import type { Event, EventOf } from '../event.ts';
import { isOpen } from '../incident/phase.ts';
import { derivedId } from '../kit/ids.ts';
import { refuse } from '../kit/refusal.ts';
import type { Page } from '../oncall/page.ts';
import type { PersonId } from '../oncall/person.ts';
import { escalationOrder, type Rotation } from '../oncall/rotation.ts';
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

/** After everybody was paged this many times, the thread is told that nobody answers. */
export const roundsOfPaging = 3;

function rotationOf(dossier: Dossier, context: Context): Rotation | undefined {
  const service = context.world.services.find(({ name }) => name === dossier.service);
  const name = service?.rotation;
  if (name) return context.world.rotations.find((rotation) => rotation.name === name);
  // Nobody owns what nobody configured: the only rotation there is takes it, else nobody can.
  return context.world.rotations.length === 1 ? context.world.rotations[0] : undefined;
}

/** Pages the holder of the shift, when the severity is one that pages. */
export function pageFirst(change: Draft, event: Event, context: Context): void {
  const rotation = rotationOf(change.dossier, context);
  if (!context.world.severities.paging.includes(change.dossier.severity)) return;
  if (!rotation) {
    announce(change, event, context, context.words.notices.nobodyToPage(change.dossier.service));
    return;
  }
  pageStep(change, event, context, rotation, 0);
}

function pageStep(
  change: Draft,
  event: Event,
  context: Context,
  rotation: Rotation,
  step: number,
): void {
  const order = escalationOrder(rotation, context.now);
  const person = order[step % order.length];
  if (person === undefined || step >= order.length * roundsOfPaging) {
    announce(change, event, context, context.words.notices.nobodyAnswers(order, step), [
      ...new Set(order),
    ]);
    return;
  }
  const page: Page = {
    id: derivedId(event.id, `page-${step}`),
    person,
    step,
    state: 'sending',
    sentAt: context.now,
  };
  patch(change, { pages: [...change.dossier.pages, page] });
  change.effects.push({ kind: 'page', page: page.id });
  // Counted from now, not from delivery: a channel that is down must not delay the next person.
  change.effects.push({ kind: 'escalate', page: page.id, afterMs: rotation.escalateAfterMs });
  note(change, event, context, {
    kind: 'PageSent',
    text: context.words.timeline.paged(person, step),
  });
  show(change, 'card');
}

/** Nobody acknowledged this page in time. */
export function escalationDue(
  dossier: Dossier,
  event: EventOf<'EscalationDue'>,
  context: Context,
): Step {
  const page = dossier.pages.find(({ id }) => id === event.page);
  // A page that was settled stays so when its incident is opened again.
  if (!page || isSettled(page) || dossier.acknowledged || !isOpen(dossier.phase)) {
    return refuse('answered', `${dossier.id} was answered: nobody else is paged.`);
  }
  const change = draft(dossier);
  if (!pageNext(change, event, context, page)) {
    return refuse('superseded', 'A later page is already on its way.');
  }
  return change;
}

/** Pages whoever comes after this page, unless somebody was already. */
function pageNext(change: Draft, event: Event, context: Context, page: Page): boolean {
  const rotation = rotationOf(change.dossier, context);
  const last = change.dossier.pages.at(-1);
  if (!rotation || last?.id !== page.id) return false;
  pageStep(change, event, context, rotation, page.step + 1);
  return true;
}

export function pageDelivered(
  dossier: Dossier,
  event: EventOf<'PageDelivered'>,
  context: Context,
): Step {
  const change = draft(dossier);
  const page = dossier.pages.find(({ id }) => id === event.page);
  if (!page) return change;
  // It may have been answered while it was on its way: then it only gets its receipt.
  const state = page.state === 'sending' ? 'delivered' : page.state;
  patchPage(change, { ...page, state, receipt: event.receipt });
  note(change, event, context, { text: context.words.timeline.pageDelivered(page.person) });
  if (state !== 'delivered') change.effects.push({ kind: 'settle-page', page: page.id });
  show(change, 'card');
  return change;
}

/**
 * The channel would not take the page: the next person at once, not after the delay. Once everybody
 * was tried the delay counts again, or a channel out of order for seconds would use up all rounds.
 */
export function pageFailed(
  dossier: Dossier,
  event: EventOf<'EffectFailed'>,
  context: Context,
): Step {
  const page = dossier.pages.find(({ id }) => id === event.subject);
  if (!page) return draft(dossier);
  const change = draft(dossier);
  if (isSettled(page)) return change;
  const failed: Page = { ...page, state: 'failed', failure: event.why };
  patchPage(change, failed);
  note(change, event, context, {
    text: context.words.timeline.pageFailed(page.person, event.why),
  });
  show(change, 'card');
  const everybody = new Set(rotationOf(dossier, context)?.people).size;
  const isRoundOver = (page.step + 1) % everybody === 0;
  if (!dossier.acknowledged && isOpen(dossier.phase) && !isRoundOver) {
    pageNext(change, event, context, failed);
  }
  return change;
}

function isSettled({ state }: Page): boolean {
  return state === 'acknowledged' || state === 'settled';
}

/** A page rings, or is about to, and nobody has answered it. */
export function isPaging(dossier: Dossier): boolean {
  return dossier.pages.some((page) => !isSettled(page));
}

/** Somebody is on it, by saying so or by acting: nobody else is woken. The first one stays. */
export function takeOn(change: Draft, event: Event, context: Context, by: PersonId): void {
  if (change.dossier.acknowledged) return;
  patch(change, { acknowledged: { by, at: context.now } });
  note(change, event, context, {
    by,
    kind: 'IncidentAcknowledged',
    text: context.words.timeline.acknowledged(by),
  });
  settlePages(change, by);
}

/** Somebody answered or it is over: every page that rang is edited to say so, none rings again. */
export function settlePages(change: Draft, by: PersonId): void {
  for (const page of change.dossier.pages) {
    if (isSettled(page)) continue;
    patchPage(change, { ...page, state: page.person === by ? 'acknowledged' : 'settled' });
    if (page.receipt) change.effects.push({ kind: 'settle-page', page: page.id });
  }
}

function patchPage(change: Draft, page: Page): void {
  patch(change, {
    pages: change.dossier.pages.map((before) => (before.id === page.id ? page : before)),
  });
}
