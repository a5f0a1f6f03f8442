import { type Baseline, lengthOf } from '../../../core/evidence/question.ts';
import { OutsideError } from '../../../core/kit/outside-error.ts';
import { compareWith } from '../../../core/logs/slow-log/change.ts';
import { diagnose } from '../../../core/logs/slow-log/diagnose.ts';
import { compareLoads } from './performance-insights.ts';
import type { Look, Seen, SlowWay } from './way.ts';

/** What was seen and what it means, beside the baseline where that could be read. */
export interface Compared {
  readonly seen: Seen;
  readonly baseline?: Baseline;
  /** Why there is no comparison, or what it rests on. */
  readonly notes: readonly string[];
}

/** Reads the baseline the way the window was read; without it the answer stands all the same. */
export async function compareReadings(
  way: SlowWay,
  look: Look,
  seen: Seen,
  baseline: Baseline | undefined,
): Promise<Compared> {
  const alone = (why?: string): Compared => ({
    seen: diagnosed(seen),
    notes: why === undefined ? [] : [`not compared with the baseline: ${why}`],
  });
  if (!baseline) return alone();
  if (look.deadline.signal.aborted) return alone('the time was up');
  try {
    const nowMs = lengthOf(seen.covered ?? look.window);
    if (nowMs === 0) return alone('no whole part of the window was read');
    const before = await way.look({ ...look, window: baseline.window });
    if (before.is === 'not-there') return alone(before.why);
    const part = before.covered ?? baseline.window;
    if (lengthOf(part) === 0) return alone('no whole part of it was read');
    return {
      seen: diagnosed(beside(seen, before, nowMs, lengthOf(part))),
      baseline,
      notes: [
        ...(before.covered ? [`baseline: read from ${timeOf(part.fromAt)} only`] : []),
        ...before.notes
          .filter((note) => !seen.notes.includes(note))
          .map((note) => `baseline: ${note}`),
      ],
    };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return alone(look.deadline.signal.aborted ? 'the time was up' : error.message);
  }
}

function beside(seen: Seen, before: Seen, nowMs: number, beforeMs: number): Seen {
  return {
    ...seen,
    ...(seen.digest && before.digest
      ? { digest: compareWith(seen.digest, before.digest, { nowMs, beforeMs }) }
      : {}),
    ...(seen.load && before.load ? { load: compareLoads(seen.load, before.load) } : {}),
  };
}

function diagnosed(seen: Seen): Seen {
  return seen.digest ? { ...seen, digest: diagnose(seen.digest) } : seen;
}

function timeOf(at: number): string {
  return `${new Date(at).toISOString().slice(11, 16)} UTC`;
}
