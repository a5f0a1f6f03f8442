/** One reading that speaks for or against "it is done". `missing` is not a pass. */
export interface Measurement {
  readonly check: string;
  readonly result: 'pass' | 'fail' | 'missing';
  /** With numbers and window, for people. */
  readonly text: string;
}

/** What the measurements say together. "Cannot tell" stops and asks; it is never read as a yes. */
export type Verdict = 'confirmed' | 'not-confirmed' | 'cannot-tell';
