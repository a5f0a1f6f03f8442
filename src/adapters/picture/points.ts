import type { Panel, Series } from '../../core/briefing/picture.ts';

export interface Point {
  readonly at: number;
  readonly value: number;
}

/** Where the data does not say how far apart its points are. */
const ordinaryStepMs = 60_000;
/** More columns than this are thinner than a phone can show. */
const mostColumns = 360;
const mostPoints = 1_200;

/** Points that can be drawn: numbers, within the window, in order. */
export function pointsWithin(series: Series, window: { fromAt: number; toAt: number }): Point[] {
  return series.points
    .filter(({ at, value }) => Number.isFinite(value) && at >= window.fromAt && at <= window.toAt)
    .toSorted((a, b) => a.at - b.at);
}

/** How far apart neighbours usually are: the smallest distance seen, or a minute. */
export function stepOf(all: readonly (readonly Point[])[]): number {
  const moments = [...new Set(all.flatMap((points) => points.map(({ at }) => at)))].sort(
    (a, b) => a - b,
  );
  let least = Number.POSITIVE_INFINITY;
  for (const [index, at] of moments.entries()) {
    const before = moments[index - 1];
    if (before !== undefined) least = Math.min(least, at - before);
  }
  return Number.isFinite(least) ? least : ordinaryStepMs;
}

/** Stretches without a gap: a missing point ends one. */
export function stretchesOf(points: readonly Point[], step: number): Point[][] {
  const stretches: Point[][] = [];
  let last: Point | undefined;
  for (const point of thinned(points)) {
    const goesOn =
      last !== undefined && point.at - last.at <= 1.5 * Math.max(step, spacing(points));
    if (goesOn) stretches.at(-1)?.push(point);
    else stretches.push([point]);
    last = point;
  }
  return stretches;
}

/** Of too many points the highest of each few: peaks are what people look for. */
function thinned(points: readonly Point[]): readonly Point[] {
  const few = Math.ceil(points.length / mostPoints);
  if (few <= 1) return points;
  const kept: Point[] = [];
  for (let from = 0; from < points.length; from += few) {
    kept.push(points.slice(from, from + few).reduce((a, b) => (b.value > a.value ? b : a)));
  }
  return kept;
}

/** How far apart the points are that thinning leaves. */
function spacing(points: readonly Point[]): number {
  const few = Math.ceil(points.length / mostPoints);
  const [first, last] = [points[0], points.at(-1)];
  if (few <= 1 || !first || !last) return 0;
  return (2 * few * (last.at - first.at)) / points.length;
}

/** One column of a stack: where it begins, and how high each series stands in it. */
export interface Column {
  readonly at: number;
  readonly values: readonly number[];
}

/**
 * The series side by side in columns of one length; a column is the mean over its time, so that
 * wider ones do not look like more. Below zero there is nothing to stack.
 */
export function columnsOf(
  panel: Panel,
  window: { fromAt: number; toAt: number },
): { readonly width: number; readonly columns: readonly Column[] } {
  const series = panel.series.map((each) => pointsWithin(each, window));
  const step = panel.stepMs ?? stepOf(series);
  const few = Math.max(1, Math.ceil((window.toAt - window.fromAt) / step / mostColumns));
  const width = step * few;
  const columns = new Map<number, number[]>();
  for (const [index, points] of series.entries()) {
    for (const { at, value } of points) {
      const begin = Math.floor(at / width) * width;
      const values = columns.get(begin) ?? panel.series.map(() => 0);
      values[index] = (values[index] ?? 0) + Math.max(0, value) / few;
      columns.set(begin, values);
    }
  }
  const sorted = [...columns].sort(([a], [b]) => a - b);
  return { width, columns: sorted.map(([at, values]) => ({ at, values })) };
}
