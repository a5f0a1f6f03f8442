import type { BaselineWish } from '../intake/command.ts';
import type { Release } from '../service/release.ts';
import type { Baseline, Window } from './question.ts';

const dayMs = 24 * 60 * 60_000;
/** What fails every hour is in it, and is not taken for news of a release. */
const leastBeforeReleaseMs = 65 * 60_000;

/**
 * What a window is compared with. Said nothing: before the newest release where one started inside
 * the window, else the same time yesterday. Undefined only when a release was wished for that is not
 * among `releases`.
 */
export function baselineOf(
  window: Window,
  wish: BaselineWish | undefined,
  releases: readonly Release[],
): Baseline | undefined {
  switch (wish?.is) {
    case 'yesterday':
      return dayBefore(window);
    case 'week':
      return { is: 'week-before', window: shifted(window, 7 * dayMs) };
    case 'before':
      return { is: 'before', window: shifted(window, window.toAt - window.fromAt) };
    case 'release':
      return beforeRelease(window, releaseNamed(wish.label, window, releases));
    case undefined: {
      const newest = releaseNamed(undefined, window, releases);
      const isNews =
        newest && newest.startedAt >= window.fromAt && newest.startedAt > window.toAt - dayMs;
      return beforeRelease(window, isNews ? newest : undefined) ?? dayBefore(window);
    }
  }
}

function dayBefore(window: Window): Baseline {
  return { is: 'day-before', window: shifted(window, dayMs) };
}

function shifted({ fromAt, toAt }: Window, byMs: number): Window {
  return { fromAt: fromAt - byMs, toAt: toAt - byMs };
}

function beforeRelease(window: Window, release: Release | undefined): Baseline | undefined {
  if (!release) return undefined;
  const { startedAt, label } = release;
  const fromAt = startedAt - Math.max(window.toAt - window.fromAt, leastBeforeReleaseMs);
  return { is: 'before-release', window: { fromAt, toAt: startedAt }, release: label };
}

/** By its label or its first word (`points-api:43` of `points-api:43 · 2026.11.23-1040`). */
function releaseNamed(
  label: string | undefined,
  window: Window,
  releases: readonly Release[],
): Release | undefined {
  const begun = releases
    .filter(({ startedAt }) => startedAt < window.toAt)
    .toSorted((a, b) => b.startedAt - a.startedAt);
  if (label === undefined) return begun[0];
  return begun.find((one) => one.label === label || one.label.startsWith(`${label} `));
}
