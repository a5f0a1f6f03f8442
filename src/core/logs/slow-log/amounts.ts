import type { Spread } from './digest.ts';
import { addHistogram, countValue, emptyHistogram, type Histogram, quantile } from './histogram.ts';

/** Place of each quantity in `Amounts`. */
export const quantities = {
  time: 0,
  lock: 1,
  rowsExamined: 2,
  rowsSent: 3,
  rowsAffected: 4,
  bytesSent: 5,
} as const;
const many = Object.keys(quantities).length;

/** Of each quantity, one after the other: executions that gave it, total, least, most. */
const fields = 4;

/**
 * The quantities of a class, flat, since every statement touches all of them. Whole numbers: sums are
 * exact up to 2^53. While all values of one are equal it has no histogram; most classes' rows and
 * locks never need one.
 */
export interface Amounts {
  readonly sums: Float64Array;
  readonly histograms: (Histogram | undefined)[];
}

export function noAmounts(): Amounts {
  return {
    sums: new Float64Array(many * fields),
    histograms: Array.from({ length: many }, () => undefined),
  };
}

/** `times` executions of `value` each. */
export function addAmount(amounts: Amounts, quantity: number, value: number, times: number): void {
  const { sums, histograms } = amounts;
  const at = quantity * fields;
  const count = sums[at] ?? 0;
  const min = sums[at + 2] ?? 0;
  let histogram = histograms[quantity];
  if (histogram === undefined && count > 0 && value !== min) {
    histogram = emptyHistogram();
    countValue(histogram, min, count);
    histograms[quantity] = histogram;
  }
  if (histogram !== undefined) countValue(histogram, value, times);
  sums[at] = count + times;
  sums[at + 1] = (sums[at + 1] ?? 0) + value * times;
  if (count === 0 || value < min) sums[at + 2] = value;
  if (count === 0 || value > (sums[at + 3] ?? 0)) sums[at + 3] = value;
}

export function mergeAmounts(to: Amounts, other: Amounts): void {
  for (let quantity = 0; quantity < many; quantity++) {
    const [count, total, min, max] = read(other, quantity);
    const histogram = other.histograms[quantity];
    if (count === 0) continue;
    if (histogram === undefined) {
      addAmount(to, quantity, min, count);
      continue;
    }
    const [ownCount, ownTotal, ownMin, ownMax] = read(to, quantity);
    let own = to.histograms[quantity];
    if (own === undefined) {
      own = emptyHistogram();
      if (ownCount > 0) countValue(own, ownMin, ownCount);
      to.histograms[quantity] = own;
    }
    addHistogram(own, histogram);
    to.sums.set(
      [
        ownCount + count,
        ownTotal + total,
        ownCount === 0 ? min : Math.min(ownMin, min),
        Math.max(ownMax, max),
      ],
      quantity * fields,
    );
  }
}

function read({ sums }: Amounts, quantity: number): readonly [number, number, number, number] {
  const at = quantity * fields;
  return [sums[at] ?? 0, sums[at + 1] ?? 0, sums[at + 2] ?? 0, sums[at + 3] ?? 0];
}

export function countOf({ sums }: Amounts, quantity: number): number {
  return sums[quantity * fields] ?? 0;
}

export function totalOf({ sums }: Amounts, quantity: number): number {
  return sums[quantity * fields + 1] ?? 0;
}

/** Nothing where no execution gave it. `unit`: how many of what was counted make one told. */
export function toSpread(amounts: Amounts, quantity: number, unit: number): Spread | undefined {
  const [count, total, min, max] = read(amounts, quantity);
  if (count === 0) return undefined;
  const histogram = amounts.histograms[quantity];
  const at = (share: number) =>
    (histogram === undefined
      ? min
      : Math.max(min, Math.min(Math.round(quantile(histogram, share)), max))) / unit;
  return {
    total: total / unit,
    mean: total / count / unit,
    min: min / unit,
    max: max / unit,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  };
}
