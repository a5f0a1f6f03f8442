import type { Tally } from './digest.ts';

/** Most frequent first, then by name. */
export function talliesOf(counts: ReadonlyMap<string, number>): readonly Tally[] {
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

export function sumOf(tallies: readonly Tally[] = []): number {
  return tallies.reduce((total, { count }) => total + count, 0);
}
