import { describe, expect, it } from 'vitest';
import {
  addAmount,
  addStatement,
  mergeAmounts,
  noAmounts,
  quantities,
  toSpread,
} from '../../../../src/core/logs/slow-log/amounts.ts';
import { createChance } from '../log-data.ts';

const { time } = quantities;

function exact(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? 0;
}

/** Within 1 % of the truth. */
function expectNear(found: number, truth: number): void {
  expect(Math.abs(found - truth)).toBeLessThanOrEqual(Math.max(truth * 0.01, 0.5));
}

describe('amounts', () => {
  it.each([
    ['microseconds to hours', (chance: (n: number) => number) => Math.round(1.02 ** chance(1_100))],
    ['small numbers', (chance: (n: number) => number) => chance(70)],
    [
      'past what 31 bits hold',
      (chance: (n: number) => number) => 2 ** 31 + chance(2 ** 30) * 4_096,
    ],
  ])('tell quantiles within 1 %%, sums exactly, of pieces as of the whole: %s', (_what, next) => {
    const chance = createChance(7);
    for (const count of [1, 2, 19, 100, 3_000]) {
      const values = Array.from({ length: count }, () => next(chance));
      const whole = noAmounts();
      const pieces = [noAmounts(), noAmounts(), noAmounts()];
      for (const value of values) {
        addAmount(whole, time, value, 1);
        addAmount(pieces[chance(3)] ?? whole, time, value, 1);
      }
      const merged = noAmounts();
      for (const piece of pieces) mergeAmounts(merged, piece);
      const spread = toSpread(whole, time, 1);
      expect(toSpread(merged, time, 1)).toEqual(spread);
      expect(spread).toMatchObject({
        total: values.reduce((sum, value) => sum + value, 0),
        min: Math.min(...values),
        max: Math.max(...values),
      });
      expectNear(spread?.p50 ?? -1, exact(values, 0.5));
      expectNear(spread?.p95 ?? -1, exact(values, 0.95));
      expectNear(spread?.p99 ?? -1, exact(values, 0.99));
    }
  });

  it('count a sampled value as often as it stands for', () => {
    const amounts = noAmounts();
    addAmount(amounts, time, 10, 1);
    addAmount(amounts, time, 1_000, 99);
    expect(toSpread(amounts, time, 1)).toMatchObject({ total: 99_010, mean: 990.1, p50: 1_000 });
  });

  it('of statements, however many wait, are those of their quantities one by one', () => {
    const chance = createChance(11);
    const rows = Object.values(quantities);
    const [waited, atOnce] = [noAmounts(), noAmounts()];
    for (let n = 1; n <= 200; n++) {
      const given = rows.map((quantity) => (quantity === time ? chance(900) : chance(9_000) - 1));
      const [durationUs = 0, lockUs = 0, rowsExamined = 0, ...others] = given;
      const [rowsSent = 0, rowsAffected = 0, bytesSent = 0] = others;
      const rest = { rowsExamined, rowsSent, rowsAffected, bytesSent };
      addStatement(waited, { durationUs, lockUs, ...rest }, n % 3);
      given.forEach((value, quantity) => {
        if (value >= 0) addAmount(atOnce, quantity, value, n % 3);
      });
      const asked = rows[n % 7];
      if (asked === undefined) continue;
      expect(toSpread(waited, asked, 1)).toEqual(toSpread(atOnce, asked, 1));
    }
  });

  it('say nothing of what was never given', () => {
    expect(toSpread(noAmounts(), time, 1)).toBeUndefined();
  });
});
