import type { ErrorGroup } from '../logs/error-traces/digest.ts';
import type { Release } from '../service/release.ts';
import type { Sureness } from './finding.ts';
import type { Baseline, Window } from './question.ts';

/** Did an error begin with a release? */
export type NewSince =
  /** Never before it, though it was looked for long enough, and from then on. */
  | {
      readonly verdict: 'new';
      /** `guess`: it came between the baseline, which had none, and the window, as the release did. */
      readonly sure: Sureness;
      readonly release: string;
      /** From the release to the first occurrence read; below zero while it was rolling out. */
      readonly afterMs: number;
      /** How often it would have been seen before, had it been there. */
      readonly expectedBefore: number;
    }
  | {
      readonly verdict: 'not-new';
      /** `seen-before`: it was there; `began-later`: it was not there for long after the release either. */
      readonly why: 'seen-before' | 'began-later';
      readonly release?: string;
      /** Occurrences before the release: in the window, and in the baseline scaled to it. */
      readonly before: number;
    }
  | {
      readonly verdict: 'cannot-tell';
      /** `not-covered`: hardly anything before the release was read; `too-rare`: it may have been missed. */
      readonly why: 'no-release' | 'not-covered' | 'too-rare';
      readonly release?: string;
    };

/** Had it been there before, not seeing it would be this improbable. */
const known = 0.001;
const likely = 0.02;
/** A release that took effect is followed by its errors within a tenth of what was watched, or so. */
const beganLater = 0.01;
/** Watched less than this before the release: nothing is said. */
const leastBeforeMs = 60_000;
/** Clocks differ: what comes this little before a release is of it. */
const clockMs = 5_000;
/** A release whose end is not known may take this long until it serves. */
const rolloutMs = 10 * 60_000;
const minuteMs = 60_000;

/**
 * Is the group new since one of these releases? It takes the latest one that began before the first
 * occurrence. Not to have been seen before counts for as much as it was looked for: if it had come at
 * today's rate, how probable is it that the time before, window and baseline together, had none?
 * `window` is what was read of it.
 */
export function newSince(
  group: ErrorGroup,
  releases: readonly Release[],
  window: Window,
  baseline?: Baseline,
): NewSince {
  const inWindow = releases.filter(
    ({ startedAt }) => startedAt >= window.fromAt - clockMs && startedAt < window.toAt,
  );
  const release = inWindow
    .filter(({ startedAt }) => startedAt - clockMs <= group.firstAt)
    .reduce<Release | undefined>((a, b) => (a && a.startedAt >= b.startedAt ? a : b), undefined);
  if (release === undefined)
    return sinceBaseline(group, releases, window, baseline) ?? withoutRelease(group, inWindow);
  const { label, startedAt } = release;
  const baselineMs = group.beforeCount === undefined ? 0 : lengthBefore(window, baseline);
  const before = group.beforeCount ?? 0;
  if (before > 0) return { verdict: 'not-new', why: 'seen-before', release: label, before };
  const beforeMs = Math.max(0, startedAt - window.fromAt) + baselineMs;
  if (beforeMs < leastBeforeMs)
    return { verdict: 'cannot-tell', why: 'not-covered', release: label };
  const afterMs = Math.max(1, window.toAt - startedAt);
  const gap = Math.max(0, group.firstAt - (release.finishedAt ?? startedAt + rolloutMs));
  const times = timesOf(group);
  // All occurrences behind the gap, though it was watched just as well: it began with something else.
  if (times > 1 && (1 - Math.min(1, gap / afterMs)) ** times < beganLater)
    return { verdict: 'not-new', why: 'began-later', release: label, before: 0 };
  const chance = (afterMs / (afterMs + beforeMs)) ** times;
  if (chance > likely) return { verdict: 'cannot-tell', why: 'too-rare', release: label };
  const isPrompt = (1 - densityOf(group, window)) ** Math.floor(gap / minuteMs) > beganLater;
  return {
    verdict: 'new',
    sure: chance <= known && isPrompt ? 'known' : 'likely',
    release: label,
    afterMs: group.firstAt - startedAt,
    expectedBefore: Math.round(((group.count * beforeMs) / afterMs) * 10) / 10,
  };
}

/** Minutes that have it, of those since the first one, 0 to 1: how soon it would have shown. */
function densityOf(group: ErrorGroup, { toAt }: Window): number {
  const minutes = Math.max(1, Math.ceil((toAt - group.firstAt) / minuteMs));
  return Math.min(0.95, timesOf(group) / minutes);
}

/** What fails together counts once: a job that fails twenty times in a minute failed once. */
function timesOf({ count, minutes }: ErrorGroup): number {
  return minutes === undefined || minutes.length === 0 ? count : Math.min(count, minutes.length);
}

/**
 * The baseline had none, now there are, and one release came in between: the patch of the night whose
 * first users come in the morning. So may have come anything else, which is why it is a guess.
 */
function sinceBaseline(
  group: ErrorGroup,
  releases: readonly Release[],
  window: Window,
  baseline: Baseline | undefined,
): NewSince | undefined {
  if (baseline === undefined || group.beforeCount !== 0) return undefined;
  const { fromAt, toAt } = baseline.window;
  const between = releases.filter(
    ({ startedAt }) => startedAt >= toAt - clockMs && startedAt < window.fromAt - clockMs,
  );
  const [only] = between;
  if (only === undefined || between.length > 1) return undefined;
  const [nowMs, beforeMs] = [window.toAt - window.fromAt, toAt - fromAt];
  if ((nowMs / (nowMs + beforeMs)) ** timesOf(group) > likely) return undefined;
  return {
    verdict: 'new',
    sure: 'guess',
    release: only.label,
    afterMs: group.firstAt - only.startedAt,
    expectedBefore: Math.round(((group.count * beforeMs) / nowMs) * 10) / 10,
  };
}

/** It was there before every release of the window, or there was none. */
function withoutRelease(group: ErrorGroup, inWindow: readonly Release[]): NewSince {
  const next = inWindow.reduce<Release | undefined>(
    (a, b) => (a && a.startedAt <= b.startedAt ? a : b),
    undefined,
  );
  if (next === undefined) return { verdict: 'cannot-tell', why: 'no-release' };
  const minutes = group.minutes ?? [];
  const counted = minutes
    .filter(({ at }) => at < next.startedAt)
    .reduce((sum, { count }) => sum + count, 0);
  return {
    verdict: 'not-new',
    why: 'seen-before',
    release: next.label,
    before: Math.max(1, counted) + (group.beforeCount ?? 0),
  };
}

/** How much the baseline adds: what of it lies before the window. */
function lengthBefore(window: Window, baseline: Baseline | undefined): number {
  if (baseline === undefined) return 0;
  const { fromAt, toAt } = baseline.window;
  return Math.max(0, Math.min(toAt, window.fromAt) - fromAt);
}
