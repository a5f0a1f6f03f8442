import type { Series } from '../picture.ts';

/** One point a moment, of all that is told of it, oldest first. */
export function addedUp<T extends { readonly at: number }>(
  list: readonly T[],
  amountOf: (one: T) => number,
): Series['points'] {
  const sums = new Map<number, number>();
  for (const one of list) sums.set(one.at, (sums.get(one.at) ?? 0) + amountOf(one));
  return [...sums].sort(([a], [b]) => a - b).map(([at, value]) => ({ at, value }));
}
