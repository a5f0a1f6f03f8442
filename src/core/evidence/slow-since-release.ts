import { bySureness } from '../logs/slow-log/diagnose.ts';
import type { SlowClass, SlowDiagnosis, SlowMinute } from '../logs/slow-log/digest.ts';
import type { Release } from '../service/release.ts';
import type { Evidence } from './evidence.ts';
import type { Window } from './question.ts';

/** What begins later than this after a release has another cause as likely. */
const longestDelayMs = 30 * 60_000;
/** The log has to be read from so far before the release on to show that there was nothing. */
const leastBeforeMs = 10 * 60_000;
const leastCount = 5;
const slower = 1.5;
/** A minute of so few executions says nothing of their time. */
const leastInMinute = 3;

/** What was read of the log, and how long each of a class's minutes is. */
interface Read {
  readonly window: Window;
  readonly bucketMs: number;
}

/**
 * The answer, its statements diagnosed with the release they began with or began to be slow with.
 * Told anew whenever it is read: releases become known before the answer or after it.
 */
export function sinceReleases(evidence: Evidence, releases: readonly Release[] = []): Evidence {
  const { slow, covered, window } = evidence;
  if (!slow || releases.length === 0) return evidence;
  const read = { window: covered ?? window, bucketMs: slow.bucketMs ?? 60_000 };
  const classes = slow.classes.map((one): SlowClass => {
    const began = beganWith(one, read, releases);
    return began ? { ...one, diagnoses: bySureness([...one.diagnoses, began]) } : one;
  });
  return { ...evidence, slow: { ...slow, classes } };
}

/** The latest release that fits. */
function beganWith(
  { count, change, firstAt, minutes = [] }: SlowClass,
  { window, bucketMs }: Read,
  releases: readonly Release[],
): SlowDiagnosis | undefined {
  const isSlower = change?.kind === 'slower';
  if (count < leastCount || firstAt === undefined) return undefined;
  if (change !== undefined && change.kind !== 'new' && !isSlower) return undefined;
  for (const { label, startedAt } of releases.toSorted((a, b) => b.startedAt - a.startedAt)) {
    if (window.fromAt > startedAt - leastBeforeMs) continue;
    const at = isSlower ? slowSince(minutes, startedAt, bucketMs) : firstAt;
    const afterMs = at === undefined ? -1 : at - startedAt;
    if (afterMs < 0 || afterMs > longestDelayMs) continue;
    return {
      id: 'began-with-release',
      // Without a baseline it may as well run once an hour.
      sure: change === undefined ? 'guess' : 'likely',
      began: isSlower ? 'being-slow' : 'running',
      release: label,
      afterMs,
    };
  }
  return undefined;
}

/** The first slow minute from `startedAt` on, if no minute before was as slow. */
function slowSince(
  minutes: readonly SlowMinute[],
  startedAt: number,
  bucketMs: number,
): number | undefined {
  const telling = minutes.filter(({ count }) => count >= leastInMinute);
  const before = telling.filter(({ at }) => at + bucketMs <= startedAt);
  const after = telling.filter(({ at }) => at + bucketMs > startedAt);
  if (before.length === 0 || after.length === 0) return undefined;
  const usual = before.reduce((sum, { totalMs }) => sum + totalMs, 0);
  const usually = usual / before.reduce((sum, { count }) => sum + count, 0);
  const isSlow = ({ totalMs, count }: SlowMinute) => totalMs / count >= usually * slower;
  if (before.some(isSlow)) return undefined;
  const first = after.find(isSlow);
  return first === undefined ? undefined : Math.max(first.at, startedAt);
}
