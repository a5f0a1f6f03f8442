import type { Spread } from './digest.ts';
import { addHistogram, countValue, emptyHistogram, type Histogram, quantile } from './histogram.ts';

/**
 * One quantity over the executions that gave it. Whole numbers: sums are exact up to 2^53. While
 * all are equal there is no histogram; most classes' rows and locks never need one.
 */
export interface Amounts {
  count: number;
  total: number;
  min: number;
  max: number;
  histogram: Histogram | undefined;
}

export function noAmounts(): Amounts {
  return { count: 0, total: 0, min: 0, max: 0, histogram: undefined };
}

/** `times` executions of `value` each. */
export function addAmount(amounts: Amounts, value: number, times: number): void {
  if (amounts.count === 0) {
    amounts.min = value;
    amounts.max = value;
  } else if (amounts.histogram === undefined && value !== amounts.min) {
    amounts.histogram = spreadOut(amounts);
  }
  if (amounts.histogram !== undefined) countValue(amounts.histogram, value, times);
  amounts.count += times;
  amounts.total += value * times;
  if (value < amounts.min) amounts.min = value;
  if (value > amounts.max) amounts.max = value;
}

export function mergeAmounts(to: Amounts, other: Amounts): void {
  if (other.count === 0) return;
  if (other.histogram === undefined) {
    addAmount(to, other.min, other.count);
    return;
  }
  to.histogram ??= spreadOut(to);
  addHistogram(to.histogram, other.histogram);
  to.min = to.count === 0 ? other.min : Math.min(to.min, other.min);
  to.max = Math.max(to.max, other.max);
  to.count += other.count;
  to.total += other.total;
}

function spreadOut(amounts: Amounts): Histogram {
  const histogram = emptyHistogram();
  if (amounts.count > 0) countValue(histogram, amounts.min, amounts.count);
  return histogram;
}

/** Nothing where no execution gave it. `unit`: how many of what was counted make one told. */
export function toSpread(amounts: Amounts, unit: number): Spread | undefined {
  const { count, total, min, max, histogram } = amounts;
  if (count === 0) return undefined;
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
