import { expect, test } from 'vitest';
import { createPace } from '../../../src/adapters/slack/pace.ts';
import { jumpingClock } from './support.ts';

const gap = { gapMs: 1_000, longestWaitMs: 5_000 };

test('lets a burst through, then one after each gap, lane by lane', async () => {
  const clock = jumpingClock();
  const pace = createPace({ clock, ...gap, burst: 3 });
  for (let i = 0; i < 3; i += 1) await pace.turn('a');
  expect(clock.slept).toEqual([]);
  await pace.turn('a');
  await pace.turn('b');
  expect(clock.slept).toEqual([1_000]);
});

test('keeps callers that come at once in order, each a gap after the other', async () => {
  const waits: number[] = [];
  const clock = { now: () => 0, sleep: async (ms: number) => void waits.push(ms) };
  const pace = createPace({ clock, ...gap, burst: 1 });
  await Promise.all([pace.turn('a'), pace.turn('a'), pace.turn('a')]);
  expect(waits).toEqual([1_000, 2_000]);
});

test('sends a caller away, with how long, when the wait is too long for memory', async () => {
  const clock = jumpingClock();
  const pace = createPace({ clock, ...gap, burst: 1 });
  pace.hold('a', 30_000);
  await expect(pace.turn('a')).rejects.toMatchObject({
    kind: 'rate-limited',
    retryAfterMs: 30_000,
  });
  clock.at += 26_000;
  await pace.turn('a');
  expect(clock.slept).toEqual([4_000]);
});

test('holds a lane back whatever its burst, and forgets it when it is over', async () => {
  const clock = jumpingClock();
  const pace = createPace({ clock, ...gap, burst: 10 });
  pace.hold('a', 3_000);
  await pace.turn('a');
  expect(clock.slept).toEqual([3_000]);
  clock.at += 60_000;
  await pace.turn('a');
  expect(clock.slept).toHaveLength(1);
});
