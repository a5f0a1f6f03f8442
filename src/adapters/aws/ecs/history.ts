import type { History } from '../../../core/service/release.ts';
import type { EcsReader } from './reader.ts';
import { releaseOf, tagsOf } from './release.ts';
import type { DeploymentBrief, EcsService, Revision } from './schema.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html */
const keptDays = 90;

/** So many newest revisions are read for their tags, one describe call. */
const namedBy = 20;

/** The past of a service: what was deployed, newest first, with what each revision was. */
export interface Past {
  readonly service: EcsService;
  readonly entries: readonly { readonly brief: DeploymentBrief; readonly revision: Revision }[];
  /** Digest → the tag it was deployed by. */
  readonly tags: ReadonlyMap<string, string>;
  /** Nothing older exists. */
  readonly complete: boolean;
  /** Made of task definitions: nobody wrote down which of them served. */
  readonly classic: boolean;
}

export async function readPast(reader: EcsReader, limit: number, now: number): Promise<Past> {
  const { briefs, complete } = await reader.list();
  const service = await reader.service();
  // Releases by digest are shown by the tag they once had, so a few more are read than asked for.
  const revisions = await reader.revisions(
    briefs.slice(0, Math.max(limit, namedBy)).flatMap((one) => one.targetServiceRevisionArn ?? []),
  );
  const entries = briefs.slice(0, limit).flatMap((brief) => {
    const revision = revisions.get(brief.targetServiceRevisionArn ?? '');
    return revision ? [{ brief, revision }] : [];
  });
  const bornAt = service.createdAt ?? 0;
  const forgotten = bornAt < now - keptDays * 86_400_000;
  return {
    service,
    entries,
    tags: tagsOf(revisions.values()),
    classic: reader.isClassic(),
    complete: complete && !forgotten && briefs.length <= limit,
  };
}

export function historyOf(past: Past): History {
  return {
    releases: past.entries.map(({ brief, revision }) =>
      releaseOf(revision, brief, past.service, past.tags),
    ),
    complete: past.complete,
    ...(past.complete ? {} : { limit: past.classic ? classicLimit : newerLimit }),
  };
}

const newerLimit = `ECS remembers the deployments of the last ${keptDays} days.`;
const classicLimit =
  'This ECS endpoint keeps no history of deployments: these are the registered task definitions, and which of them ever served is not known.';

/** The builds of a revision in one text. */
export function fingerprint(revision: Revision): string {
  return revision.containerImages
    .map((one) => `${one.containerName}=${one.imageDigest ?? one.image}`)
    .sort()
    .join(' ');
}

/** Was this release left by going back to builds older than itself? */
export function wasLeft(past: Past, revision: Revision): boolean {
  const all = past.entries;
  const at = all.findIndex((one) => one.revision === revision);
  const next = all.slice(0, at).findLast((one) => one.brief.status === 'SUCCESSFUL');
  if (!next) return false;
  const older = all.slice(at + 1).map((one) => fingerprint(one.revision));
  return older.includes(fingerprint(next.revision));
}

/** Digest → tag of the newest releases: names for those that run by digest. */
export async function readTags(reader: EcsReader): Promise<ReadonlyMap<string, string>> {
  const { briefs } = await reader.list();
  const revisions = await reader.revisions(
    briefs.slice(0, namedBy).flatMap((one) => one.targetServiceRevisionArn ?? []),
  );
  return tagsOf(revisions.values());
}
