import { isLive } from '../action/action.ts';
import type { Dossier } from '../dossier.ts';
import type { EventOf } from '../event.ts';
import { isRefusal } from '../kit/refusal.ts';
import { actionOf, ended, moveTo, patchAction } from './action.ts';
import { attachFailed, attachFound } from './attach.ts';
import { announce, type Context, type Draft, draft, note, type Step, show } from './change.ts';
import { offerWaysOut } from './evidence.ts';
import { pageFailed } from './paging.ts';

/** A job was given up. Whatever waited for it must not wait for ever: people are told instead. */
export function effectFailed(
  dossier: Dossier,
  event: EventOf<'EffectFailed'>,
  context: Context,
): Step {
  switch (event.effect) {
    case 'page':
      return pageFailed(dossier, event, context);
    case 'plan':
    case 'guard':
    case 'send':
    case 'poll':
      return actionStuck(dossier, event, context);
    case 'measure':
      return cannotMeasure(dossier, event, context);
    case 'attach':
      return attachFailed(dossier, event, context);
    case 'ask':
      return neverAnswered(dossier, event, context);
    default:
      return toldOnly(dossier, event, context);
  }
}

function toldOnly(dossier: Dossier, event: EventOf<'EffectFailed'>, context: Context): Step {
  const change = draft(dossier);
  const text = context.words.timeline.gaveUp(event.effect, event.subject, event.why);
  note(change, event, context, { text, detail: { effect: event.effect, subject: event.subject } });
  // What could not be shown cannot be complained of in the same place.
  if (event.effect !== 'show' && event.effect !== 'settle-page') {
    announce(change, event, context, text);
  }
  return change;
}

/** People must not wait for an answer that will not come: what is known is enough to decide by. */
function neverAnswered(dossier: Dossier, event: EventOf<'EffectFailed'>, context: Context): Step {
  const asking = dossier.asking.filter((id) => id !== event.subject);
  const told = toldOnly({ ...dossier, asking }, event, context);
  if (isRefusal(told)) return told;
  const change: Draft = {
    dossier: told.dossier,
    timeline: [...told.timeline],
    effects: [...told.effects],
  };
  show(change, 'evidence', 'card');
  attachFound(change);
  offerWaysOut(change);
  return change;
}

/** Before sending, giving up means that nothing was made; after it, that nobody knows. */
function actionStuck(dossier: Dossier, event: EventOf<'EffectFailed'>, context: Context): Step {
  const action = actionOf(dossier, event.subject);
  if (!action || !isLive(action)) return toldOnly(dossier, event, context);
  const { notices } = context.words;
  if (event.effect === 'plan' || event.effect === 'guard') {
    return ended(dossier, event, context, action, 'refused', notices.notRead(event.why));
  }
  return ended(dossier, event, context, action, 'failed', notices.lostSight(event.why));
}

function cannotMeasure(dossier: Dossier, event: EventOf<'EffectFailed'>, context: Context): Step {
  const action = actionOf(dossier, event.subject);
  if (!action?.verification || action.verification.verdict) {
    return toldOnly(dossier, event, context);
  }
  const change = draft(dossier);
  const measurements = action.verification.measurements;
  patchAction(change, {
    ...action,
    verification: { ...action.verification, verdict: 'cannot-tell', checkedAt: context.now },
  });
  const text = `${context.words.timeline.verdict(action.request.verb, 'cannot-tell', measurements)} ${event.why}`;
  note(change, event, context, { kind: 'RecoveryMeasured:cannot-tell', text });
  if (dossier.phase === 'verifying') moveTo(change, 'deciding');
  announce(change, event, context, text, [action.proposedBy]);
  show(change, `action:${action.id}`, 'card');
  return change;
}
