import type { Counted } from './digest.ts';

/** When this many names are known the rarer half is forgotten: memory stays bounded. */
const mostNames = 32;
const mostTold = 5;

/** How often each of a class's users, hosts or callers came. */
export interface NamesCount {
  readonly counts: Map<string, number>;
  /** The name of the latest execution and its count since another came: seldom changes. */
  last: string;
  pending: number;
}

export function noNames(): NamesCount {
  return { counts: new Map(), last: '', pending: 0 };
}

export function countName(names: NamesCount, name: string, times: number): void {
  if (name !== names.last) {
    settle(names);
    names.last = name;
  }
  names.pending += times;
}

function settle(names: NamesCount): void {
  if (names.pending > 0 && names.last !== '') {
    names.counts.set(names.last, (names.counts.get(names.last) ?? 0) + names.pending);
    if (names.counts.size > mostNames) forgetRare(names);
  }
  names.pending = 0;
}

function forgetRare({ counts }: NamesCount): void {
  for (const { name } of ranked(counts).slice(mostNames / 2)) counts.delete(name);
}

export function mergeNames(to: NamesCount, other: NamesCount): void {
  settle(other);
  for (const [name, times] of [...other.counts]) countName(to, name, times);
}

export function topNames(names: NamesCount): readonly Counted[] | undefined {
  settle(names);
  return names.counts.size === 0 ? undefined : ranked(names.counts).slice(0, mostTold);
}

function ranked(counts: ReadonlyMap<string, number>): Counted[] {
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
