import type { Evidence } from '../../evidence/evidence.ts';
import type { Release } from '../../service/release.ts';
import type { Line } from '../briefing.ts';
import type { Words } from '../words/words.ts';

/** Whom an answer is about, and what is known beside it. */
export interface About {
  /** `shop`: what those are called who can be hit. */
  readonly noun: string;
  /** When the trouble began, where there is an incident. */
  readonly onsetAt?: number;
  /** Newest first. */
  readonly releases?: readonly Release[];
}

/** How one kind of evidence is told. */
export interface Teller {
  /** What was found, the most important first; none when there is nothing to tell. */
  lines(evidence: Evidence, about: About, words: Words): readonly Line[];
  /** Small print below them. */
  small?(evidence: Evidence, about: About, words: Words): readonly Line[];
  /** In so few words that a lock screen holds them; undefined when nothing is worth it. */
  headline?(evidence: Evidence, words: Words): string | undefined;
}

/** Sets a line below a bulleted one in. */
export const indent = '\u2003';
