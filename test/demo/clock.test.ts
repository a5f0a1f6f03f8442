import { describe, expect, it } from 'vitest';
import { createDemoClock } from '../../src/demo/clock.ts';

const startAt = Date.UTC(2026, 10, 22, 1, 0, 0);

describe('the demo clock', () => {
  it('stands still at speed 0 and jumps when told to', async () => {
    const clock = createDemoClock({ startAt, speed: 0 });
    expect(clock.now()).toBe(startAt);
    await clock.advance(90_000);
    expect(clock.now()).toBe(startAt + 90_000);
  });

  it('wakes sleepers in order, each at its own moment', async () => {
    const clock = createDemoClock({ startAt, speed: 0 });
    const woken: [string, number][] = [];
    const nap = (name: string, ms: number) =>
      clock.sleep(ms).then(() => woken.push([name, clock.now() - startAt]));
    void nap('late', 5_000);
    void nap('early', 1_000);
    void nap('tomorrow', 86_400_000);
    await clock.advance(10_000);
    expect(woken).toEqual([
      ['early', 1_000],
      ['late', 5_000],
    ]);
  });

  it('counts what a woken sleeper starts sleeping for', async () => {
    const clock = createDemoClock({ startAt, speed: 0 });
    let beats = 0;
    const stop = new AbortController();
    const heart = (async () => {
      while (!stop.signal.aborted) {
        await clock.sleep(1_000, stop.signal);
        beats += 1;
      }
    })();
    await clock.advance(10_000);
    expect(beats).toBe(10);
    stop.abort();
    await heart;
  });

  it('runs as many times faster as asked, also when the speed changes during a sleep', async () => {
    const clock = createDemoClock({ startAt, speed: 1 });
    const asleep = clock.sleep(60_000);
    clock.setSpeed(10_000);
    await asleep;
    expect(clock.now()).toBeGreaterThanOrEqual(startAt + 60_000);
    expect(clock.speed).toBe(10_000);
  });

  it('resolves a sleep at once when it is aborted, before or during', async () => {
    const clock = createDemoClock({ startAt, speed: 0 });
    await clock.sleep(1_000, AbortSignal.abort());
    const stop = new AbortController();
    const asleep = clock.sleep(1_000, stop.signal);
    stop.abort();
    await asleep;
    expect(clock.now()).toBe(startAt);
  });

  it('refuses a speed that is not one', () => {
    const clock = createDemoClock({ startAt, speed: 1 });
    expect(() => clock.setSpeed(-1)).toThrow(RangeError);
    expect(() => clock.setSpeed(Number.NaN)).toThrow(RangeError);
  });
});
