import type { Dossier } from '../dossier.ts';
import type { EventOf } from '../event.ts';
import { type Context, type Draft, draft, note, type Step, show } from './change.ts';

/** Once everything of a look has answered, what it found goes into the thread, once a look. */
export function attachFound(change: Draft): void {
  const { asking, evidence, attached } = change.dossier;
  const slow = evidence['slow-queries'];
  if (asking.length > 0 || slow?.status !== 'found' || !slow.slow?.classes.length) return;
  if (attached?.['slow-queries'] === slow.questionId) return;
  change.effects.push({ kind: 'attach', what: 'slow-queries' });
}

export function filesAttached(dossier: Dossier, event: EventOf<'FilesAttached'>): Step {
  const { attachFailure, ...rest } = dossier;
  const attached = { ...dossier.attached, [event.what]: event.questionId };
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
