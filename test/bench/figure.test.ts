import { describe, expect, test } from 'vitest';
import { type Figure, keeps, median, quantile, quietest } from '../../bench/figure.ts';
import { tableOf } from '../../bench/table.ts';

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
const start: Figure = { what: 'start', unit: 'ms', better: 'lower', runs: [30, 10, 20], aim: 15 };

describe('a figure', () => {
  test('gives the value that this share of all does not exceed', () => {
    expect([quantile(hundred, 0.5), quantile(hundred, 0.99), quantile([7], 0.99)]).toEqual([
      50, 99, 7,
    ]);
    expect(median([3, 1, 2])).toBe(2);
    expect(() => median([])).toThrow('nothing');
  });

  test('is the quietest run: the lowest of times, the highest of speeds', () => {
    expect(quietest(start)).toBe(10);
    expect(quietest({ ...start, better: 'higher' })).toBe(30);
  });

  test('keeps a bound from the right side', () => {
    expect([keeps(start, 10), keeps(start, 9)]).toEqual([true, false]);
    const speed: Figure = { ...start, better: 'higher' };
    expect([keeps(speed, 30), keeps(speed, 31)]).toEqual([true, false]);
  });
});

describe('the table', () => {
  const benchmark = {
    name: 'cold-start',
    measures: 'until it runs',
    run: () => Promise.resolve({ status: 'skipped', why: '' } as const),
  };

  test('says what was skipped and why', () => {
    const text = tableOf(benchmark, { status: 'skipped', why: 'the logs are not here' });
    expect(text).toContain('skipped: the logs are not here');
  });

  test('says of each aim whether it is kept, and sets floors in', () => {
    const floor: Figure = { ...start, what: 'Node', runs: [5], isFloor: true };
    const missed: Figure = { ...start, what: 'late', runs: [99] };
    const text = tableOf(benchmark, { status: 'measured', figures: [start, missed, floor] });
    expect(text).toMatch(/start +10 ms +20 ms +3 +< 15 ms +kept/);
    expect(text).toMatch(/late +99 ms +99 ms +1 +< 15 ms +MISSED/);
    expect(text).toContain('    floor: Node');
  });
});
