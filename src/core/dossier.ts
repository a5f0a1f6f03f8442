import type { Action } from './action/action.ts';
import type { MessageRef } from './briefing/chat.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { Phase } from './incident/phase.ts';
import type { Page } from './oncall/page.ts';
import type { PersonId } from './oncall/person.ts';
import type { Release } from './service/release.ts';
import type { RolloutState } from './service/rollout.ts';
import type { Alert } from './triage/alert.ts';
import type { Severity } from './triage/severity.ts';

/** A place in the thread that holds one message, edited in place. `notice:` ones are said once. */
export type Slot = 'card' | 'evidence' | 'options' | `action:${string}` | `notice:${string}`;

/** An incident with everything gathered about it. JSON only; one row in the store. */
export interface Dossier {
  /** `INC-42`: what people call it. */
  readonly id: string;
  readonly number: number;
  readonly title: string;
  /** `unknown` when no configured service could be recognised. */
  readonly service: string;
  readonly environment: string;
  /** Field of the logs that names who is hit; its name without "Id" is what they are called. */
  readonly tenantField?: string;
  /** Slack channel it lives in: `#name` or id. */
  readonly channel: string;
  readonly severity: Severity;
  readonly phase: Phase;
  readonly openedAt: number;
  /** `firebreak` when an alarm opened it. */
  readonly openedBy: PersonId;
  readonly acknowledged?: { readonly by: PersonId; readonly at: number };
  readonly closed?: { readonly by: PersonId; readonly at: number };
  readonly alerts: Readonly<Record<string, Alert>>;
  /** Ids of questions not yet answered. */
  readonly asking: readonly string[];
  /** The newest answer to each kind of question. */
  readonly evidence: Readonly<Partial<Record<Evidence['kind'], Evidence>>>;
  readonly rollout?: RolloutState;
  /** Newest first; what could be rolled back to. */
  readonly releases?: readonly Release[];
  readonly rolloutFailure?: string;
  readonly actions: readonly Action[];
  readonly pages: readonly Page[];
  readonly messages: Readonly<Partial<Record<Slot, MessageRef>>>;
  /** Texts of the `notice:` slots. */
  readonly notices: Readonly<Record<string, Notice>>;
}

/** Something a person must notice: a new message in the thread, said once. */
export interface Notice {
  readonly at: number;
  readonly text: string;
  /** Named in the message, so that their phones ring. */
  readonly to: readonly PersonId[];
}
