import type { PersonId } from './person.ts';

/** An ordered list of people with a weekly hand-over. Every instant since `start` has one holder. */
export interface Rotation {
  readonly name: string;
  /** IANA zone the hand-over time is meant in. */
  readonly zone: string;
  /** Local date (YYYY-MM-DD) of the week in which the first person begins. */
  readonly start: string;
  readonly handover: {
    /** ISO: 1 is Monday. */
    readonly weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7;
    /** Local wall time, HH:MM. */
    readonly time: string;
  };
  /** In order; at least one. */
  readonly people: readonly PersonId[];
  /** How long a page may stay unanswered before the next person is paged. */
  readonly escalateAfterMs: number;
}
