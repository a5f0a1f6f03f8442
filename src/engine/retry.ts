import type { EffectKind } from '../core/effect.ts';
import { OutsideError } from '../core/kit/outside-error.ts';

/** What to do about a job that failed. */
export type Retry =
  | { readonly kind: 'again'; readonly afterMs: number }
  | { readonly kind: 'give-up'; readonly reason: 'hopeless' | 'tried-long-enough' };

const minuteMs = 60_000;
const firstWaitMs = 1_000;
const longestWaitMs = 2 * minuteMs;

/**
 * How long each kind of job is tried before people are told. What people must see is tried longest:
 * a chat that is down for hours gets its messages afterwards. A page goes to the next person soon.
 */
const patienceMs: Readonly<Record<EffectKind | 'announce', number>> = {
  show: 24 * 60 * minuteMs,
  announce: 24 * 60 * minuteMs,
  attach: 30 * minuteMs,
  'settle-page': 6 * 60 * minuteMs,
  page: 3 * minuteMs,
  escalate: 24 * 60 * minuteMs,
  'look-again': 24 * 60 * minuteMs,
  ask: minuteMs,
  'observe-rollout': 2 * minuteMs,
  plan: 2 * minuteMs,
  guard: 5 * minuteMs,
  send: 24 * 60 * minuteMs,
  poll: 6 * 60 * minuteMs,
  measure: 60 * minuteMs,
  'release-target': 24 * 60 * minuteMs,
};

/**
 * @param attempt 1 for the first try.
 * @param ageMs Since the job was due for the first time.
 * @param chance 0–1, for jitter: many jobs that failed together must not come back together.
 */
export function decideRetry(
  kind: EffectKind | 'announce',
  error: unknown,
  attempt: number,
  ageMs: number,
  chance: number,
): Retry {
  if (isHopeless(error) && attempt >= 2 && !isAwaited(kind, error))
    return { kind: 'give-up', reason: 'hopeless' };
  if (ageMs >= patienceMs[kind]) return { kind: 'give-up', reason: 'tried-long-enough' };
  const backoff = Math.min(firstWaitMs * 2 ** (attempt - 1), longestWaitMs);
  const jittered = backoff * (0.75 + chance / 2);
  const asked = error instanceof OutsideError ? (error.retryAfterMs ?? 0) : 0;
  return { kind: 'again', afterMs: Math.max(asked, jittered) };
}

/**
 * What people must see waits for what a person mends at any time without telling us: the bot is
 * invited to the channel, the channel is made, the scope is granted.
 */
function isAwaited(kind: EffectKind | 'announce', error: unknown): boolean {
  if (kind !== 'show' && kind !== 'announce') return false;
  return error instanceof OutsideError && (error.kind === 'denied' || error.kind === 'not-found');
}

/** Trying again cannot help: somebody has to change something first. Tried twice all the same. */
function isHopeless(error: unknown): boolean {
  if (!(error instanceof OutsideError)) return true;
  return error.kind === 'denied' || error.kind === 'not-found' || error.kind === 'invalid';
}
