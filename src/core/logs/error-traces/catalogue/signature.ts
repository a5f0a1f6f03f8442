import type { DiagnosisId, Sure } from './diagnosis-id.ts';

/** The words by which trouble is recognised. What matches is the title of the group. */
export interface Signature {
  readonly id: DiagnosisId;
  readonly words: RegExp;
  /** Instead of what matched, where drivers or statements say it differently. */
  readonly title?: string;
  /** By the words alone. Default known. */
  readonly sure?: Sure;
  /**
   * `first`: says more than the cause it wraps. `last`: counts only when nothing else in the chain
   * says what happened.
   */
  readonly order?: 'first' | 'last';
}

/** One line of the table: the words of one thing, each a spelling of it. */
export function says(
  id: DiagnosisId,
  words: readonly RegExp[],
  more: Pick<Signature, 'sure' | 'order' | 'title'> = {},
): readonly Signature[] {
  return words.map((one) => ({ id, words: one, ...more }));
}
