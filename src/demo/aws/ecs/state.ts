import { createHash } from 'node:crypto';
import { AwsFault } from '../wire.ts';
import type { DeploymentConfiguration, EcsQuirks } from './local-ecs-types.ts';

export interface TaskDefinition {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  readonly registeredAt: number;
  status: 'ACTIVE' | 'INACTIVE';
  /** As it was registered, without `family`. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly containers: readonly { readonly name: string; readonly image: string }[];
}

/** A service revision: a task definition with its tags resolved, and the settings it was run with. */
export interface Revision {
  readonly arn: string;
  readonly taskDefinition: TaskDefinition;
  readonly createdAt: number;
  readonly images: readonly { containerName: string; image: string; imageDigest: string }[];
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface Task {
  readonly arn: string;
  readonly revision: Revision;
  readonly startedAt: number;
  readonly startedBy: string;
}

export interface Hook {
  readonly hookId: string;
  readonly stage: string;
  readonly expiresAt: number;
  readonly timeoutAction: 'CONTINUE' | 'ROLLBACK';
  status: 'AWAITING_ACTION' | 'SUCCEEDED' | 'TIMED_OUT';
}

/** What happens next in a deployment: entering `stage`, doing `effect`, then waiting `ms`. */
export interface Step {
  readonly stage?: string;
  readonly effect?:
    | { readonly kind: 'begin' }
    | { readonly kind: 'replace-one' }
    | { readonly kind: 'start-all' }
    | { readonly kind: 'weigh'; readonly percent: number }
    | { readonly kind: 'clean-up' }
    | { readonly kind: 'begin-rollback' }
    | { readonly kind: 'restore-one' }
    | { readonly kind: 'restore-all' }
    | { readonly kind: 'end'; readonly status: string };
  readonly ms: number;
}

export interface Deployment {
  readonly arn: string;
  /** `ecs-svc/…`: the name that tasks carry in `startedBy`. */
  readonly ecsId: string;
  readonly createdAt: number;
  readonly sources: readonly Revision[];
  readonly target: Revision;
  readonly configuration: DeploymentConfiguration;
  startedAt?: number;
  updatedAt: number;
  finishedAt?: number;
  stoppedAt?: number;
  status: string;
  statusReason?: string;
  stage?: string;
  readonly hooks: Hook[];
  /** Percent of production traffic on the target; rolling deployments have none. */
  weight: number;
  failures: number;
  rollback?: { readonly reason: string; readonly startedAt: number; readonly to?: Revision };
  steps: readonly Step[];
  next: number;
  /** Undefined: ended. */
  nextAt: number | undefined;
}

export interface Service {
  readonly cluster: string;
  readonly name: string;
  readonly arn: string;
  readonly clusterArn: string;
  readonly createdAt: number;
  readonly controller: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL';
  taskDefinition: TaskDefinition;
  desiredCount: number;
  configuration: DeploymentConfiguration;
  settings: Readonly<Record<string, unknown>>;
  /** Oldest first; only the last may be moving. */
  readonly deployments: Deployment[];
  tasks: Task[];
  readonly events: { readonly at: number; readonly message: string }[];
  /** What served since when, oldest first. */
  readonly shares: { readonly at: number; readonly of: ReadonlyMap<Revision, number> }[];
}

export interface EcsState {
  readonly region: string;
  readonly account: string;
  readonly now: () => number;
  readonly quirks: EcsQuirks;
  readonly services: Map<string, Service>;
  /** By family, oldest revision first. */
  readonly families: Map<string, TaskDefinition[]>;
  readonly digests: Map<string, string>;
  readonly broken: Set<string>;
  /** Makes ids different from each other and the same in every run. */
  serial: number;
}

export function nextId(state: EcsState, kind: string): string {
  state.serial += 1;
  return createHash('sha256').update(`${kind}/${state.serial}`).digest('base64url').slice(0, 21);
}

export function arnOf(state: EcsState, resource: string): string {
  return `arn:aws:ecs:${state.region}:${state.account}:${resource}`;
}

/** Digest references are what they say; tags are what the table says, or a name of their own. */
export function digestOf(state: EcsState, image: string): string {
  const at = image.indexOf('@');
  if (at >= 0) return image.slice(at + 1);
  return state.digests.get(image) ?? `sha256:${createHash('sha256').update(image).digest('hex')}`;
}

export function isBroken(state: EcsState, revision: Revision): boolean {
  return revision.images.some(
    (image) => state.broken.has(image.image) || state.broken.has(image.imageDigest),
  );
}

export function findService(state: EcsState, cluster: unknown, service: unknown): Service {
  const clusterName = lastPart(cluster ?? 'default');
  const found = state.services.get(`${clusterName}/${lastPart(service)}`);
  if (found) return found;
  const known = [...state.services.values()].some((one) => one.cluster === clusterName);
  if (!known) throw new AwsFault('ClusterNotFoundException', 'Cluster not found.');
  throw new AwsFault('ServiceNotFoundException', 'Service not found.');
}

/** By ARN, `family:revision` or `family` (then the newest ACTIVE one). */
export function findTaskDefinition(state: EcsState, name: unknown): TaskDefinition {
  const [family = '', revision] = lastPart(name).split(':');
  const all = state.families.get(family) ?? [];
  const found =
    revision === undefined
      ? all.findLast((one) => one.status === 'ACTIVE')
      : all.find((one) => one.revision === Number(revision));
  if (!found) throw new AwsFault('ClientException', 'Unable to describe task definition.');
  return found;
}

export function lastPart(name: unknown): string {
  return String(name).split('/').at(-1) ?? '';
}
