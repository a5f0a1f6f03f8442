import { setTimeout as sleep } from 'node:timers/promises';
import { OutsideError } from '../../core/kit/outside-error.ts';

/** What is left of the real time a question may take. */
export interface Deadline {
  leftMs(): number;
  /** Aborts when the time is up or the asker no longer wants to know. */
  readonly signal: AbortSignal;
  /** A nearer one: this much of what is left now. */
  part(share: number): Deadline;
}

export function startDeadline(budgetMs: number, signal: AbortSignal): Deadline {
  const endsAt = performance.now() + Math.max(1, budgetMs);
  const leftMs = () => Math.max(0, endsAt - performance.now());
  return {
    leftMs,
    signal: AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, Math.round(budgetMs)))]),
    part: (share) => startDeadline(leftMs() * share, signal),
  };
}

/** Waits, or returns earlier when the time is up. */
export async function waitWithin(deadline: Deadline, ms: number): Promise<void> {
  try {
    await sleep(ms, undefined, { signal: deadline.signal });
  } catch (error) {
    if (!deadline.signal.aborted) throw error;
  }
}

/**
 * Repeats a throttled call with growing, uneven pauses for as long as the time allows. Quotas of log
 * calls are shared by the whole account and small, and the SDK's own three attempts are soon spent.
 */
export async function patiently<T>(deadline: Deadline, run: () => Promise<T>): Promise<T> {
  for (let pauseMs = 400; ; pauseMs = Math.min(pauseMs * 2, 5_000)) {
    try {
      return await run();
    } catch (error) {
      const isThrottled = error instanceof OutsideError && error.kind === 'rate-limited';
      if (!isThrottled || deadline.leftMs() < pauseMs * 1.5) throw error;
      await waitWithin(deadline, pauseMs * (0.75 + Math.random() / 2));
    }
  }
}
