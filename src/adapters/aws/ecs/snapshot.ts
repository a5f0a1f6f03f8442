import type { RolloutPhase } from '../../../core/service/rollout.ts';
import type { RolloutTarget } from '../../../core/service/service.ts';
import { readTags } from './history.ts';
import { awaitedHook, fenceOf, phaseOf } from './phase.ts';
import type { EcsReader } from './reader.ts';
import { isPinned, labelOf } from './release.ts';
import type { Deployment, EcsService, Hook, Revision } from './schema.ts';

/** A service and its newest deployment, as read at one moment. */
export interface Snapshot {
  readonly target: RolloutTarget;
  readonly observedAt: number;
  readonly service: EcsService;
  /** The newest one, over or not; undefined: ECS remembers none. */
  readonly deployment: Deployment | undefined;
  /** What is being put in place. */
  readonly to: Revision | undefined;
  /** What it replaces, and where ECS's own rollback goes. */
  readonly from: Revision | undefined;
  readonly phase: RolloutPhase;
  readonly hook: Hook | undefined;
  readonly fence: string;
  /** The endpoint knows no service deployments: only redeploying is possible there. */
  readonly classic: boolean;
  /** Read only when a release runs by digest. */
  readonly tags: ReadonlyMap<string, string> | undefined;
  /** For people: `points-api:42 · 2026.11.21`. */
  readonly toLabel: string;
  readonly fromLabel: string;
}

export async function takeSnapshot(
  reader: EcsReader,
  target: RolloutTarget,
  now: () => number,
): Promise<Snapshot> {
  const first = await reader.service();
  const deployment = await newestDeployment(reader, first);
  const classic = reader.isClassic();
  const service = classic ? await reader.service() : first;
  const toArn = deployment?.targetServiceRevision?.arn;
  const fromArn =
    deployment?.rollback?.serviceRevisionArn ?? deployment?.sourceServiceRevisions[0]?.arn;
  const arns = [toArn, fromArn].filter((arn) => arn !== undefined);
  const revisions = await reader.revisions(arns);
  const to = toArn === undefined ? undefined : revisions.get(toArn);
  const from = fromArn === undefined ? undefined : revisions.get(fromArn);
  const pinned = [to, from].some((one) => one && isPinned(one));
  const tags = pinned ? await readTags(reader) : undefined;
  return {
    target,
    tags,
    observedAt: now(),
    service,
    deployment,
    to,
    from,
    phase: isTakenButUnlisted(service, deployment, to) ? 'pending' : phaseOf(service, deployment),
    hook: deployment && awaitedHook(deployment),
    fence: fenceOf(deployment),
    classic,
    toLabel: to ? labelOf(to, tags) : 'a release that ECS no longer describes',
    fromLabel: from ? labelOf(from, tags) : 'a release that ECS no longer describes',
  };
}

async function newestDeployment(
  reader: EcsReader,
  service: EcsService,
): Promise<Deployment | undefined> {
  const named = service.currentServiceDeployment;
  if (named) return reader.deployment(named);
  const { briefs } = await reader.list();
  return briefs[0] && reader.deployment(briefs[0].serviceDeploymentArn);
}

/** The service already names another task definition than its last deployment ended with: a change
 * was taken that ECS does not list yet. */
function isTakenButUnlisted(
  service: EcsService,
  deployment: Deployment | undefined,
  to: Revision | undefined,
): boolean {
  return (
    deployment?.status === 'SUCCESSFUL' &&
    to !== undefined &&
    service.taskDefinition !== undefined &&
    service.taskDefinition !== to.taskDefinition
  );
}
