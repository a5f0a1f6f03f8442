import type { DatabaseFacts, InstanceFacts } from './database-facts.ts';

/** What became of a database's disk writes at a moment. */
export type WriteChange =
  | { readonly is: 'fell'; readonly instance: string; readonly left: number }
  | { readonly is: 'steady'; readonly instance: string };

type Minutes = InstanceFacts['metrics'][number]['minutes'];

const minuteMs = 60_000;
/** A release takes over bit by bit; so long after it began the new one serves. */
const settledMs = 2 * minuteMs;
/** Of what was written before; a database at rest still writes something. */
const fellBelow = 0.4;
const steadyFrom = 0.8;
/** Fewer minutes before it, or writes a second, tell nothing. */
const leastMinutes = 3;
const leastBefore = 2;

/**
 * The writer's, whichever instance that is: what it wrote before `at`, and the newest two minutes of
 * it; of something that has ended, the quietest two until then. Undefined where the numbers do not tell.
 */
export function writesAround(
  facts: DatabaseFacts | undefined,
  { fromAt, endedAt }: { readonly fromAt: number; readonly endedAt?: number | undefined },
): WriteChange | undefined {
  const writer = facts?.instances.find(({ role }) => role === 'writer');
  const minutes = writer?.metrics.find(({ metric }) => metric === 'write-iops')?.minutes ?? [];
  const before = minutes.filter(({ at }) => at + minuteMs <= fromAt);
  const since = minutes.filter(
    ({ at }) => at >= fromAt + settledMs && at <= (endedAt ?? Number.POSITIVE_INFINITY),
  );
  const now = endedAt === undefined ? pairs(since).at(-1) : Math.min(...pairs(since));
  const was = mean(before);
  if (!writer || now === undefined || !Number.isFinite(now)) return undefined;
  if (before.length < leastMinutes || was < leastBefore) return undefined;
  const left = now / was;
  if (left < fellBelow) return { is: 'fell', instance: writer.id, left };
  return left >= steadyFrom ? { is: 'steady', instance: writer.id } : undefined;
}

/** A single minute is chance. */
function pairs(minutes: Minutes): readonly number[] {
  return minutes.slice(1).map((one, place) => mean([minutes[place] ?? one, one]));
}

function mean(minutes: Minutes): number {
  return minutes.reduce((sum, { value }) => sum + value, 0) / minutes.length;
}
