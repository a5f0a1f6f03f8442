import type { Counted, GoneClass, SlowChange, SlowClass, SlowDigest } from './digest.ts';

/** Fewer executions than this, now or scaled from the baseline, are chance. */
const leastCount = 5;
/** Counts of rare events scatter by the root of what is expected; less than three roots is chance. */
const scatter = 3;
/** So many times as often is worth a word, and half as much is less. */
const oftener = 2;
const less = 1 / 2;
/** The median so many times as long, and longer by so much: small medians double by themselves. */
const slower = 1.5;
const slowerByMs = 5;
/** The slowest twentieth may tell first; it scatters more, so it takes more. */
const tailSlower = 2;
const leastForTail = 20;
const mostGone = 100;
/** Stands for many classes, other ones each time: nothing to compare. */
const others = 'other';

interface Spans {
  readonly nowMs: number;
  readonly beforeMs: number;
}

/**
 * `now` with what changed since `before`: counts and times of the baseline are scaled to the length
 * of now, so a day compares with an hour. Classes keep their order, by total time; `orderBy` has the
 * one by what changed most.
 */
export function compareWith(now: SlowDigest, before: SlowDigest, spans: Spans): SlowDigest {
  const scale = spans.beforeMs > 0 ? spans.nowMs / spans.beforeMs : 1;
  const known = new Map(before.classes.map((one) => [one.id, one]));
  const ran = new Set(now.classes.map(({ id }) => id));
  const gone = before.classes
    .filter(({ id, count }) => id !== others && !ran.has(id) && count * scale >= leastCount)
    .slice(0, mostGone)
    .map(
      ({ id, fingerprint, count, timeMs }): GoneClass => ({
        id,
        fingerprint,
        beforeCount: count * scale,
        beforeTotalMs: timeMs.total * scale,
      }),
    );
  return {
    ...now,
    classes: now.classes.map((one) =>
      one.id === others ? one : { ...one, change: changeOf(one, known.get(one.id), scale) },
    ),
    ...(gone.length === 0 ? {} : { gone }),
  };
}

function changeOf(now: SlowClass, before: SlowClass | undefined, scale: number): SlowChange {
  if (before === undefined)
    return { kind: 'new', beforeCount: 0, beforeTotalMs: 0, costMs: now.timeMs.total };
  const beforeCount = before.count * scale;
  const beforeTotalMs = before.timeMs.total * scale;
  const grew = whoGrew(now, before, scale);
  return {
    kind: kindOf(now, before, beforeCount),
    beforeCount,
    beforeTotalMs,
    beforeP50Ms: before.timeMs.p50,
    beforeP95Ms: before.timeMs.p95,
    ...(before.rowsExamined === undefined ? {} : { beforeRowsMean: before.rowsExamined.mean }),
    ...(grew === undefined ? {} : { grew }),
    costMs: now.timeMs.total - beforeTotalMs,
  };
}

function kindOf(now: SlowClass, before: SlowClass, beforeCount: number): SlowChange['kind'] {
  const isOftener =
    now.count >= leastCount &&
    now.count >= oftener * beforeCount &&
    now.count - beforeCount > scatter * Math.sqrt(beforeCount);
  const isSlower = isNowSlower(now, before);
  if (isOftener && isSlower) {
    // Which of the two makes more of the extra time?
    const byCount = (now.count - beforeCount) * (now.timeMs.mean + before.timeMs.mean);
    const byTime = (now.timeMs.mean - before.timeMs.mean) * (now.count + beforeCount);
    return byCount >= byTime ? 'more-often' : 'slower';
  }
  if (isOftener) return 'more-often';
  if (isSlower) return 'slower';
  const isLess =
    beforeCount >= leastCount &&
    now.timeMs.total <= less * before.timeMs.mean * beforeCount &&
    (beforeCount - now.count > scatter * Math.sqrt(beforeCount) ||
      now.timeMs.p50 <= less * before.timeMs.p50);
  return isLess ? 'less' : 'same';
}

function isNowSlower(now: SlowClass, before: SlowClass): boolean {
  const fewest = Math.min(now.count, before.count);
  const longer = (of: 'p50' | 'p95', times: number) =>
    now.timeMs[of] >= times * before.timeMs[of] && now.timeMs[of] - before.timeMs[of] >= slowerByMs;
  return (
    (fewest >= leastCount && longer('p50', slower)) ||
    (fewest >= leastForTail && longer('p95', tailSlower))
  );
}

/** Of callers, users and hosts, the one that makes at least half of the new executions. */
function whoGrew(now: SlowClass, before: SlowClass, scale: number): SlowChange['grew'] {
  const more = now.count - before.count * scale;
  if (more < leastCount) return undefined;
  const grown = (of: readonly Counted[] | undefined, was: readonly Counted[] | undefined) => {
    const then = new Map(was?.map(({ name, count }) => [name, count * scale]));
    return of?.find(({ name, count }) => count - (then.get(name) ?? 0) >= more / 2)?.name;
  };
  const caller = grown(now.callers, before.callers);
  const user = grown(now.users, before.users);
  const host = grown(now.hosts, before.hosts);
  if (caller === undefined && user === undefined && host === undefined) return undefined;
  return {
    ...(caller === undefined ? {} : { caller }),
    ...(user === undefined ? {} : { user }),
    ...(host === undefined ? {} : { host }),
  };
}

/** New, slower or more often: what people want to know of. */
export function isWorse({ change }: Pick<SlowClass, 'change'>): boolean {
  return change?.kind === 'new' || change?.kind === 'slower' || change?.kind === 'more-often';
}
