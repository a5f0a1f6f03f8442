import type { Release } from './release.ts';

/** What people can ask of a rollout. */
export const verbs = ['rollback', 'pause', 'resume', 'promote', 'abort'] as const;
export type Verb = (typeof verbs)[number];

/**
 * Where a rollout is. An engine status we do not recognise is `unknown`, never a success.
 * `stopped-mixed` (it stopped, old and new both serve) is not `rolled-back`.
 */
export type RolloutPhase =
  | 'idle'
  | 'pending'
  | 'progressing'
  | 'paused'
  | 'baking'
  | 'finishing'
  | 'stopping'
  | 'rolling-back'
  | 'succeeded'
  | 'failed'
  | 'rolled-back'
  | 'stopped-mixed'
  | 'unknown';

/** May this verb be used now, and what would it really do? Computed live, shown to people. */
export interface Capability {
  readonly verb: Verb;
  readonly availability: 'now' | 'not-now' | 'never-on-this-engine' | 'needs-setup';
  /** freeze-mixed: it stops where it is, old and new both serving. */
  readonly effect:
    | 'hold'
    | 'advance-one'
    | 'advance-all'
    | 'freeze-mixed'
    | 'back-out'
    | 'redeploy-old';
  /** What will happen, or why it cannot: a sentence for people. */
  readonly sentence: string;
  readonly insteadTry?: Verb;
}

/** A rollout as it stands, read fresh. */
export interface RolloutState {
  readonly observedAt: number;
  /** Opaque: changes when the world moved, so an approval of another world is void. */
  readonly fence: string;
  readonly phase: RolloutPhase;
  /** The engine's own words, verbatim. */
  readonly engineStatus: string;
  readonly strategy: string;
  readonly from?: Release;
  readonly to?: Release;
  readonly progress: {
    /** 0–100. */
    readonly percent?: number;
    readonly basis: 'traffic' | 'tasks' | 'none';
    readonly text: string;
  };
  readonly waiting?: {
    readonly for: 'human' | 'timer' | 'capacity';
    readonly expiresAt?: number;
    readonly onExpiry?: 'continue' | 'rollback';
  };
  readonly capabilities: readonly Capability[];
}
