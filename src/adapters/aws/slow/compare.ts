import type { Baseline } from '../../../core/evidence/question.ts';
import { OutsideError } from '../../../core/kit/outside-error.ts';
import { compareLoads } from './performance-insights.ts';
import type { Look, Seen, SlowWay } from './way.ts';

/** What was seen, beside the baseline where that could be read. */
export interface Compared {
  readonly seen: Seen;
  readonly baseline?: Baseline;
  /** Why there is no comparison, or how far it can be trusted. */
  readonly notes: readonly string[];
}

/** Reads the baseline the way the window was read; without it the answer stands all the same. */
export async function compareReadings(
  way: SlowWay,
  look: Look,
  seen: Seen,
  baseline: Baseline | undefined,
): Promise<Compared> {
  if (!baseline || !seen.load) return { seen, notes: [] };
  if (look.deadline.signal.aborted) return { seen, notes: [without('the time was up')] };
  try {
    const before = await way.look({ ...look, window: baseline.window });
    if (before.is === 'not-there') return { seen, notes: [without(before.why)] };
    const notes = before.notes
      .filter((note) => !seen.notes.includes(note))
      .map((note) => `baseline: ${note}`);
    return { seen: beside(seen, before), baseline, notes };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return {
      seen,
      notes: [without(look.deadline.signal.aborted ? 'the time was up' : error.message)],
    };
  }
}

function without(why: string): string {
  return `not compared with the baseline: ${why}`;
}

function beside(seen: Seen, before: Seen): Seen {
  const load = seen.load && before.load ? compareLoads(seen.load, before.load) : seen.load;
  return { ...seen, ...(load ? { load } : {}) };
}
