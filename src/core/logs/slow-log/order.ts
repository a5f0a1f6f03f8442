import type { SlowClass, SlowDigest } from './digest.ts';

export type SlowOrder =
  /** Most total time first. */
  | 'time'
  | 'count'
  | 'p95'
  /** Most rows examined for each row sent first. */
  | 'rows'
  /** What costs most beyond the baseline first; without one, most total time. */
  | 'cost';

const measures: Readonly<Record<SlowOrder, (one: SlowClass) => number>> = {
  time: ({ timeMs }) => timeMs.total,
  count: ({ count }) => count,
  p95: ({ timeMs }) => timeMs.p95,
  rows: rowsPerRow,
  cost: ({ change, timeMs }) => change?.costMs ?? timeMs.total,
};

/** The classes, the one that matters most first; equal ones by total time, then by id. */
export function orderBy(digest: SlowDigest, order: SlowOrder): readonly SlowClass[] {
  const measure = measures[order];
  return [...digest.classes].sort(
    (a, b) => measure(b) - measure(a) || b.timeMs.total - a.timeMs.total || (a.id < b.id ? -1 : 1),
  );
}

/** Rows examined for each row sent; one that sends none counts as sending one. */
export function rowsPerRow({ rowsExamined, rowsSent }: SlowClass): number {
  return rowsExamined === undefined ? 0 : rowsExamined.total / Math.max(1, rowsSent?.total ?? 0);
}
