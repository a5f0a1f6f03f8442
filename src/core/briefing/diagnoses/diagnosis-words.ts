import type { DiagnosisId } from '../../logs/error-traces/catalogue/diagnosis-id.ts';

/** What a reader at three in the morning needs to know about one kind of trouble. */
export interface DiagnosisWords {
  /** In a few words: what happened. */
  readonly name: string;
  /** One sentence: what it is. */
  readonly is: string;
  /** What usually causes it. */
  readonly usually: string;
  /** What to check next, first things first. */
  readonly check: readonly [string, ...string[]];
}

export type Diagnoses = Readonly<Record<DiagnosisId, DiagnosisWords>>;
