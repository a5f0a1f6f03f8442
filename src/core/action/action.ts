import type { PersonId } from '../oncall/person.ts';
import type { Measurement, Verdict } from '../service/measurement.ts';
import type { Operation, Plan, PlanRequest } from '../service/plan.ts';
import type { RolloutTarget } from '../service/service.ts';

/**
 * planning: the engine is being asked what it would do · impossible: it cannot, and said why
 * · proposed: shown, waiting for approvals · approved: allowed, about to be made
 * · running: the engine took it · done: the engine says it ended as intended
 * · failed: the engine says it did not · unknown: an answer was lost; the world is being read again
 * · refused: the guard stopped it · withdrawn: somebody took it back
 */
export type ActionState =
  | 'planning'
  | 'impossible'
  | 'proposed'
  | 'approved'
  | 'running'
  | 'done'
  | 'failed'
  | 'unknown'
  | 'refused'
  | 'withdrawn';

/** A change in the world, from wish to proof. */
export interface Action {
  readonly id: string;
  readonly request: PlanRequest;
  readonly target: RolloutTarget;
  readonly service: string;
  readonly environment: string;
  readonly state: ActionState;
  readonly proposedBy: PersonId;
  readonly proposedAt: number;
  readonly plan?: Plan;
  readonly approvalsNeeded: number;
  readonly approvals: readonly { by: PersonId; at: number; planHash: string }[];
  readonly operation?: Operation;
  /** Why it is impossible, refused, failed or unknown: for people. */
  readonly why?: string;
  readonly verification?: {
    readonly startedAt: number;
    readonly checkedAt?: number;
    readonly measurements: readonly Measurement[];
    readonly verdict?: Verdict;
  };
}

/** It may still change the world: no second action on the same target until it ended. */
export function isLive(action: Action): boolean {
  return ['planning', 'proposed', 'approved', 'running', 'unknown'].includes(action.state);
}
