import { describe, expect, it } from 'vitest';
import { estimateOnset } from '../../../src/core/evidence/onset.ts';
import { createChance } from '../../../src/demo/chance.ts';

const minuteMs = 60_000;
const fromAt = Date.UTC(2026, 10, 22, 2, 0);

function series(counts: readonly number[]) {
  return {
    fromAt,
    toAt: fromAt + counts.length * minuteMs,
    minutes: counts.flatMap((count, place) =>
      count > 0 ? [{ at: fromAt + place * minuteMs, count }] : [],
    ),
  };
}

describe('when it began', () => {
  it('is the first minute of the rise, not the minute of the alarm', () => {
    const counts = [...new Array<number>(20).fill(0), 3, 9, 12, 11, 10];
    expect(estimateOnset(series(counts))).toMatchObject({ at: fromAt + 20 * minuteMs });
  });

  it('a rise over the errors of every day is found', () => {
    const counts = [4, 6, 5, 3, 5, 7, 4, 5, 6, 4, 5, 5, 21, 25, 19, 24];
    const onset = estimateOnset(series(counts));
    expect(onset?.at).toBe(fromAt + 12 * minuteMs);
    expect(onset?.rateBefore).toBeCloseTo(4.9, 1);
    expect(onset?.rateSince).toBeCloseTo(22.25, 2);
  });

  it.each([
    ['nothing happened', new Array<number>(30).fill(0)],
    ['it was as bad from the first minute on', new Array<number>(30).fill(12)],
    ['one single error is no rise', [...new Array<number>(29).fill(0), 1]],
    ['it only got better', [30, 28, 31, 2, 1, 0, 1, 2, 0, 1]],
    ['there is no window', []],
  ])('there is none where %s', (_, counts) => {
    expect(estimateOnset(series(counts))).toBeUndefined();
  });

  it('chance at an even rate hardly ever looks like a beginning', () => {
    const chance = createChance(7);
    let found = 0;
    for (let run = 0; run < 400; run++) {
      const counts = Array.from({ length: 30 }, () => {
        // A Poisson count of rate 5 as the sum of many rare things.
        let count = 0;
        for (let i = 0; i < 100; i++) if (chance.happens(0.05)) count++;
        return count;
      });
      if (estimateOnset(series(counts))) found++;
    }
    expect(found).toBeLessThanOrEqual(4);
  });

  it('counts outside the window are left out', () => {
    const good = series([0, 0, 0, 0, 0, 9, 9, 9]);
    const minutes = [{ at: fromAt - 5 * minuteMs, count: 500 }, ...good.minutes];
    expect(estimateOnset({ ...good, minutes })?.at).toBe(fromAt + 5 * minuteMs);
  });
});
