import type { Artifact, Release } from '../../../core/service/release.ts';
import { runningRevisions } from './phase.ts';
import type { DeploymentBrief, EcsService, Revision } from './schema.ts';

type ContainerImage = Revision['containerImages'][number];

/** An image reference taken apart; a reference by digest can never mean another build. */
export function splitImage(image: string): { name: string; ref: string; fixed: boolean } {
  const [path = image, digest] = image.split('@');
  const colon = path.lastIndexOf(':');
  const tagged = colon > path.lastIndexOf('/');
  const name = tagged ? path.slice(0, colon) : path;
  if (digest) return { name, ref: digest, fixed: true };
  return { name, ref: tagged ? path.slice(colon + 1) : 'latest', fixed: false };
}

/** `arn:…:task-definition/points-api:42` → `points-api:42`. */
export function shortName(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}

/** One account's task definitions, by ARN or by name. */
export function isSameDefinition(one: string | undefined, other: string): boolean {
  return one !== undefined && shortName(one) === shortName(other);
}

export function familyOf(taskDefinition: string): string {
  return shortName(taskDefinition).split(':')[0] ?? '';
}

/** The container that is the service itself, not a sidecar: the one named like its family. */
function mainImage(revision: Revision): ContainerImage | undefined {
  const family = familyOf(revision.taskDefinition);
  return (
    revision.containerImages.find((one) => one.containerName === family) ??
    revision.containerImages.find((one) => splitImage(one.image).name.endsWith(family)) ??
    revision.containerImages[0]
  );
}

/** Does it name its main image by digest? */
export function isPinned(revision: Revision): boolean {
  const main = mainImage(revision);
  return main !== undefined && splitImage(main.image).fixed;
}

/** `points-api:42 · 2026.11.21-2300`; a digest is shown as the tag it was once deployed by. */
export function labelOf(revision: Revision, tags: ReadonlyMap<string, string> = new Map()): string {
  const name = shortName(revision.taskDefinition);
  const main = mainImage(revision);
  if (!main) return name;
  const image = splitImage(main.image);
  if (!image.fixed) return `${name} · ${image.ref}`;
  const tag = tags.get(image.ref);
  return `${name} · ${tag ? `${tag} (pinned)` : image.ref.slice(0, 19)}`;
}

/** Digest → tag, of everything ever deployed by tag. */
export function tagsOf(revisions: Iterable<Revision>): Map<string, string> {
  const tags = new Map<string, string>();
  for (const revision of revisions) {
    for (const one of revision.containerImages) {
      const image = splitImage(one.image);
      if (one.imageDigest && !image.fixed) tags.set(one.imageDigest, image.ref);
    }
  }
  return tags;
}

function artifactsOf(revision: Revision): Artifact[] {
  return revision.containerImages.map((one) => {
    const { name, ref, fixed } = splitImage(one.image);
    const digest = one.imageDigest ?? (fixed ? ref : undefined);
    const base = { kind: 'oci-image', name, ref } as const;
    return digest
      ? { ...base, digest, digestBasis: 'recorded-at-deploy' }
      : { ...base, digestBasis: 'none' };
  });
}

const outcomes: Readonly<Record<string, Release['outcome']>> = {
  PENDING: 'running',
  IN_PROGRESS: 'running',
  STOP_REQUESTED: 'running',
  ROLLBACK_REQUESTED: 'running',
  ROLLBACK_IN_PROGRESS: 'running',
  SUCCESSFUL: 'succeeded',
  STOPPED: 'stopped',
  ROLLBACK_SUCCESSFUL: 'rolled-back',
  ROLLBACK_FAILED: 'failed',
};

export function releaseOf(
  revision: Revision,
  brief: DeploymentBrief | undefined,
  service: EcsService,
  tags?: ReadonlyMap<string, string>,
): Release {
  return {
    id: revision.serviceRevisionArn,
    label: labelOf(revision, tags),
    artifacts: artifactsOf(revision),
    startedAt: brief?.startedAt ?? brief?.createdAt ?? revision.createdAt ?? 0,
    ...(brief?.finishedAt === undefined ? {} : { finishedAt: brief.finishedAt }),
    outcome: brief ? (outcomes[brief.status] ?? 'unknown') : 'unknown',
    isRunning: isRunning(revision, service),
  };
}

function isRunning(revision: Revision, service: EcsService): Release['isRunning'] {
  if (!service.currentServiceRevisions) return isDefinitionRunning(revision, service);
  const running = runningRevisions(service);
  if (!running.includes(revision.serviceRevisionArn)) return 'no';
  return running.length === 1 ? 'yes' : 'partly';
}

/** Where ECS does not say which revisions serve: by the task definitions that do. */
function isDefinitionRunning(revision: Revision, service: EcsService): Release['isRunning'] {
  const parts = service.deployments.filter((one) => (one.runningCount ?? 0) > 0);
  const named = parts.flatMap((one) => one.taskDefinition ?? []);
  const running = named.length > 0 ? named : [service.taskDefinition ?? []].flat();
  if (running.length === 0) return 'unknown';
  if (!running.some((name) => isSameDefinition(name, revision.taskDefinition))) return 'no';
  return new Set(running).size === 1 ? 'yes' : 'partly';
}
