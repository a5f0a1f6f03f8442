import type { PersonId } from './person.ts';

/** Where a delivered page can be found again, to be edited when somebody acknowledges. */
export interface PageReceipt {
  readonly channel: string;
  readonly ts: string;
}
export interface PageCall {
  /** The page's id; the same id twice is the same page. */
  readonly id: string;
  readonly person: PersonId;
  readonly incident: string;
  /** An earlier try may have got through: look before summoning the person twice. */
  readonly mayHaveBeenSent: boolean;
}
