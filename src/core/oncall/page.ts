import type { PageReceipt } from './pager.ts';
import type { PersonId } from './person.ts';

/** One attempt to summon one person. */
export interface Page {
  readonly id: string;
  readonly person: PersonId;
  /** 0 for the holder of the shift, 1 for the next person, … over all rounds. */
  readonly step: number;
  /**
   * sending: a job is under way · delivered: the channel took it · failed: it would not
   * · acknowledged: this person answered · settled: somebody else did, or it is over
   */
  readonly state: 'sending' | 'delivered' | 'failed' | 'acknowledged' | 'settled';
  readonly sentAt: number;
  readonly receipt?: PageReceipt;
  readonly failure?: string;
}
