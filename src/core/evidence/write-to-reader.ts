import type { Tally } from '../logs/error-traces/digest.ts';
import type { DatabaseFacts, InstanceFacts } from './database-facts.ts';

/** What is known of a write that was refused because it reached a read replica. */
export interface WriteToReader {
  /** As the errors name it: a host name, an address. Absent: they do not say. */
  readonly host?: string;
  readonly instance?: string;
  readonly roleNow?: InstanceFacts['role'];
  /** In the oldest snapshot of the window, and how long before the answer that was taken. */
  readonly before?: { readonly role: InstanceFacts['role']; readonly agoMs: number };
  /** The last time another instance became the writer. */
  readonly failoverAt?: number;
  /**
   * `topology-moved`: the host was the writer and is no more, connections stayed on it.
   * `wrong-routing`: the host has been a reader all along, so the application sends writes there.
   */
  readonly why: 'topology-moved' | 'wrong-routing' | 'unknown';
}

/** Which host refused, what it is now and was before, and which of the two stories that tells. */
export function explainWriteToReader(
  targets: readonly Tally[],
  facts: DatabaseFacts | undefined,
  firstErrorAt: number,
  answeredAt: number,
): WriteToReader {
  const named = targets[0]?.name;
  if (!facts) return { ...(named ? { host: named } : {}), why: 'unknown' };
  const hit = targets
    .map(({ name }) => ({ name, instance: instanceAt(facts.instances, name) }))
    .find(({ instance }) => instance !== undefined);
  const moves = facts.writers.slice(1);
  const failoverAt = moves.at(-1)?.at ?? lastFailover(facts);
  const { instance } = hit ?? {};
  const host = hit?.name ?? named;
  const role = instance?.roleBefore;
  const [oldest] = facts.writers;
  const before = role && oldest ? { role, agoMs: answeredAt - oldest.at } : undefined;
  return {
    ...(host ? { host } : {}),
    ...(instance ? { instance: instance.id, roleNow: instance.role } : {}),
    ...(before ? { before } : {}),
    ...(failoverAt === undefined ? {} : { failoverAt }),
    why: whyOf(instance, facts, firstErrorAt),
  };
}

function whyOf(
  instance: InstanceFacts | undefined,
  facts: DatabaseFacts,
  firstErrorAt: number,
): WriteToReader['why'] {
  if (!instance) return 'unknown';
  // Whoever wrote at any time known before the errors began may still hold its old connections.
  const wrote = facts.writers.some(
    ({ at, writer }) => writer === instance.id && at <= firstErrorAt,
  );
  if (instance.role === 'reader' && (wrote || instance.roleBefore === 'writer'))
    return 'topology-moved';
  // A snapshot taken only after the errors began does not tell what was before them.
  const isKnown = (facts.writers[0]?.at ?? Number.POSITIVE_INFINITY) <= firstErrorAt;
  if (isKnown && instance.role === 'reader' && instance.roleBefore === 'reader')
    return 'wrong-routing';
  return 'unknown';
}

/** By endpoint, or by the instance's name as the first label of a host name. */
function instanceAt(instances: readonly InstanceFacts[], host: string): InstanceFacts | undefined {
  const bare = host.toLowerCase().replace(/:\d+$/, '');
  return instances.find(
    ({ id, endpoint }) =>
      endpoint?.toLowerCase() === bare ||
      id.toLowerCase() === bare ||
      bare.startsWith(`${id.toLowerCase()}.`),
  );
}

function lastFailover({ events }: DatabaseFacts): number | undefined {
  return events.findLast(({ kind }) => kind === 'failover')?.at;
}
