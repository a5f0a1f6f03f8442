import { consequencesOf } from './catalogue/explains.ts';

/** Something that went on for a while: an error group, a failover. */
export interface Trouble {
  /** Of the diagnosis, or `db.failover`; absent where nobody knows what it is. */
  readonly cause?: string;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly count?: number;
}

export interface Ranked<Of> {
  readonly trouble: Of;
  /** What explains it, nearest in time first; empty for what stands by itself. */
  readonly explainedBy: readonly Of[];
}

/** Clocks differ and logs arrive in pieces: a symptom may be seen this long before its cause. */
const earlyByMs = 60_000;
/** A cause that ended may still be felt: pools empty, clients come back. */
const feltForMs = 10 * 60_000;

/**
 * Causes above what they explain, by known relation and by time; within that, what has most
 * occurrences first. Two that could explain each other are told apart by which began first.
 */
export function causesFirst<Of extends Trouble>(troubles: readonly Of[]): Ranked<Of>[] {
  const ranked = troubles.map((trouble) => ({
    trouble,
    explainedBy: troubles
      .filter((other) => other !== trouble && explainsIt(other, trouble))
      .sort((a, b) => distance(a, trouble) - distance(b, trouble)),
  }));
  return ranked
    .map((one) => ({ one, depth: depthOf(one.trouble, ranked, new Set()) }))
    .sort(
      (a, b) =>
        a.depth - b.depth ||
        (b.one.trouble.count ?? 0) - (a.one.trouble.count ?? 0) ||
        a.one.trouble.firstAt - b.one.trouble.firstAt,
    )
    .map(({ one }) => one);
}

function explainsIt(cause: Trouble, symptom: Trouble): boolean {
  if (cause.cause === undefined || symptom.cause === undefined) return false;
  if (!consequencesOf(cause.cause).has(symptom.cause)) return false;
  if (cause.firstAt > symptom.firstAt + earlyByMs) return false;
  if (cause.lastAt + feltForMs < symptom.firstAt) return false;
  const isMutual = consequencesOf(symptom.cause).has(cause.cause);
  return !isMutual || cause.firstAt < symptom.firstAt;
}

function distance(a: Trouble, b: Trouble): number {
  return Math.abs(a.firstAt - b.firstAt);
}

/** How many causes stand above it, in the longest line of them. */
function depthOf<Of extends Trouble>(
  trouble: Of,
  ranked: readonly Ranked<Of>[],
  above: ReadonlySet<Of>,
): number {
  const by = ranked.find((one) => one.trouble === trouble)?.explainedBy ?? [];
  const within = new Set(above).add(trouble);
  const depths = by
    .filter((cause) => !within.has(cause))
    .map((cause) => depthOf(cause, ranked, within) + 1);
  return Math.max(0, ...depths);
}
