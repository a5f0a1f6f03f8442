import { createDemoClock, type DemoClock } from '../../../src/demo/clock.ts';

/** A wall clock that stands still until the test moves it: three seconds pass at once. */
export function stillWall(): DemoClock {
  return createDemoClock({ startAt: Date.UTC(2026, 10, 22, 2), speed: 0 });
}
