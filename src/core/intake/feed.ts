import type { AlarmChange } from './alarm.ts';

/**
 * Port: something that brings alarms. `take` stores the changes and returns only once they are
 * stored; the feed acknowledges its message after that and not before. When `take` throws, the
 * message is left to be delivered again.
 */
export interface Feed {
  readonly name: string;
  /** Runs until the signal aborts; survives outages of its source by itself. */
  run(take: (changes: readonly AlarmChange[]) => Promise<void>, signal: AbortSignal): Promise<void>;
}
