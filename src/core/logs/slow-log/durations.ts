/**
 * Ratio between the bounds of a bucket. A value is told as its bucket's middle, so no more than half
 * of this beside the truth: within 1 %.
 */
const ratio = 1.02;
const logRatio = Math.log(ratio);

/** How many durations fell into which bucket. Constant in size: an hour and a microsecond are 1 100 buckets apart. */
export type Durations = Map<number, number>;

export function countDuration(durations: Durations, microseconds: number): void {
  const bucket = microseconds < 1 ? -1 : Math.floor(Math.log(microseconds) / logRatio);
  durations.set(bucket, (durations.get(bucket) ?? 0) + 1);
}

/** The duration, in microseconds, that `share` (0 to 1) of all counted ones do not exceed. */
export function quantile(durations: Durations, share: number): number {
  const buckets = [...durations].sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  let left = Math.max(1, Math.ceil(total * share));
  for (const [bucket, count] of buckets) {
    left -= count;
    if (left <= 0) return bucket < 0 ? 0 : Math.exp((bucket + 0.5) * logRatio);
  }
  return 0;
}
