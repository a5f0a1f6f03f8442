import type { MessageRef } from './briefing/chat.ts';
import type { IncidentView } from './briefing/incident-view.ts';
import type { Pictured } from './briefing/pictures/single.ts';
import type { PersonId } from './oncall/person.ts';

/** A place in the thread that holds one message, edited in place. `notice:` ones are said once. */
export type Slot = 'card' | 'evidence' | 'options' | `action:${string}` | `notice:${string}`;

/** What can be put into the thread as files: what a look found, or one kind somebody asked for. */
export type Attachable = 'overview' | Pictured;

/** An incident with everything gathered about it. JSON only; one row in the store. */
export interface Dossier extends IncidentView {
  readonly number: number;
  /** Slack channel it lives in: `#name` or id. */
  readonly channel: string;
  readonly messages: Readonly<Partial<Record<Slot, MessageRef>>>;
  /** What stands in the thread as files: the look's id, or the question's. */
  readonly attached?: Readonly<Partial<Record<Attachable, string>>>;
  /** The questions people asked by themselves, whose answers they want to see drawn. */
  readonly wanted?: Readonly<Partial<Record<Pictured, string>>>;
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
