import { describe, expect, it } from 'vitest';
import { chanceOfAtLeast } from '../../../src/core/kit/chance.ts';

describe('the chance of at least so many hits', () => {
  it.each([
    ['of a coin, both times', 2, 2, 0.5, 0.25],
    ['of a coin, once or more', 1, 2, 0.5, 0.75],
    ['of none or more', 0, 5, 0.1, 1],
    ['of more than were tried', 6, 5, 0.9, 0],
    ['of what never happens', 1, 5, 0, 0],
    ['of what always happens', 5, 5, 1, 1],
    ['of a die, seven sixes of seven', 7, 7, 1 / 6, (1 / 6) ** 7],
  ])('%s', (_what, hits, tries, each, chance) => {
    expect(chanceOfAtLeast(hits, tries, each)).toBeCloseTo(chance, 12);
  });

  it('is half for the middle of many tries, and next to nothing far from it', () => {
    expect(chanceOfAtLeast(50_000, 100_000, 0.5)).toBeCloseTo(0.5, 2);
    expect(chanceOfAtLeast(60_000, 100_000, 0.5)).toBeLessThan(1e-100);
  });
});
