import type { Release } from './release.ts';
import type { RolloutPhase, RolloutState, Verb } from './rollout.ts';
import type { RolloutTarget } from './service.ts';

export interface PlanRequest {
  readonly verb: Verb;
  /** Rollback: the release to put back. Absent: the engine's own previous one. */
  readonly toReleaseId?: string;
}

/** One thing looked at before an action is offered as safe. `warn` is shown, `block` refuses. */
export interface PreflightCheck {
  readonly name: string;
  readonly result: 'pass' | 'warn' | 'block' | 'unknown';
  readonly text: string;
}

/** What would be done, exactly, as people approve it. */
export interface Plan {
  readonly target: RolloutTarget;
  readonly verb: Verb;
  readonly toRelease?: Release;
  /** Human sentence plus the API call in the engine's words. The first with a `call` is the change. */
  readonly steps: readonly { readonly text: string; readonly call?: string }[];
  /** Engine-specific input of the one call; opaque outside its adapter, JSON only. */
  readonly input: Readonly<Record<string, unknown>>;
  /** `RolloutState.fence` when this was planned. */
  readonly fence: string;
  readonly checks: readonly PreflightCheck[];
  /** What will happen, one or two sentences; says freeze or back out plainly. */
  readonly sentence: string;
  readonly expectedEnd: RolloutPhase;
  /** How long it usually takes. */
  readonly eta: { readonly lowMs: number; readonly highMs: number; readonly basis: string };
  readonly undoHint: string;
  /** Changes when the change itself would be another one; approvals name it. */
  readonly hash: string;
}

export interface Impossible {
  readonly impossible: true;
  /** Why not, in one or two sentences. */
  readonly sentence: string;
  readonly insteadTry?: Verb;
}

export function isImpossible(plan: Plan | Impossible): plan is Impossible {
  return 'impossible' in plan;
}

/** A change under way in an engine. JSON only: it is kept with the incident. */
export interface Operation {
  readonly plan: Plan;
  /** The engine's id of it (ECS: service deployment ARN). */
  readonly engineId: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly startedAt: number;
  readonly endedAt?: number;
  /** The engine's words, verbatim, for the thread and the audit. */
  readonly engineStatus: string;
  readonly seen?: RolloutState;
}
