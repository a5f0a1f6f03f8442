import type { Measurement, Verdict } from '../service/measurement.ts';

/** How long recovery may take to show before we say that it does not. */
export const verifyForMs = 15 * 60_000;
/** Readings are taken this often until then. */
export const measureEveryMs = 30_000;

/**
 * What the readings say together. Undefined: too early to say, read again. A missing reading is
 * never a pass: at the end of the time it makes the verdict "cannot tell", unless something failed.
 */
export function judge(
  measurements: readonly Measurement[],
  startedAt: number,
  now: number,
): Verdict | undefined {
  if (measurements.length > 0 && measurements.every(({ result }) => result === 'pass')) {
    return 'confirmed';
  }
  if (now - startedAt < verifyForMs) return undefined;
  return measurements.some(({ result }) => result === 'fail') ? 'not-confirmed' : 'cannot-tell';
}
