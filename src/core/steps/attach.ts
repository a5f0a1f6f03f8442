import { type Pictured, pictured } from '../briefing/pictures/single.ts';
import type { Dossier } from '../dossier.ts';
import type { EventOf } from '../event.ts';
import { type Context, type Draft, draft, note, type Step, show } from './change.ts';

/**
 * Once everything that was asked has answered, one picture of what the look found goes into the
 * thread, and one of each kind that somebody asked for by itself; once a look, once a question.
 */
export function attachFound(change: Draft): void {
  const { asking, evidence, look, wanted, attached } = change.dossier;
  if (asking.length > 0) return;
  const isFound = Object.values(evidence).some(({ status }) => status === 'found');
  if (look && isFound && attached?.overview !== look.id) {
    change.effects.push({ kind: 'attach', what: 'overview' });
  }
  for (const what of pictured) {
    const answer = evidence[what];
    const isWanted = answer?.status === 'found' && answer.questionId === wanted?.[what];
    if (!isWanted || attached?.[what] === answer.questionId) continue;
    change.effects.push({ kind: 'attach', what });
  }
}

/** Somebody asked for this kind alone: its answer is drawn, whether or not it is remarkable. */
export function wantPicture(change: Draft, kind: string, questionId: string): void {
  const what = pictured.find((each): each is Pictured => each === kind);
  if (!what) return;
  change.dossier = { ...change.dossier, wanted: { ...change.dossier.wanted, [what]: questionId } };
}

export function filesAttached(dossier: Dossier, event: EventOf<'FilesAttached'>): Step {
  const { attachFailure, ...rest } = dossier;
  const attached = { ...dossier.attached, [event.what]: event.about };
  const change = draft({ ...rest, attached });
  if (attachFailure !== undefined) show(change, 'evidence');
  return change;
}

/** The numbers stand in the message: a missing picture is a line there, and rings nobody. */
export function attachFailed(
  dossier: Dossier,
  event: EventOf<'EffectFailed'>,
  context: Context,
): Step {
  const change = draft({ ...dossier, attachFailure: event.why });
  note(change, event, context, { text: context.words.attached.failed(event.why) });
  show(change, 'evidence');
  return change;
}
