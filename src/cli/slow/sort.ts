import type { SlowClass } from '../../core/logs/slow-log/digest.ts';

export const sorts = ['time', 'count', 'p95', 'rows'] as const;
export type Sort = (typeof sorts)[number];

const measures: Readonly<Record<Sort, (one: SlowClass) => number>> = {
  time: ({ timeMs }) => timeMs.total,
  count: ({ count }) => count,
  p95: ({ timeMs }) => timeMs.p95,
  rows: ({ rowsExamined, rowsSent }) =>
    (rowsExamined?.total ?? 0) / Math.max(1, rowsSent?.total ?? 0),
};

/** Largest first; where two are the same, as they were. */
export function sorted(classes: readonly SlowClass[], sort: Sort): readonly SlowClass[] {
  const measure = measures[sort];
  return classes.toSorted((a, b) => measure(b) - measure(a));
}
