import type { ErrorDigest } from './digest.ts';
import { keyVersion } from './group.ts';

/**
 * The digest with how often each group came in the baseline, scaled to the length of the window. Zero
 * is told only where the baseline was read whole: when it had more groups than are kept apart, a group
 * that is not among them may have been there.
 */
export function compareErrors(
  now: ErrorDigest,
  before: ErrorDigest,
  spans: { readonly nowMs: number; readonly beforeMs: number },
): ErrorDigest {
  if (spans.nowMs <= 0 || spans.beforeMs <= 0) return now;
  const counts = new Map(before.groups.map(({ id, count }) => [id, count]));
  const isWhole = !counts.has(`${keyVersion}:other`);
  const groups = now.groups.map((group) => {
    const count = counts.get(group.id) ?? (isWhole ? 0 : undefined);
    if (count === undefined) return group;
    const scaled = (count * spans.nowMs) / spans.beforeMs;
    // Seldom is not never.
    return {
      ...group,
      beforeCount: count === 0 ? 0 : Math.max(0.01, Math.round(scaled * 100) / 100),
    };
  });
  return { ...now, groups };
}
