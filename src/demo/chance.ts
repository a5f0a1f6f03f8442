/** Chance that can be had again: the same seed gives the same story. */
export interface Chance {
  /** [0, 1). */
  next(): number;
  /** True with this probability. */
  happens(probability: number): boolean;
  /** Whole number in [low, high]. */
  between(low: number, high: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
  shuffle<T>(list: readonly T[]): T[];
  /** How many of something that comes `mean` times on average (Poisson). */
  countOf(mean: number): number;
}

/** A small 32-bit generator (a Weyl sequence through a mixing function). Not for secrets. */
export function createChance(...seed: readonly number[]): Chance {
  let state = 0x2545f491;
  for (const part of seed) state = mix(state ^ mix((part | 0) + 0x9e3779b9));

  function next(): number {
    state = (state + 0x9e3779b9) | 0;
    return (mix(state) >>> 0) / 0x1_0000_0000;
  }

  function between(low: number, high: number): number {
    return low + Math.floor(next() * (high - low + 1));
  }

  return {
    next,
    happens: (probability) => next() < probability,
    between,
    pick: (list) => list[between(0, list.length - 1)] ?? list[0],
    shuffle(list) {
      const shuffled = [...list];
      for (let index = shuffled.length - 1; index > 0; index--) {
        const other = between(0, index);
        const held = shuffled[index] as (typeof shuffled)[number];
        shuffled[index] = shuffled[other] as (typeof shuffled)[number];
        shuffled[other] = held;
      }
      return shuffled;
    },
    countOf(mean) {
      const limit = Math.exp(-mean);
      let found = 0;
      for (let product = next(); product > limit; product *= next()) found += 1;
      return found;
    },
  };
}

function mix(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return mixed ^ (mixed >>> 16);
}
