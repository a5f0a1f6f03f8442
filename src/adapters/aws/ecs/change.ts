import { z } from 'zod';
import { shortHash } from '../../../core/kit/ids.ts';
import type { Plan } from '../../../core/service/plan.ts';
import type { Verb } from '../../../core/service/rollout.ts';
import type { RolloutTarget } from '../../../core/service/service.ts';

/** `plan.input`: the one call to be made, and what must be known to find its effect again. */
const change = z.discriminatedUnion('operation', [
  z.object({
    operation: z.literal('StopServiceDeployment'),
    deployment: z.string(),
    /** Revision that will serve afterwards. */
    destination: z.string(),
  }),
  z.object({
    operation: z.literal('ContinueServiceDeployment'),
    deployment: z.string(),
    hookId: z.string(),
    action: z.enum(['CONTINUE', 'ROLLBACK']),
    destination: z.string(),
  }),
  z.object({
    operation: z.literal('UpdateService'),
    /** Newest deployment when this was planned, and when it began: ours is newer. */
    newest: z.string().optional(),
    newestAt: z.number(),
    destination: z.string(),
    /** Task definition that the destination ran with. */
    taskDefinition: z.string(),
    /** A copy is to be registered first: images pinned, or the original INACTIVE. */
    copy: z.boolean(),
    /** Container → image reference of the copy. */
    images: z.record(z.string(), z.string()),
    /** Settings of the destination that differ from those set now, stated again. */
    settings: z.record(z.string(), z.unknown()),
    /** The service has pause points: on the way back they are passed without waiting. */
    passesPauses: z.boolean(),
  }),
]);
export type Change = z.infer<typeof change>;
export type Redeploy = Extract<Change, { operation: 'UpdateService' }>;

export function changeOf(plan: Plan): Change {
  return change.parse(plan.input);
}

/** Does this change put an earlier revision back within the running deployment? */
export function isBackOut(made: Change): boolean {
  return (
    made.operation === 'StopServiceDeployment' ||
    (made.operation === 'ContinueServiceDeployment' && made.action === 'ROLLBACK')
  );
}

/** Names the change: what is called, with what, on which deployment; not how far that one got. */
export function planHash(target: RolloutTarget, verb: Verb, made: Change): string {
  return shortHash(canonicalJson({ target, verb, made }));
}

/** JSON with sorted keys: the same content is the same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
