import type { ClassTally } from './class-tally.ts';

/** Twice the most classes, and a power of two: found after a step or two. */
const slots = 16_384;

/** Finds a class by the two hashes of its fingerprint, without a string. */
export interface ClassIndex {
  find(high: number, low: number): ClassTally | undefined;
  put(high: number, low: number, tally: ClassTally): void;
}

/** Holds as many classes as are ever followed at once (5 000), which leaves most of it empty. */
export function createClassIndex(): ClassIndex {
  const hashes = new Int32Array(slots * 2);
  const tallies: (ClassTally | undefined)[] = [];
  const places = new Int32Array(slots);

  function slotOf(high: number, low: number): number {
    let slot = low & (slots - 1);
    while (places[slot] !== 0 && (hashes[slot * 2] !== high || hashes[slot * 2 + 1] !== low))
      slot = (slot + 1) & (slots - 1);
    return slot;
  }

  return {
    find: (high, low) => tallies[(places[slotOf(high, low)] ?? 0) - 1],
    put(high, low, tally) {
      const slot = slotOf(high, low);
      hashes[slot * 2] = high;
      hashes[slot * 2 + 1] = low;
      tallies.push(tally);
      places[slot] = tallies.length;
    },
  };
}
