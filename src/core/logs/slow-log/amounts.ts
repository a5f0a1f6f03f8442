import type { Spread } from './digest.ts';
import { addHistogram, countValue, emptyHistogram, type Histogram, quantile } from './histogram.ts';
import type { TimedStatement } from './statement.ts';

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
  /** Rows not added yet: what one statement gave, in the order of the quantities, and its weight. */
  rows: Float64Array;
  filled: number;
}

const rowLength = many + 1;
const firstRows = 2;
/**
 * So many rows wait: then a class has each of its histograms at hand for a while, where statements
 * that take turns would fetch another class's for each.
 */
const mostRows = 32;

export function noAmounts(): Amounts {
  return {
    sums: new Float64Array(many * fields),
    histograms: Array.from({ length: many }, () => undefined),
    rows: new Float64Array(firstRows * rowLength),
    filled: 0,
  };
}

/** `times` executions that each took and did the same; what is negative was not given. */
export function addStatement(amounts: Amounts, one: Given, times: number): void {
  if (amounts.filled === amounts.rows.length) makeRoom(amounts);
  const { rows, filled } = amounts;
  rows[filled + quantities.time] = one.durationUs;
  rows[filled + quantities.lock] = one.lockUs;
  rows[filled + quantities.rowsExamined] = one.rowsExamined;
  rows[filled + quantities.rowsSent] = one.rowsSent;
  rows[filled + quantities.rowsAffected] = one.rowsAffected;
  rows[filled + quantities.bytesSent] = one.bytesSent;
  rows[filled + many] = times;
  amounts.filled = filled + rowLength;
}

type Given = Pick<
  TimedStatement,
  'durationUs' | 'lockUs' | 'rowsExamined' | 'rowsSent' | 'rowsAffected' | 'bytesSent'
>;

function makeRoom(amounts: Amounts): void {
  const { rows } = amounts;
  if (rows.length === mostRows * rowLength) {
    settle(amounts);
    return;
  }
  amounts.rows = new Float64Array(rows.length * 4);
  amounts.rows.set(rows);
}

/** Adds the rows that wait. */
function settle(amounts: Amounts): void {
  const { rows, filled } = amounts;
  amounts.filled = 0;
  for (let quantity = 0; quantity < many; quantity++) {
    for (let row = 0; row < filled; row += rowLength) {
      const value = rows[row + quantity] ?? -1;
      if (value >= 0) addAmount(amounts, quantity, value, rows[row + many] ?? 1);
    }
  }
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
  settle(to);
  settle(other);
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

export function countOf(amounts: Amounts, quantity: number): number {
  settle(amounts);
  return amounts.sums[quantity * fields] ?? 0;
}

export function totalOf(amounts: Amounts, quantity: number): number {
  settle(amounts);
  return amounts.sums[quantity * fields + 1] ?? 0;
}

/** Nothing where no execution gave it. `unit`: how many of what was counted make one told. */
export function toSpread(amounts: Amounts, quantity: number, unit: number): Spread | undefined {
  settle(amounts);
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
