import { describe, expect, it } from 'vitest';
import { askableKinds } from '../../../src/core/evidence/askable.ts';
import { baselineOf } from '../../../src/core/evidence/baseline.ts';
import type { Release } from '../../../src/core/service/release.ts';
import { monday, world } from '../../support/points-world.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const window = { fromAt: monday - 30 * minute, toAt: monday };

function release(label: string, startedAt: number): Release {
  return { id: label, label, artifacts: [], startedAt, outcome: 'succeeded', isRunning: 'no' };
}

const inside = release('points-api:43 · 2026.11.23', monday - 12 * minute);
const earlier = release('points-api:42 · 2026.11.22', monday - 3 * 60 * minute);

describe('what a window is compared with', () => {
  it.each([
    ['yesterday at the same time', 'yesterday', 'day-before', day],
    ['the same time a week ago', 'week', 'week-before', 7 * day],
    ['the same length right before it', 'before', 'before', 30 * minute],
  ] as const)('%s', (_, wish, is, byMs) => {
    expect(baselineOf(window, { is: wish }, [inside])).toEqual({
      is,
      window: { fromAt: window.fromAt - byMs, toAt: window.toAt - byMs },
    });
  });

  it('before the newest release, or before the named one, what fails every hour included', () => {
    const justBefore = (startedAt: number, label: string) => ({
      is: 'before-release',
      release: label,
      window: { fromAt: startedAt - 65 * minute, toAt: startedAt },
    });
    const all = [earlier, inside];
    expect(baselineOf(window, { is: 'release' }, all)).toEqual(
      justBefore(inside.startedAt, inside.label),
    );
    expect(baselineOf(window, { is: 'release', label: 'points-api:42' }, all)).toEqual(
      justBefore(earlier.startedAt, earlier.label),
    );
  });

  it('a named release is no other one that begins the same', () => {
    expect(baselineOf(window, { is: 'release', label: 'points-api:4' }, [inside])).toBeUndefined();
    expect(baselineOf(window, { is: 'release' }, [])).toBeUndefined();
  });

  it('unasked, the release that started inside the window, else yesterday', () => {
    expect(baselineOf(window, undefined, [inside, earlier])?.is).toBe('before-release');
    expect(baselineOf(window, undefined, [earlier])?.is).toBe('day-before');
    expect(baselineOf(window, undefined, [release('later', monday + 1)])?.is).toBe('day-before');
    expect(baselineOf(window, undefined, [])?.is).toBe('day-before');
  });
});

it('asks only what the configuration of the environment names', () => {
  const [production] = world.services[0]?.environments ?? [];
  if (!production) throw new Error('no environment');
  expect(askableKinds(production)).toEqual([
    'errors',
    'slow-queries',
    'log-volume',
    'database',
    'changes',
  ]);
  expect(askableKinds({ ...production, logs: [] })).toEqual([
    'slow-queries',
    'database',
    'changes',
  ]);
  const { database: _, ...without } = production;
  expect(askableKinds(without, ['slow-queries', 'database'])).toEqual([]);
});
