import type { ClassTally } from './class-tally.ts';

/** A power of two, and twice the most entries: found after a step or two. */
const slots = 16_384;
const mostEntries = slots / 2;

/** Finds a class by two hashes, without a string. What was put may be forgotten, all at once. */
export interface ClassIndex {
  find(high: number, low: number): ClassTally | undefined;
  put(high: number, low: number, tally: ClassTally): void;
}

export function createClassIndex(): ClassIndex {
  const hashes = new Int32Array(slots * 2);
  const tallies: (ClassTally | undefined)[] = Array.from({ length: slots }, () => undefined);
  let entries = 0;

  function slotOf(high: number, low: number): number {
    let slot = (high ^ low) & (slots - 1);
    while (
      tallies[slot] !== undefined &&
      (hashes[slot * 2] !== high || hashes[slot * 2 + 1] !== low)
    )
      slot = (slot + 1) & (slots - 1);
    return slot;
  }

  return {
    find: (high, low) => tallies[slotOf(high, low)],
    put(high, low, tally) {
      if (entries === mostEntries) {
        tallies.fill(undefined);
        entries = 0;
      }
      const slot = slotOf(high, low);
      hashes[slot * 2] = high;
      hashes[slot * 2 + 1] = low;
      tallies[slot] = tally;
      entries += 1;
    },
  };
}
