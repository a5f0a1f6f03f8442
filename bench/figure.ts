export type Unit =
  | 'ms'
  | 'MB'
  | '×'
  | 'MB/s'
  | 'records/s'
  | 'events/s'
  | 'commits/s'
  | 'calls'
  | '%';

/** One thing that was measured, some number of times. */
export interface Figure {
  readonly what: string;
  readonly unit: Unit;
  readonly better: 'lower' | 'higher';
  /** One value a run, in the order they were taken. */
  readonly runs: readonly number[];
  /** What we want it to be. */
  readonly aim?: number;
  /** Far beyond the aim: `--check` fails there. */
  readonly limit?: number;
  /** What the same machine needs without Firebreak; the difference is ours. */
  readonly isFloor?: boolean;
}

export type Result =
  | { readonly status: 'measured'; readonly figures: readonly Figure[] }
  | { readonly status: 'skipped'; readonly why: string };

export interface Benchmark {
  readonly name: string;
  /** One sentence for the table's head. */
  readonly measures: string;
  run(): Promise<Result>;
}

/** The run least disturbed by others on the machine. */
export function quietest({ better, runs }: Pick<Figure, 'better' | 'runs'>): number {
  return better === 'lower' ? Math.min(...runs) : Math.max(...runs);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The smallest value that at least this share (0–1) of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('A quantile of nothing was asked for.');
  return value;
}

/** Whether the quietest run is within `bound`. */
export function keeps(figure: Figure, bound: number): boolean {
  const value = quietest(figure);
  return figure.better === 'lower' ? value <= bound : value >= bound;
}
