import type { Attachable, Slot } from './dossier.ts';
import type { Question } from './evidence/question.ts';

/**
 * What must be done about an incident. What a thing *does* is kept once under its event's id; what
 * a thing *looks like* (`show`, `settle-page`) and what is only read again (`look-again`,
 * `observe-rollout`, `poll`, `measure`) is latest-wins. `afterMs` delays.
 */
export type Effect = {
  readonly afterMs?: number;
} /** Post or edit the message of a slot, as the dossier is when it runs. */ & (
  | { readonly kind: 'show'; readonly slot: Slot }
  | { readonly kind: 'ask'; readonly question: Question }
  /** Put a picture, and what it rests on as a file, into the thread, as the dossier is when it runs. */
  | { readonly kind: 'attach'; readonly what: Attachable }
  /** Read the rollout and the release history of the incident's service. */
  | { readonly kind: 'observe-rollout' }
  | { readonly kind: 'page'; readonly page: string }
  /** Edit a delivered page to say who answered. */
  | { readonly kind: 'settle-page'; readonly page: string }
  /** Comes back as EscalationDue. */
  | { readonly kind: 'escalate'; readonly page: string }
  /** Comes back as LookAgainDue. */
  | { readonly kind: 'look-again' }
  | { readonly kind: 'plan'; readonly action: string }
  /** Hold the target, re-read the world, compare with what was approved. Changes nothing. */
  | { readonly kind: 'guard'; readonly action: string }
  /** The one change. Tried once; any later try only looks whether it happened. */
  | { readonly kind: 'send'; readonly action: string }
  | { readonly kind: 'poll'; readonly action: string }
  | { readonly kind: 'measure'; readonly action: string }
  /** The action ended: its target may be acted on again. */
  | { readonly kind: 'release-target'; readonly action: string }
);
export type EffectKind = Effect['kind'];
