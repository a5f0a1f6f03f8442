import { OutsideError } from '../core/kit/outside-error.ts';
import { afterMsOf, carry, gaveUp } from './carry.ts';
import type { Doing } from './effects/doing.ts';
import type { Engine } from './engine.ts';
import { createPlaces } from './places.ts';
import { decideRetry } from './retry.ts';
import type { Claim } from './store.ts';

/** A job not heard of for this long is another worker's. Longer than the longest stall of a loop. */
const ordinaryLeaseMs = 30_000;
const atOnce = 12;
/**
 * Questions take many seconds each, messages wait for the chat's pace, and both come in storms. Each
 * have places of their own, so that a page or an approved change never waits for one to become free.
 */
const ownPlaces: readonly { readonly kinds: readonly string[]; readonly atOnce: number }[] = [
  { kinds: ['ask', 'observe-rollout', 'measure'], atOnce: 8 },
  { kinds: ['attach'], atOnce: 2 },
  { kinds: ['show', 'settle-page', 'announce'], atOnce: 8 },
];
/** So many may wait here for a place; more stay in the database, and then other jobs with them. */
const mostWaiting = 500;
/** Claims extended in one statement. */
const extendedAtOnce = 100;
const longestSleepMs = 5_000;

export interface Worker {
  /** Runs until the signal aborts; then waits for what is under way and puts back the rest. */
  run(signal: AbortSignal): Promise<void>;
}

/**
 * Takes due jobs, carries each into the world outside any transaction, and ends it together with the
 * event it brought. Any number of workers share the work of one database.
 */
export function createWorker(parts: {
  name: string;
  engine: Engine;
  doing: Doing;
  /** For jitter: 0–1. */
  chance?: () => number;
  /** In the clock's time: one that runs fast needs longer leases. Default 30 s. */
  leaseMs?: number;
}): Worker {
  const { name, engine, doing, chance = Math.random, leaseMs = ordinaryLeaseMs } = parts;
  const { store, clock, log } = doing;
  const running = new Map<number, Promise<void>>();
  const held = new Map<number, Claim>();
  const places = ownPlaces.map(({ kinds, atOnce: count }) => ({ kinds, ...createPlaces(count) }));
  const placesOf = ({ effect }: Claim) => places.find(({ kinds }) => kinds.includes(effect.kind));

  async function inItsPlace(claim: Claim, signal: AbortSignal): Promise<void> {
    const own = placesOf(claim);
    await own?.enter();
    try {
      if (signal.aborted) await putBack(claim);
      else await carryOut(claim, signal);
    } finally {
      own?.leave();
    }
  }

  async function carryOut(claim: Claim, signal: AbortSignal): Promise<void> {
    const lines = log.child({ incident: claim.incident, job: claim.key, attempt: claim.attempt });
    try {
      if (claim.effect.kind === 'send' && !(await isStillOurs(claim))) {
        lines.warn({}, 'claim was lost before sending, nothing was sent');
        return;
      }
      const event = await carry(claim, signal, doing);
      if (!(await engine.finish(claim, event))) lines.warn({}, 'claim was lost, result dropped');
    } catch (error) {
      if (signal.aborted) await putBack(claim);
      else await failed(claim, error, lines);
    }
  }

  /** What a stopping worker leaves undone is anybody's at once, not when its lease ends. */
  async function putBack(claim: Claim): Promise<void> {
    await store.retryJob(claim, { dueAt: clock.now(), error: 'the worker was stopped' });
  }

  /** A process that was stopped for a while must not send what another has taken over. */
  async function isStillOurs(claim: Claim): Promise<boolean> {
    const ours = await store.extendClaims([claim], clock.now() + leaseMs);
    return ours.includes(claim.jobId);
  }

  async function failed(claim: Claim, error: unknown, lines: typeof log): Promise<void> {
    const { kind } = claim.effect;
    const age = clock.now() - claim.createdAt - (afterMsOf(claim.effect) ?? 0);
    const verdict = decideRetry(kind, error, claim.attempt, age, chance());
    const text = error instanceof Error ? error.message : String(error);
    if (error instanceof OutsideError) lines.warn({ kind, error: text, verdict }, 'job failed');
    else lines.error({ kind, error, verdict }, 'job failed in an unforeseen way');
    if (verdict.kind === 'again') {
      const dueAt = clock.now() + verdict.afterMs;
      await store.retryJob(claim, { dueAt, error: text });
      return;
    }
    await engine.finish(claim, gaveUp(claim, text));
  }

  async function keepClaims(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(leaseMs / 3, signal);
      const claims = [...held.values()];
      for (let from = 0; from < claims.length; from += extendedAtOnce) {
        const some = claims.slice(from, from + extendedAtOnce);
        await store.extendClaims(some, clock.now() + leaseMs);
      }
    }
  }

  async function loop(signal: AbortSignal): Promise<void> {
    let wake: () => void = () => {};
    const stopListening = store.onWork(() => wake());
    try {
      while (!signal.aborted) {
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        const took = await takeDue(signal);
        if (took > 0) continue;
        const rest = new AbortController();
        const nap = clock.sleep(await napMs(), AbortSignal.any([rest.signal, signal]));
        await Promise.race([nap, woken, ...running.values()]);
        rest.abort();
      }
    } finally {
      stopListening();
      await Promise.allSettled(running.values());
    }
  }

  function room(): number {
    const placed = [...held.values()].filter((claim) => placesOf(claim) !== undefined).length;
    return Math.min(atOnce - (held.size - placed), mostWaiting - placed);
  }

  async function takeDue(signal: AbortSignal): Promise<number> {
    const limit = room();
    if (limit <= 0) return 0;
    const claims = await store.claimJobs({ worker: name, now: clock.now(), leaseMs, limit });
    for (const claim of claims) {
      held.set(claim.jobId, claim);
      const work = inItsPlace(claim, signal)
        .catch((error: unknown) => log.error({ error, job: claim.key }, 'job could not be ended'))
        .finally(() => {
          running.delete(claim.jobId);
          held.delete(claim.jobId);
        });
      running.set(claim.jobId, work);
    }
    return claims.length;
  }

  async function napMs(): Promise<number> {
    if (room() <= 0) return longestSleepMs;
    const next = await store.nextJobAt();
    if (next === undefined) return longestSleepMs;
    return Math.min(longestSleepMs, Math.max(0, next - clock.now()));
  }

  return {
    async run(signal) {
      const keeper = forever(() => keepClaims(signal), 'keeping claims', signal);
      await forever(() => loop(signal), 'taking jobs', signal);
      await keeper;
    },
  };

  /** A store that is away for a while must not end the worker. */
  async function forever(
    work: () => Promise<void>,
    what: string,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      try {
        await work();
      } catch (error) {
        log.error({ error, what }, 'worker stumbled, going on');
        await clock.sleep(1_000, signal);
      }
    }
  }
}
