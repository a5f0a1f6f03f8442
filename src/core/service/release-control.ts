import type { Measurement } from './measurement.ts';
import type { Impossible, Operation, Plan, PlanRequest } from './plan.ts';
import type { History } from './release.ts';
import type { RolloutState } from './rollout.ts';
import type { RolloutTarget } from './service.ts';

/**
 * Port: the rollout engine of one kind (ECS, …).
 *
 * Reads may be repeated at will. `plan` never changes anything. `execute` makes the plan's one
 * change; when its answer is lost it throws `OutsideError` of kind `timed-out` or `unavailable`,
 * and the caller asks `recall` before it ever calls `execute` again. Engine-level failures are
 * data (`Operation.state`), not exceptions.
 */
export interface ReleaseControl {
  readonly engine: RolloutTarget['engine'];
  describe(target: RolloutTarget): Promise<RolloutState>;
  /** Newest first, at most `limit` (1–100). */
  history(target: RolloutTarget, limit: number): Promise<History>;
  /** What would be done, with its preflight; or the sentence why it cannot be. A pure read. */
  plan(target: RolloutTarget, request: PlanRequest): Promise<Plan | Impossible>;
  /** Has this very plan already taken effect in the world? Answers the running or ended operation. */
  recall(plan: Plan): Promise<Operation | undefined>;
  /** Makes exactly one change. The caller holds the target and has just re-planned. */
  execute(plan: Plan): Promise<Operation>;
  poll(operation: Operation): Promise<Operation>;
  /** Measures whether what runs is what was asked for: see verification/verdict.ts. */
  verify(operation: Operation): Promise<readonly Measurement[]>;
}
