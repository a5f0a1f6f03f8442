import type { EvidenceKind } from './question.ts';

/** How sure: read from a source that says so; follows from several; would explain it. */
export type Sureness = 'known' | 'likely' | 'guess';

/** A claim drawn from evidence. Words are the briefing's; what a finding is about stands in it. */
export interface Finding {
  /** `log-silence`, `db.read_only`, `began-with-release`. */
  readonly id: string;
  readonly sure: Sureness;
  /** Which answers it rests on. */
  readonly from: readonly EvidenceKind[];
  /** What the words need: numbers, names, moments. JSON only. */
  readonly about: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** Findings it explains: they are shown below it. */
  readonly explains?: readonly string[];
  /** What speaks against it. */
  readonly against?: readonly string[];
}
