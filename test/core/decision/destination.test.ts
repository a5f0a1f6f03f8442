import { expect, test } from 'vitest';
import { destinationOf } from '../../../src/core/decision/destination.ts';
import type { Release } from '../../../src/core/service/release.ts';

const release = (id: string, more: Partial<Release>): Release => ({
  id,
  label: id,
  artifacts: [],
  startedAt: 0,
  outcome: 'succeeded',
  isRunning: 'no',
  ...more,
});
const present = release('42', { startedAt: 900, isRunning: 'yes' });

test('goes back to the newest one that ended well, and says how long it served', () => {
  const older = [
    release('41', { outcome: 'failed', startedAt: 500 }),
    release('40', { startedAt: 100 }),
  ];
  expect(destinationOf([present, ...older])).toEqual({ release: older[1], servedMs: 400 });
});

test('one whose outcome nobody knows is offered only where none is known to have served', () => {
  const unknown = release('41', { outcome: 'unknown' });
  expect(destinationOf([present, unknown])).toEqual({ release: unknown, unproven: true });
  const known = release('40', { startedAt: 100 });
  expect(destinationOf([present, unknown, known])?.release).toBe(known);
});

test('what still runs is no way back, whatever is known of it', () => {
  const beside = release('41', { outcome: 'unknown', isRunning: 'unknown' });
  expect(destinationOf([present, beside])).toBeUndefined();
});
