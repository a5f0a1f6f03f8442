/** Something the reader may do about what is shown; each is also a verb of the command. */
export const offerIds = [
  'acknowledge',
  'acknowledge-page',
  'resolve',
  'reopen',
  'dismiss',
  'evidence',
  'rollback',
  'pause',
  'resume',
  'promote',
  'abort',
  'approve',
  'withdraw',
  'declare',
] as const;
export type OfferId = (typeof offerIds)[number];

export interface Offer {
  readonly id: OfferId;
  readonly label: string;
  /** What it is about; comes back with the click. JSON of it stays under 2 000 characters. */
  readonly subject: OfferSubject;
  readonly style?: 'primary' | 'danger';
  readonly inMore?: boolean;
  /** Asked before it happens; names the environment. */
  readonly confirm?: {
    readonly title: string;
    readonly text: string;
    readonly yes: string;
    readonly no: string;
  };
}

export interface OfferSubject {
  readonly incident?: string;
  readonly service?: string;
  readonly environment?: string;
  /** Approve and withdraw: the action, and the plan as it was shown. */
  readonly action?: string;
  readonly planHash?: string;
  readonly page?: string;
}
