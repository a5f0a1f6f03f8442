/**
 * Buckets of whole numbers as wide as a 64th of the power of two they lie in: a value told as its
 * bucket's middle is within 0.8 % of the truth, and below 64 exact. Found from the bits of the
 * number, without a logarithm. Counts past 2^32 stay there.
 */
const stepsOfDoubling = 64;
const bitsOfSteps = 6;

/** 2^46: past a year in microseconds and past any count of rows; larger values fall in there. */
const largest = 2 ** 46;

/** Counts of the buckets from `first` on; grows towards what it is given, in octaves. */
export interface Histogram {
  first: number;
  counts: Uint32Array;
}

export function emptyHistogram(): Histogram {
  return { first: 0, counts: new Uint32Array(0) };
}

/** Up to here the bits of a whole number are at hand. */
const largestSmall = 2 ** 31 - 1;

/** Below 64 a value is its own bucket; 64 is in bucket 64 by either rule. */
function bucketOf(value: number): number {
  if (value < stepsOfDoubling) return value > 0 ? Math.floor(value) : 0;
  if (value <= largestSmall) {
    const octave = 31 - Math.clz32(value) - bitsOfSteps;
    return octave * stepsOfDoubling + (value >>> octave);
  }
  // A multiple of two to the 20th, so that it is as exact as the bucket is wide.
  return bucketOf(Math.floor(Math.min(value, largest) / 2 ** 20)) + 20 * stepsOfDoubling;
}

function middleOf(bucket: number): number {
  if (bucket < stepsOfDoubling) return bucket;
  const octave = Math.floor(bucket / stepsOfDoubling) - 1;
  const step = bucket % stepsOfDoubling;
  return (stepsOfDoubling + step + 0.5) * 2 ** octave - 0.5;
}

export function countValue(histogram: Histogram, value: number, times: number): void {
  const bucket = bucketOf(value);
  let place = bucket - histogram.first;
  if (place < 0 || place >= histogram.counts.length) {
    widen(histogram, bucket);
    place = bucket - histogram.first;
  }
  histogram.counts[place] = Math.min((histogram.counts[place] ?? 0) + times, 0xffffffff);
}

function widen(histogram: Histogram, bucket: number): void {
  const { first, counts } = histogram;
  const octave = bucket - (bucket % stepsOfDoubling);
  const from = counts.length === 0 ? octave : Math.min(first, octave);
  const to = Math.max(counts.length === 0 ? 0 : first + counts.length, octave + stepsOfDoubling);
  const wider = new Uint32Array(to - from);
  wider.set(counts, counts.length === 0 ? 0 : first - from);
  histogram.first = from;
  histogram.counts = wider;
}

export function addHistogram(to: Histogram, other: Histogram): void {
  other.counts.forEach((count, place) => {
    if (count > 0) countValue(to, middleOf(other.first + place), count);
  });
}

/** The value that `share` (0 to 1) of all counted ones do not exceed. */
export function quantile({ first, counts }: Histogram, share: number): number {
  const all = counts.reduce((sum, count) => sum + count, 0);
  let left = Math.max(1, Math.ceil(all * share));
  for (let place = 0; place < counts.length; place++) {
    left -= counts[place] ?? 0;
    if (left <= 0) return middleOf(first + place);
  }
  return 0;
}
