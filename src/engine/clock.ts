import { setTimeout as sleep } from 'node:timers/promises';

/** The one clock. Everything that waits or dates asks it, so that a night can pass in a second. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after that much of this clock's time, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await sleep(ms, undefined, signal ? { signal } : {});
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  },
};
