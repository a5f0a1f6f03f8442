import type { PersonId } from '../oncall/person.ts';
import type { Measurement, Verdict } from '../service/measurement.ts';
import type { Operation, Plan, PlanRequest } from '../service/plan.ts';
import type { RolloutTarget } from '../service/service.ts';

/**
 * planning: the engine is being asked what it would do · impossible: it cannot, and said why
 * · proposed: shown, waiting for approvals · approved: allowed, being guarded
 * · sending: guarded and on its way, may have happened
 * · running: the engine took it · done: the engine says it ended as intended
 * · failed: the engine says it did not · unknown: an answer was lost; the world is being read again
 * · refused: the guard stopped it · withdrawn: somebody took it back
 */
export type ActionState =
  | 'planning'
  | 'impossible'
  | 'proposed'
  | 'approved'
  | 'sending'
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
  /** The plan the asker had seen in a form. */
  readonly shownPlanHash?: string;
  /** How often the world was re-read after a lost answer, and how often the engine held it up. */
  readonly doubts?: number;
  readonly holdUps?: number;
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
  return isMoving(action) || action.state === 'planning' || action.state === 'proposed';
}

/** It was allowed and has not ended: the world may be changing because of it. */
export function isMoving(action: Action): boolean {
  return ['approved', 'sending', 'running', 'unknown'].includes(action.state);
}
