import type { PersonId } from '../oncall/person.ts';
import type { Offer } from './offer.ts';

/**
 * What people are shown, before it is Slack, a terminal or a page. Plain strings are foreign or
 * ours alike: a renderer escapes every one of them, so log text can never become a mention.
 */
export interface Briefing {
  /** Alone on a lock screen it must make sense: severity, service, environment, what, what to do. */
  readonly text: string;
  readonly parts: readonly Part[];
}

export type Part =
  | { readonly kind: 'header'; readonly text: string }
  | { readonly kind: 'lines'; readonly lines: readonly Line[] }
  /** Label and value pairs, two columns where there is room. At most 10. */
  | { readonly kind: 'facts'; readonly facts: readonly { label: string; value: Line }[] }
  /** Small grey print. */
  | { readonly kind: 'quiet'; readonly lines: readonly Line[] }
  /** Preformatted foreign text. */
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'divider' }
  /** At most five shown; those with `inMore` go to the overflow menu. */
  | { readonly kind: 'offers'; readonly offers: readonly Offer[] };

export type Line = readonly Inline[];

export type Inline =
  | string
  | { readonly bold: string }
  /** Not a fact: a guess, or how sure one is. */
  | { readonly italic: string }
  | { readonly code: string }
  | { readonly person: PersonId }
  | { readonly link: string; readonly label: string }
  /** A moment, shown in each reader's own zone. */
  | { readonly at: number; readonly style: 'time' | 'date-time' };

/** Stands for what a renderer cut away. */
export const ellipsis = '…';
