import type { Action } from '../action/action.ts';
import type { Dossier } from '../dossier.ts';
import type { EventOf } from '../event.ts';
import { refuse } from '../kit/refusal.ts';
import { judge, measureEveryMs } from '../verification/verdict.ts';
import { actionOf, moveTo, patchAction } from './action.ts';
import { announce, type Context, type Draft, draft, note, type Step, show } from './change.ts';
import { countStrays } from './evidence.ts';

/** Readings came in: is it proven, disproven, or still too early? */
export function recoveryMeasured(
  dossier: Dossier,
  event: EventOf<'RecoveryMeasured'>,
  context: Context,
): Step {
  const action = actionOf(dossier, event.action);
  if (!action || !isWaiting(action)) return refuse('not-verifying', 'This was judged already.');
  const { measurements } = event;
  const verdict = judge(measurements, action.verification.startedAt, context.now);
  const change = draft(dossier);
  patchAction(change, {
    ...action,
    verification: {
      ...action.verification,
      measurements,
      checkedAt: context.now,
      ...(verdict ? { verdict } : {}),
    },
  });
  show(change, `action:${action.id}`, 'card');
  if (!verdict) {
    change.effects.push({ kind: 'measure', action: action.id, afterMs: measureEveryMs });
    return change;
  }
  const text = context.words.timeline.verdict(action.request.verb, verdict, measurements);
  note(change, event, context, {
    kind: `RecoveryMeasured:${verdict}`,
    text,
    detail: { action: action.id, measurements },
  });
  if (verdict !== 'confirmed' && dossier.phase === 'verifying') moveTo(change, 'deciding');
  countStrays(change, event.id, context);
  const told = context.words.notices.verdict(action.request.verb, verdict, measurements);
  announce(change, event, context, told, verdict === 'confirmed' ? [] : [action.proposedBy]);
  return change;
}

type Waiting = Action & { readonly verification: NonNullable<Action['verification']> };

function isWaiting(action: Action): action is Waiting {
  return action.verification !== undefined && action.verification.verdict === undefined;
}

/** Something that speaks of recovery just happened: read at once instead of at the next tick. */
export function measureNow(change: Draft): void {
  for (const action of change.dossier.actions) {
    if (isWaiting(action)) change.effects.push({ kind: 'measure', action: action.id });
  }
}
