import type { Release } from '../service/release.ts';

/** A release that could be put back, with what is known of how it served. */
export interface Destination {
  readonly release: Release;
  /** How long it was the one that ran; undefined when its end is not known. */
  readonly servedMs?: number;
  /** Set when the engine keeps no history: that it ever served here is not known. */
  readonly unproven?: true;
}

/**
 * The release to go back to: the newest that ended well before the present one and is not a build
 * that was itself rolled back. Where the engine knows no outcomes, the nearest before the present
 * one, marked as unproven. Releases come newest first.
 */
export function destinationOf(releases: readonly Release[]): Destination | undefined {
  const present = releases.findIndex(
    ({ isRunning }) => isRunning === 'yes' || isRunning === 'partly',
  );
  const earlier = releases.slice(present + 1);
  const index = earlier.findIndex(
    ({ outcome, isRunning }) => outcome === 'succeeded' && isRunning !== 'yes',
  );
  const release = earlier[index];
  if (!release) {
    const nearest = earlier.find(
      ({ outcome, isRunning }) => outcome === 'unknown' && isRunning === 'no',
    );
    return nearest && { release: nearest, unproven: true };
  }
  const successor = releases[present + index];
  const servedMs = successor ? successor.startedAt - release.startedAt : undefined;
  return { release, ...(servedMs !== undefined ? { servedMs } : {}) };
}
