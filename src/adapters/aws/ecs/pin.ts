import { type ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { OutsideError } from '../../../core/kit/outside-error.ts';
import { calling } from '../errors.ts';
import { canonicalJson, type Redeploy } from './change.ts';
import type { EcsReader } from './reader.ts';
import { isSameDefinition, splitImage } from './release.ts';
import type { Revision, TaskDefinition } from './schema.ts';

/** How many ACTIVE revisions of the family are searched for a copy made before. */
const searchedCopies = 10;

/** What RegisterTaskDefinition takes; all else of a description is ECS's own. */
const registrable = [
  'family',
  'taskRoleArn',
  'executionRoleArn',
  'networkMode',
  'containerDefinitions',
  'volumes',
  'placementConstraints',
  'requiresCompatibilities',
  'cpu',
  'memory',
  'pidMode',
  'ipcMode',
  'proxyConfiguration',
  'inferenceAccelerators',
  'ephemeralStorage',
  'runtimePlatform',
  'enableFaultInjection',
];

/** Which images a redeployment must name so that it is the same build again. */
export interface Pinning {
  /** Container → reference; those by tag with a recorded digest become references by digest. */
  readonly images: Readonly<Record<string, string>>;
  readonly pinned: readonly { readonly image: string; readonly digest: string }[];
  /** By tag, and ECS recorded no digest: the tag may be another build by now. */
  readonly unpinnable: readonly string[];
}

/**
 * ECS resolves tags anew at every deployment, so a task definition by tag may come back as another
 * build; only a digest is the same build for certain. Whether the registry still has it cannot be
 * seen from ECS.
 */
export function pinImages(revision: Revision): Pinning {
  const images: Record<string, string> = {};
  const pinned: { image: string; digest: string }[] = [];
  const unpinnable: string[] = [];
  for (const one of revision.containerImages) {
    const { name, fixed } = splitImage(one.image);
    images[one.containerName] = one.image;
    if (fixed) continue;
    if (one.imageDigest) {
      images[one.containerName] = `${name}@${one.imageDigest}`;
      pinned.push({ image: one.image, digest: one.imageDigest });
    } else {
      unpinnable.push(one.image);
    }
  }
  return { images, pinned, unpinnable };
}

/** What a task definition is, images replaced as wanted, as one comparable text. */
export function contentOf(
  definition: TaskDefinition,
  images: Readonly<Record<string, string>> = {},
): string {
  return canonicalJson(registrationOf(definition, images));
}

function registrationOf(definition: TaskDefinition, images: Readonly<Record<string, string>>) {
  const kept = Object.fromEntries(
    Object.entries(definition).filter(
      ([name, value]) => registrable.includes(name) && value !== undefined,
    ),
  );
  const containerDefinitions = definition.containerDefinitions.map((container) => ({
    ...container,
    image: images[container.name] ?? container.image,
  }));
  return { ...kept, family: definition.family, containerDefinitions };
}

/**
 * The task definition to deploy: the original, or its copy. Safe to repeat: a copy registered
 * before is found by its content and used again.
 */
export async function ensureTaskDefinition(
  reader: EcsReader,
  client: ECSClient,
  change: Redeploy,
): Promise<string> {
  if (!change.copy) return change.taskDefinition;
  const original = await mustRead(reader, change.taskDefinition);
  const wanted = contentOf(original, change.images);
  for (const arn of await reader.family(original.family, searchedCopies)) {
    const candidate = await reader.taskDefinition(arn);
    if (candidate?.status === 'ACTIVE' && contentOf(candidate) === wanted) return arn;
  }
  const subject = `family ${original.family}`;
  const answer = await calling({ operation: 'ecs:RegisterTaskDefinition', subject }, () =>
    client.send(new RegisterTaskDefinitionCommand(registrationOf(original, change.images))),
  );
  return answer.taskDefinition?.taskDefinitionArn ?? original.taskDefinitionArn;
}

/** Is this task definition what the change deploys? */
export async function isPlannedDefinition(
  reader: EcsReader,
  change: Redeploy,
  taskDefinition: string,
): Promise<boolean> {
  const isOriginal = isSameDefinition(taskDefinition, change.taskDefinition);
  if (!change.copy) return isOriginal;
  if (isOriginal) return false;
  const found = await reader.taskDefinition(taskDefinition);
  if (!found) return false;
  return (
    contentOf(found) === contentOf(await mustRead(reader, change.taskDefinition), change.images)
  );
}

async function mustRead(reader: EcsReader, name: string): Promise<TaskDefinition> {
  const found = await reader.taskDefinition(name);
  if (found) return found;
  throw new OutsideError({
    system: 'AWS ECS',
    operation: 'DescribeTaskDefinition',
    kind: 'not-found',
    message: `Asked AWS ECS for the task definition ${name}; it was deleted. Choose another release.`,
  });
}
