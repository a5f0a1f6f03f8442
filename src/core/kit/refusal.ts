/**
 * "I did not, because …". A refusal is a value, never an exception: it is shown to the person who
 * asked, in words, together with what they can do instead.
 */
export interface Refusal {
  readonly kind: 'refusal';
  /** Stable name of the reason, for tests, logs and counters. */
  readonly reason: string;
  /** A whole sentence for the person: why not, and what to do. */
  readonly text: string;
}

export function refuse(reason: string, text: string): Refusal {
  return { kind: 'refusal', reason, text };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refusal';
}
