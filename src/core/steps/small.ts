import { clip, utf8Length } from '../kit/text.ts';
import { otherNames } from '../logs/error-traces/counter.ts';
import type { Tally } from '../logs/error-traces/digest.ts';

/** A piece of JSON with every text in it cut to `most` characters; names of fields stay. */
export function shortTexts<T>(json: T, most: number): T {
  return shortened(json, most) as T;
}

function shortened(json: unknown, most: number): unknown {
  if (typeof json === 'string') return clip(json, most);
  if (Array.isArray(json)) return json.map((one) => shortened(one, most));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, one]) => [key, shortened(one, most)]));
}

/** In bytes, as it is kept. */
export function sizeOf(json: unknown): number {
  return utf8Length(JSON.stringify(json));
}

/** The first ones that take at most `room` bytes together; one at least. */
export function fitting<T>(list: readonly T[], room: number): readonly T[] {
  let used = 0;
  const end = list.findIndex((one) => {
    used += sizeOf(one) + 1;
    return used > room;
  });
  return end === -1 ? list : list.slice(0, Math.max(1, end));
}

/** The first ones; what they leave out is counted as one, as it was counted before. */
export function mostTallies(list: readonly Tally[], most: number): readonly Tally[] {
  if (list.length <= most) return list;
  const rest = list.slice(most).reduce((sum, { count }) => sum + count, 0);
  return [...list.slice(0, most), { name: otherNames, count: rest }];
}

export const minuteMs = 60_000;
/** Lengths that people read off an axis. */
const bucketMinutes = [1, 2, 5, 10, 20, 30, 60, 120, 240];
/** Three hours by the minute, a day by ten. */
const mostBuckets = 181;

/** The shortest length of buckets that keeps each of these series, of whole minutes, small. */
export function bucketOf(series: readonly (readonly { readonly at: number }[])[]): number {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { at } of series.flat()) {
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  const fits = (minutes: number) => (last - first) / (minutes * minuteMs) < mostBuckets - 1;
  const minutes = bucketMinutes.find(fits) ?? Math.ceil((last - first) / minuteMs / mostBuckets);
  return minutes * minuteMs;
}

/** What happened in each bucket, `sum` of two; a bucket is named by its beginning. */
export function inBuckets<T extends { readonly at: number }>(
  minutes: readonly T[],
  bucketMs: number,
  sum: (a: T, b: T) => Omit<T, 'at'>,
): readonly T[] {
  const buckets = new Map<number, T>();
  for (const minute of minutes) {
    const at = Math.floor(minute.at / bucketMs) * bucketMs;
    const before = buckets.get(at);
    buckets.set(at, { ...minute, ...(before ? sum(before, minute) : {}), at });
  }
  return [...buckets.values()].sort((a, b) => a.at - b.at);
}
