import type { PersonId } from '../oncall/person.ts';

/** One thing that happened. Append-only; `text` is a whole sentence, foreign parts included. */
export interface TimelineEntry {
  /** Derived from the event that caused it. */
  readonly id: string;
  readonly at: number;
  /** `firebreak` where no person did it. */
  readonly by: PersonId;
  /** The event's kind, or a finer name for it. */
  readonly kind: string;
  readonly text: string;
  /** What was sent and what came back, for the audit. JSON only. */
  readonly detail?: Readonly<Record<string, unknown>>;
}
