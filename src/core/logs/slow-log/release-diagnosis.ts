import type { SlowClass, SlowDiagnosis, SlowDigest, SlowMinute } from './digest.ts';

export interface StartedRelease {
  readonly label: string;
  readonly startedAt: number;
}

/** What begins later than this after a release has another cause as likely. */
const longestDelayMs = 30 * 60_000;
/** The log has to reach back so far before the release to show that there was nothing. */
const leastBeforeMs = 10 * 60_000;
const leastCount = 5;
const slower = 1.5;
/** A minute of so few executions says nothing of their time. */
const leastInMinute = 3;
const minuteMs = 60_000;

/** Did it begin, or begin to be slow, with one of `releases`: the latest that fits. */
export function releaseDiagnosis(
  one: SlowClass,
  digest: SlowDigest,
  releases: readonly StartedRelease[],
): SlowDiagnosis | undefined {
  const { count, change, firstAt, minutes = [] } = one;
  const logFrom = digest.firstAt;
  if (count < leastCount || firstAt === undefined || logFrom === undefined) return undefined;
  const isSlower = change?.kind === 'slower';
  for (const { label, startedAt } of [...releases].sort((a, b) => b.startedAt - a.startedAt)) {
    if (logFrom > startedAt - leastBeforeMs) continue;
    const at = isSlower ? slowSince(minutes, startedAt) : firstAt;
    const afterMs = at === undefined ? -1 : at - startedAt;
    if (afterMs < 0 || afterMs > longestDelayMs) continue;
    if (change !== undefined && change.kind !== 'new' && !isSlower) continue;
    // Without a baseline it may as well run once an hour.
    const sure = change === undefined ? 'guess' : 'likely';
    return { id: 'began-with-release', sure, release: label, afterMs };
  }
  return undefined;
}

/** The first slow minute from `startedAt` on, if no minute before was as slow. */
function slowSince(minutes: readonly SlowMinute[], startedAt: number): number | undefined {
  const telling = minutes.filter(({ count }) => count >= leastInMinute);
  const before = telling.filter(({ at }) => at + minuteMs <= startedAt);
  const after = telling.filter(({ at }) => at + minuteMs > startedAt);
  if (before.length === 0 || after.length === 0) return undefined;
  const usual = before.reduce((sum, { totalMs }) => sum + totalMs, 0);
  const usually = usual / before.reduce((sum, { count }) => sum + count, 0);
  const isSlow = ({ totalMs, count }: SlowMinute) => totalMs / count >= usually * slower;
  if (before.some(isSlow)) return undefined;
  const first = after.find(isSlow);
  return first === undefined ? undefined : Math.max(first.at, startedAt);
}
