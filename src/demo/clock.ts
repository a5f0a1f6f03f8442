import { performance } from 'node:perf_hooks';
import type { Clock } from '../engine/clock.ts';

/** The clock of a story: it may run fast, stand still, or jump. */
export interface DemoClock extends Clock {
  /** Story milliseconds per real millisecond; 0 stands still. */
  readonly speed: number;
  /** Changes the pace from now on; sleepers keep their story time. */
  setSpeed(speed: number): void;
  /**
   * Jumps ahead. Sleepers whose time comes are woken in order, each with the clock at its own
   * moment, and what they start sleeping for meanwhile counts too.
   */
  advance(ms: number): Promise<void>;
}

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

/** Node caps a timer at 2^31 - 1 ms; longer waits are armed again. */
const longestTimerMs = 2_000_000_000;

/** Starts at `startAt` (epoch ms) and runs `speed` times as fast as the wall. */
export function createDemoClock(options: { startAt: number; speed: number }): DemoClock {
  let speed = options.speed;
  let baseAt = options.startAt;
  let baseReal = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const sleepers: Sleeper[] = [];

  const now = () => Math.floor(baseAt + (performance.now() - baseReal) * speed);

  function rebase(at: number): void {
    baseAt = at;
    baseReal = performance.now();
  }

  function arm(): void {
    clearTimeout(timer);
    timer = undefined;
    const next = sleepers[0];
    if (!next || speed <= 0) return;
    const realMs = Math.min((next.wakeAt - now()) / speed, longestTimerMs);
    timer = setTimeout(wakeDue, Math.max(0, Math.ceil(realMs)));
  }

  function wakeDue(): void {
    const at = now();
    let next = sleepers[0];
    while (next && next.wakeAt <= at) {
      sleepers.shift();
      next.wake();
      next = sleepers[0];
    }
    arm();
  }

  function add(sleeper: Sleeper): void {
    const after = sleepers.findIndex((other) => other.wakeAt > sleeper.wakeAt);
    sleepers.splice(after === -1 ? sleepers.length : after, 0, sleeper);
    if (sleepers[0] === sleeper) arm();
  }

  function remove(sleeper: Sleeper): void {
    const index = sleepers.indexOf(sleeper);
    if (index !== -1) sleepers.splice(index, 1);
    if (index === 0) arm();
  }

  return {
    now,
    get speed() {
      return speed;
    },
    setSpeed(next) {
      if (!(next >= 0)) throw new RangeError(`A clock cannot run at speed ${next}: use 0 or more.`);
      rebase(now());
      speed = next;
      arm();
    },
    async advance(ms) {
      const target = now() + ms;
      let next = sleepers[0];
      while (next && next.wakeAt <= target) {
        sleepers.shift();
        rebase(Math.max(now(), next.wakeAt));
        next.wake();
        // A turn of the event loop, so that whoever woke can go on, and sleep again, before the
        // next one is woken.
        await new Promise((resolve) => setImmediate(resolve));
        next = sleepers[0];
      }
      rebase(Math.max(now(), target));
      arm();
    },
    sleep(ms, signal) {
      if (signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const sleeper: Sleeper = {
          wakeAt: now() + Math.max(0, ms),
          wake: () => {
            signal?.removeEventListener('abort', giveUp);
            resolve();
          },
        };
        const giveUp = () => {
          remove(sleeper);
          resolve();
        };
        signal?.addEventListener('abort', giveUp, { once: true });
        add(sleeper);
      });
    },
  };
}
