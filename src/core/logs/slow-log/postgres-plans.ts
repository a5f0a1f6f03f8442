import { isSame } from './names.ts';
import type { KeptStatement } from './postgres-sessions.ts';
import type { TimedStatement } from './statement.ts';

/** An execution's plan leaves out what comes before and after it; clocks differ by a little. */
export const planToleranceUs = 1_000;

/** How many of the last plans are the execution's own: its text, and together within its time. */
export function ownPlans(plans: readonly KeptStatement[], execution: TimedStatement): number {
  const { bytes, from, to, durationUs } = execution;
  let left = durationUs + planToleranceUs;
  let own = 0;
  for (const plan of [...plans].reverse()) {
    left -= plan.durationUs;
    if (left < 0 || !isSame(plan.text.bytes, bytes, from, to)) break;
    own++;
  }
  return own;
}
