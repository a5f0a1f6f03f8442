/** How often something happened, minute by minute. */
export interface CountSeries {
  readonly fromAt: number;
  readonly toAt: number;
  /** Minutes in which it happened; a minute of the window that is not here had none. */
  readonly minutes: readonly { readonly at: number; readonly count: number }[];
}

export interface Onset {
  /** The minute in which the rate rose. */
  readonly at: number;
  /** Before and since, per minute. */
  readonly rateBefore: number;
  readonly rateSince: number;
  /** How much better two rates explain the counts than one does; see `leastEvidence`. */
  readonly strength: number;
}

const minuteMs = 60_000;

/**
 * Log-likelihood ratio from which a rise counts. Chance alone passes 8 at one given minute about
 * once in 30 000 (χ² with one degree of freedom), over an hour's minutes about once in 500.
 */
const leastEvidence = 8;

/**
 * When it began: the minute that best divides the counts into a lower and a higher Poisson rate.
 * Alarms fire minutes after that, since they wait for whole periods. Undefined where no minute
 * stands out, or where it was as bad from the first minute of the window on.
 */
export function estimateOnset(series: CountSeries): Onset | undefined {
  const counts = countsOf(series);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const whole = likelihood(total, counts.length);
  let best: Onset | undefined;
  let before = 0;
  for (let split = 1; split < counts.length; split++) {
    before += counts[split - 1] ?? 0;
    const since = total - before;
    const rateBefore = before / split;
    const rateSince = since / (counts.length - split);
    if (rateSince <= rateBefore) continue;
    const strength = likelihood(before, split) + likelihood(since, counts.length - split) - whole;
    if (strength < leastEvidence || strength <= (best?.strength ?? 0)) continue;
    best = { at: firstMinute(series) + split * minuteMs, rateBefore, rateSince, strength };
  }
  return best;
}

/** The part of a Poisson log-likelihood, at its best rate, that depends on the division. */
function likelihood(count: number, minutes: number): number {
  return count === 0 ? 0 : count * Math.log(count / minutes);
}

function countsOf({ minutes, ...window }: CountSeries): number[] {
  const first = firstMinute(window);
  const counts = new Array<number>(Math.max(0, Math.ceil((window.toAt - first) / minuteMs))).fill(
    0,
  );
  for (const { at, count } of minutes) {
    const place = Math.floor((at - first) / minuteMs);
    if (place >= 0 && place < counts.length) counts[place] = (counts[place] ?? 0) + count;
  }
  return counts;
}

function firstMinute({ fromAt }: { readonly fromAt: number }): number {
  return Math.floor(fromAt / minuteMs) * minuteMs;
}
