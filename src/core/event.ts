import type { MessageRef } from './briefing/chat.ts';
import type { Attachable, Slot } from './dossier.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { AlarmChange } from './intake/alarm.ts';
import type { BaselineWish } from './intake/command.ts';
import type { PageReceipt } from './oncall/pager.ts';
import type { PersonId } from './oncall/person.ts';
import type { Measurement } from './service/measurement.ts';
import type { Impossible, Operation, Plan, PlanRequest } from './service/plan.ts';
import type { Release } from './service/release.ts';
import type { RolloutState } from './service/rollout.ts';
import type { Severity } from './triage/severity.ts';

/**
 * What can happen to an incident. `id` comes from the edge (Slack's or AWS's own id) or is derived
 * from the job that answered; the same id twice is the same event and is taken once.
 */
export type Event = { readonly id: string } & (
  | {
      /** An incident begins: by an alarm (then AlarmAttached follows) or by a person. */
      readonly kind: 'IncidentOpened';
      readonly number: number;
      readonly title: string;
      readonly service: string;
      readonly environment: string;
      readonly channel: string;
      readonly severity: Severity;
      readonly by: PersonId;
    }
  /** An alarm of this incident changed: fired, cleared, or lost its data. */
  | { readonly kind: 'AlarmChanged'; readonly change: AlarmChange }
  | { readonly kind: 'IncidentAcknowledged'; readonly by: PersonId }
  | { readonly kind: 'IncidentResolved'; readonly by: PersonId }
  | { readonly kind: 'IncidentDismissed'; readonly by: PersonId }
  | { readonly kind: 'IncidentReopened'; readonly by: PersonId }
  /** Somebody wants fresh evidence. */
  | {
      readonly kind: 'EvidenceRequested';
      readonly by: PersonId;
      readonly kinds: readonly Evidence['kind'][];
      readonly lookBackMs: number;
      /** What to compare with; absent: what the rule says. */
      readonly baseline?: BaselineWish;
    }
  | { readonly kind: 'EvidenceAnswered'; readonly evidence: Evidence }
  /** The first look saw a minute of trouble; by now there is more to see. */
  | { readonly kind: 'LookAgainDue' }
  | {
      readonly kind: 'RolloutObserved';
      readonly state?: RolloutState;
      readonly releases?: readonly Release[];
      /** Set when it could not be read. */
      readonly failure?: string;
    }
  /** A message of ours now exists in the thread. */
  | { readonly kind: 'MessageShown'; readonly slot: Slot; readonly ref: MessageRef }
  /** Files about this look, or the answer to this question, are in the thread, or were not needed. */
  | { readonly kind: 'FilesAttached'; readonly what: Attachable; readonly about: string }
  | { readonly kind: 'PageDelivered'; readonly page: string; readonly receipt: PageReceipt }
  /** Nobody acknowledged in time: whom to page next? */
  | { readonly kind: 'EscalationDue'; readonly page: string }
  | {
      readonly kind: 'ActionRequested';
      readonly by: PersonId;
      readonly request: PlanRequest;
      /** The plan as the asker saw it in the form; another one is shown again, not taken. */
      readonly planHash?: string;
    }
  | {
      readonly kind: 'ActionPlanned';
      readonly action: string;
      readonly plan: Plan | Impossible;
    }
  | {
      readonly kind: 'ActionApproved';
      readonly action: string;
      readonly by: PersonId;
      /** The plan as the approver saw it. */
      readonly planHash: string;
    }
  | { readonly kind: 'ActionWithdrawn'; readonly action: string; readonly by: PersonId }
  /** The guard re-read the world and it is not the one that was approved. */
  | {
      readonly kind: 'ActionVoided';
      readonly action: string;
      readonly why: string;
      /** The plan as it would be now, to be approved anew. */
      readonly plan?: Plan;
    }
  /** The guard passed: the world is the approved one. From here on the change may have been sent. */
  | { readonly kind: 'ActionGuarded'; readonly action: string }
  | { readonly kind: 'ActionStarted'; readonly action: string; readonly operation: Operation }
  /** The engine would not take it now (throttled) and certainly did nothing. */
  | {
      readonly kind: 'ActionHeldUp';
      readonly action: string;
      readonly why: string;
      readonly retryAfterMs: number;
    }
  /** The engine refused it and certainly did nothing. */
  | { readonly kind: 'ActionFailed'; readonly action: string; readonly why: string }
  /** The change was sent and the answer lost: it may or may not have happened. */
  | { readonly kind: 'ActionDoubted'; readonly action: string; readonly why: string }
  | { readonly kind: 'ActionProgressed'; readonly action: string; readonly operation: Operation }
  | {
      readonly kind: 'RecoveryMeasured';
      readonly action: string;
      readonly measurements: readonly Measurement[];
    }
  /** A job gave up for good: people are told how to do it by hand. */
  | {
      readonly kind: 'EffectFailed';
      /** The effect's kind and what it was about. */
      readonly effect: string;
      readonly subject: string;
      readonly why: string;
    }
);

export type EventKind = Event['kind'];
export type EventOf<K extends EventKind> = Extract<Event, { kind: K }>;
