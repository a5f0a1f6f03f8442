import { OutsideError } from '../../core/kit/outside-error.ts';
import type { Clock } from '../../engine/clock.ts';

/** Keeps calls apart, lane by lane. */
export interface Pace {
  /**
   * Waits for this lane's turn. Throws `rate-limited`, with how long, when that is too far away:
   * the job is better kept in the database than in memory.
   */
  turn(lane: string): Promise<void>;
  /** Slack told this lane to stay away for so long. */
  hold(lane: string, ms: number): void;
}

/** Lanes not used since are forgotten once there are this many. */
const mostLanes = 1_000;

/** `burst` calls may come at once, then one every `gapMs`. */
export function createPace(options: {
  clock: Clock;
  gapMs: number;
  burst: number;
  longestWaitMs: number;
}): Pace {
  const { clock, gapMs, burst, longestWaitMs } = options;
  /** When a lane would be idle again: the generic cell rate algorithm's one number. */
  const busyUntil = new Map<string, number>();

  return {
    async turn(lane) {
      const now = clock.now();
      if (busyUntil.size > mostLanes) forgetIdle(busyUntil, now);
      const idleAt = Math.max(busyUntil.get(lane) ?? 0, now);
      const waitMs = Math.max(0, idleAt - (burst - 1) * gapMs - now);
      if (waitMs > longestWaitMs) {
        throw new OutsideError({
          system: 'Slack',
          operation: 'pace',
          kind: 'rate-limited',
          message: `Slack: ${lane} has to wait ${Math.ceil(waitMs / 1000)} s for its turn; it is tried again then.`,
          retryAfterMs: waitMs,
        });
      }
      busyUntil.set(lane, idleAt + gapMs);
      if (waitMs > 0) await clock.sleep(waitMs);
    },
    hold(lane, ms) {
      const until = clock.now() + ms + (burst - 1) * gapMs;
      busyUntil.set(lane, Math.max(busyUntil.get(lane) ?? 0, until));
    },
  };
}

function forgetIdle(busyUntil: Map<string, number>, now: number): void {
  for (const [lane, at] of busyUntil) if (at <= now) busyUntil.delete(lane);
}
