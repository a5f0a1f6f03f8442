import { z } from 'zod';
import type { DatabaseFacts, InstanceFacts } from '../../../core/evidence/database-facts.ts';

/** A topology as it was kept at a moment; read back from a store, so its shape is checked. */
export interface TopologySnapshot {
  readonly at: number;
  readonly value: unknown;
}

const topology = z.object({
  instances: z.array(z.object({ id: z.string(), role: z.enum(['writer', 'reader', 'unknown']) })),
});

/** What the snapshots say of who wrote when. `roleBefore` is by the oldest of them. */
export function rolesOverTime(snapshots: readonly TopologySnapshot[]): {
  readonly writers: DatabaseFacts['writers'];
  readonly roleBefore: ReadonlyMap<string, InstanceFacts['role']>;
} {
  const seen = snapshots.flatMap(({ at, value }) => {
    const read = topology.safeParse(value);
    return read.success ? [{ at, instances: read.data.instances }] : [];
  });
  const writers: { at: number; writer: string }[] = [];
  for (const { at, instances } of seen) {
    const [writer, ...others] = instances.filter(({ role }) => role === 'writer');
    // None in the middle of a failover; several are databases of their own, which nothing moves.
    if (!writer || others.length > 0 || writer.id === writers.at(-1)?.writer) continue;
    writers.push({ at, writer: writer.id });
  }
  return {
    writers,
    roleBefore: new Map((seen[0]?.instances ?? []).map(({ id, role }) => [id, role])),
  };
}
