import { detached } from '../../kit/text.ts';
import type { Tally } from './digest.ts';

/** What is counted when there are more names than are kept apart. */
export const otherNames = '(others)';

/** Counts names, at most `most` of them apart. */
export interface Counter {
  add(name: string): void;
  /** Most frequent first, at most `shown`; what was not kept apart is last. */
  top(shown: number): readonly Tally[];
  readonly size: number;
}

export function createCounter(most: number): Counter {
  const counts = new Map<string, { readonly name: string; count: number }>();
  let beyond = 0;
  return {
    add(name) {
      const known = counts.get(name);
      if (known !== undefined) known.count++;
      else if (counts.size < most) {
        const own = detached(name);
        counts.set(own, { name: own, count: 1 });
      } else beyond++;
    },
    top(shown) {
      const all = [...counts.values()].map(({ name, count }) => ({ name, count }));
      all.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
      const rest = all.slice(shown).reduce((sum, { count }) => sum + count, beyond);
      const top = all.slice(0, shown);
      return rest === 0 ? top : [...top, { name: otherNames, count: rest }];
    },
    get size() {
      return counts.size;
    },
  };
}
