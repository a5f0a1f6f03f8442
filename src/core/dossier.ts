import type { MessageRef } from './briefing/chat.ts';
import type { IncidentView } from './briefing/incident-view.ts';
import type { PersonId } from './oncall/person.ts';

/** A place in the thread that holds one message, edited in place. `notice:` ones are said once. */
export type Slot = 'card' | 'evidence' | 'options' | `action:${string}` | `notice:${string}`;

/** What can be put into the thread as files. */
export type Attachable = 'slow-queries';

/** An incident with everything gathered about it. JSON only; one row in the store. */
export interface Dossier extends IncidentView {
  readonly number: number;
  /** Slack channel it lives in: `#name` or id. */
  readonly channel: string;
  readonly messages: Readonly<Partial<Record<Slot, MessageRef>>>;
  /** The answers that stand in the thread as files: their questions' ids. */
  readonly attached?: Readonly<Partial<Record<Attachable, string>>>;
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
