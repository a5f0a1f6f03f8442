import type { Verb } from '../service/rollout.ts';

/** Who may do what. `propose` and `by` hold names of people or rotations, `oncall`, or `anyone`. */
export interface Policy {
  /** Environment names, `*` as wildcard. */
  readonly environments: readonly string[];
  /** Service names; absent: all. */
  readonly services?: readonly string[];
  readonly verbs: readonly Verb[];
  readonly propose: readonly string[];
  readonly approve: 'none' | { readonly by: readonly string[]; readonly count: number };
}
