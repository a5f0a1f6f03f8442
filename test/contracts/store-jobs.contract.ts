import { describe, expect, test } from 'vitest';
import { deadAfterAttempts } from '../../src/adapters/store/housekeeping.ts';
import type { Claim, Store } from '../../src/engine/store.ts';
import { aJob, aLook, insert, take } from './store-examples.ts';

const keys = (claims: readonly Claim[]) => claims.map(({ key }) => key);
const slots = (claims: readonly Claim[]) =>
  claims.map(({ effect }) => (effect.kind === 'show' ? effect.slot.slice('notice:'.length) : ''));

/** The part of the contract that is about jobs: see `NewJob`, `Claim` and the claiming methods. */
export function jobContract(current: () => Store): void {
  const finish = (claim: Claim | undefined, at = 0) =>
    current().transaction((tx) => tx.finishJob(claim!, at));

  describe('once-only jobs', () => {
    test('run when due, oldest first, as many as asked for', async () => {
      await insert(current(), [
        aJob('late', { dueAt: 30 }),
        aJob('early', { dueAt: 10 }),
        aJob('middle', { dueAt: 20 }),
        aJob('future', { dueAt: 31 }),
      ]);
      expect(keys(await take(current(), 9))).toEqual([]);
      expect(keys(await take(current(), 30, 'w1', 2)).sort()).toEqual(['early', 'middle']);
      expect(keys(await take(current(), 30))).toEqual(['late']);
    });

    test('are inserted once, waiting, running or done', async () => {
      await insert(current(), [aJob('a'), aJob('a')]);
      await insert(current(), [aJob('a')]);
      const [claim, second] = await take(current());
      expect(claim).toMatchObject({ key: 'a', version: 1, attempt: 1, worker: 'w1', createdAt: 0 });
      expect(second).toBeUndefined();
      await insert(current(), [aJob('a')]);
      expect(await finish(claim)).toBe(true);
      await insert(current(), [aJob('a')]);
      expect(await take(current(), 1_000)).toEqual([]);
      expect(await current().nextJobAt()).toBeUndefined();
    });

    test('are not brought back by a latest-wins insert of the same key', async () => {
      await insert(current(), [aJob('a')]);
      await finish((await take(current()))[0]);
      await insert(current(), [aLook('a', 'x')]);
      expect(await take(current(), 1_000)).toEqual([]);
    });

    test('are never in two hands, however many take at once', async () => {
      await insert(
        current(),
        Array.from({ length: 120 }, (_, i) => aJob(`j${i}`)),
      );
      const taken = await Promise.all(
        Array.from({ length: 12 }, (_, i) => take(current(), 0, `w${i}`, 10)),
      );
      const all = keys(taken.flat());
      const rest = keys(await take(current(), 0, 'last', 200));
      expect(new Set([...all, ...rest]).size).toBe(120);
      expect(all.length + rest.length).toBe(120);
    });
  });

  describe('a claim', () => {
    test('passes to another worker when its lease ends, as the next try', async () => {
      await insert(current(), [aJob('a')]);
      const [first] = await take(current(), 0, 'w1');
      expect(await take(current(), 99, 'w2')).toEqual([]);
      const [second] = await take(current(), 100, 'w2');
      expect(second).toMatchObject({ key: 'a', attempt: 2, worker: 'w2' });
      expect(await finish(first)).toBe(false);
      await current().retryJob(first!, { dueAt: 0, error: 'too late' });
      expect(await current().extendClaims([first!], 900)).toEqual([]);
      expect(await take(current(), 150, 'w3')).toEqual([]);
      expect(await finish(second)).toBe(true);
      expect(await finish(second)).toBe(false);
    });

    test('is told from an earlier try of the same worker', async () => {
      await insert(current(), [aJob('a')]);
      const [first] = await take(current(), 0, 'w1');
      const [second] = await take(current(), 100, 'w1');
      expect(await finish(first)).toBe(false);
      expect(await finish(second)).toBe(true);
    });

    test('is told from an earlier life of the same row', async () => {
      await insert(current(), [aLook('card', 'one')]);
      const [zombie] = await take(current(), 0, 'w1');
      await finish((await take(current(), 100, 'w2'))[0]);
      await insert(current(), [aLook('card', 'two')]);
      const [living] = await take(current(), 200, 'w1');
      expect(living).toMatchObject({ version: 2, attempt: 1 });
      expect(await finish(zombie)).toBe(false);
      expect(await finish(living)).toBe(true);
    });

    test('lives on while it is extended', async () => {
      await insert(current(), [aJob('a'), aJob('b')]);
      const claims = await take(current(), 0, 'w1');
      const [a, b] = claims;
      await finish(b);
      expect(await current().extendClaims(claims, 500)).toEqual([a!.jobId]);
      expect(await current().extendClaims([], 500)).toEqual([]);
      expect(await take(current(), 499, 'w2')).toEqual([]);
      expect(keys(await take(current(), 500, 'w2'))).toEqual(['a']);
    });

    test('is undone with the transaction that finished it', async () => {
      await insert(current(), [aJob('a')]);
      const [claim] = await take(current());
      const work = current().transaction(async (tx) => {
        expect(await tx.finishJob(claim!, 1)).toBe(true);
        throw new Error('the event was refused');
      });
      await expect(work).rejects.toThrow('refused');
      expect(await finish(claim)).toBe(true);
    });

    test('put back waits for its time and counts its tries', async () => {
      await insert(current(), [aJob('a')]);
      const [first] = await take(current());
      await current().retryJob(first!, { dueAt: 70, error: 'Slack was away' });
      expect(await current().nextJobAt()).toBe(70);
      expect(await take(current(), 69)).toEqual([]);
      expect(await take(current(), 70)).toMatchObject([{ key: 'a', attempt: 2 }]);
    });
  });

  describe('latest-wins jobs', () => {
    test('are one edit for many events, with the newest effect and the earlier due time', async () => {
      await insert(current(), [aLook('card', 'one', { dueAt: 50 })], 1);
      await insert(
        current(),
        [aLook('card', 'two', { dueAt: 20 }), aLook('card', 'three', { dueAt: 90 })],
        2,
      );
      expect(await current().nextJobAt()).toBe(20);
      const claims = await take(current(), 20);
      expect(slots(claims)).toEqual(['three']);
      expect(claims).toMatchObject([{ version: 3, attempt: 1, createdAt: 2 }]);
      expect(await finish(claims[0])).toBe(true);
      expect(await take(current(), 1_000)).toEqual([]);
    });

    test('stay due when a newer version came while they ran', async () => {
      await insert(current(), [aLook('card', 'one')]);
      const [first] = await take(current(), 0);
      await insert(
        current(),
        [
          aLook('card', 'two', { dueAt: 60 }),
          aLook('card', 'between', { dueAt: 40 }),
          aLook('card', 'three', { dueAt: 50 }),
        ],
        5,
      );
      expect(await take(current(), 60)).toEqual([]);
      expect(await finish(first)).toBe(true);
      expect(await current().nextJobAt()).toBe(40);
      const claims = await take(current(), 40);
      expect(slots(claims)).toEqual(['three']);
      expect(claims).toMatchObject([{ version: 4, attempt: 1 }]);
      await finish(claims[0]);
      expect(await current().nextJobAt()).toBeUndefined();
    });

    test('come back to life when done', async () => {
      await insert(current(), [aLook('card', 'one')]);
      await finish((await take(current()))[0]);
      await insert(current(), [aLook('card', 'two', { dueAt: 30 })], 25);
      expect(await take(current(), 29)).toEqual([]);
      const claims = await take(current(), 30);
      expect(slots(claims)).toEqual(['two']);
      expect(claims).toMatchObject([{ version: 2, attempt: 1, createdAt: 25 }]);
    });

    test('keep their tries when a newer version replaces one that may have been sent', async () => {
      await insert(current(), [aLook('card', 'one')]);
      const [first] = await take(current(), 0);
      await current().retryJob(first!, { dueAt: 500, error: 'no answer' });
      await insert(current(), [aLook('card', 'two', { dueAt: 10 })]);
      expect(await take(current(), 10)).toMatchObject([{ version: 2, attempt: 2 }]);
    });

    test('run anew after a failed try or a lost lease with the newest version', async () => {
      await insert(current(), [aLook('a', 'one'), aLook('b', 'one')]);
      const [a] = await take(current(), 0);
      await insert(current(), [aLook('a', 'two', { dueAt: 20 }), aLook('b', 'two', { dueAt: 20 })]);
      await current().retryJob(a!, { dueAt: 50, error: 'busy' });
      expect(await take(current(), 20)).toMatchObject([{ key: 'a', version: 2, attempt: 2 }]);
      const [b] = await take(current(), 100, 'w2');
      expect(b).toMatchObject({ key: 'b', version: 2, attempt: 2 });
      await finish(b);
      expect(await current().nextJobAt()).toBe(120);
    });
  });

  describe('a lane', () => {
    const inLane = (key: string, dueAt = 0) => aJob(key, { lane: 'INC-1', dueAt });

    test('runs one at a time in the order of insertion, other lanes beside it', async () => {
      await insert(current(), [
        inLane('a'),
        inLane('b'),
        aJob('x', { lane: 'INC-2' }),
        aJob('free'),
      ]);
      await insert(current(), [inLane('c')]);
      const claims = await take(current());
      expect(keys(claims)).toEqual(['a', 'x', 'free']);
      expect(await take(current(), 50, 'w2')).toEqual([]);
      await finish(claims[0]);
      const [b] = await take(current(), 50, 'w2');
      expect(b?.key).toBe('b');
      await finish(b);
      expect(keys(await take(current(), 50, 'w2'))).toEqual(['c']);
    });

    test('waits for the next try of its head', async () => {
      await insert(current(), [inLane('a'), inLane('b')]);
      const [a] = await take(current());
      await current().retryJob(a!, { dueAt: 70, error: 'busy' });
      expect(await take(current(), 69)).toEqual([]);
      expect(await current().nextJobAt()).toBe(70);
      expect(keys(await take(current(), 70))).toEqual(['a']);
    });

    test('does not wait for a head whose time has not come and that was never tried', async () => {
      await insert(current(), [inLane('escalate', 500), inLane('show')]);
      expect(await current().nextJobAt()).toBe(0);
      const [show] = await take(current(), 10);
      expect(show?.key).toBe('show');
      expect(await current().nextJobAt()).toBe(110);
      await finish(show);
      expect(await current().nextJobAt()).toBe(500);
      expect(keys(await take(current(), 500))).toEqual(['escalate']);
    });

    test('goes on when a timer before it comes due while one behind it ran and died', async () => {
      await insert(current(), [inLane('timer', 50), inLane('show')]);
      expect(keys(await take(current(), 0, 'dies'))).toEqual(['show']);
      expect(await take(current(), 60, 'w2')).toEqual([]);
      const [show] = await take(current(), 100, 'w2');
      expect(show).toMatchObject({ key: 'show', attempt: 2 });
      await current().retryJob(show!, { dueAt: 120, error: 'busy' });
      const [timer] = await take(current(), 130, 'w2');
      expect(timer?.key).toBe('timer');
      await finish(timer);
      expect(keys(await take(current(), 130, 'w2'))).toEqual(['show']);
    });

    test('takes its head over when the lease ended, before those behind it', async () => {
      await insert(current(), [inLane('a'), inLane('b')]);
      await take(current(), 0, 'dies');
      expect(await current().nextJobAt()).toBe(100);
      expect(keys(await take(current(), 100, 'w2'))).toEqual(['a']);
    });

    test('puts a look that came back behind those inserted meanwhile', async () => {
      const look = (slot: string) => aLook('card', slot, { lane: 'INC-1' });
      await insert(current(), [look('one')]);
      const [one] = await take(current());
      await insert(current(), [inLane('notice'), look('two')]);
      await finish(one);
      const [notice] = await take(current());
      expect(notice?.key).toBe('notice');
      await finish(notice);
      const [two] = await take(current());
      expect(slots([two!])).toEqual(['two']);
      await finish(two);
      await insert(current(), [inLane('last'), look('three')]);
      expect(keys(await take(current()))).toEqual(['last']);
    });

    test('puts a look that came back before those inserted after it', async () => {
      const look = (slot: string) => aLook('card', slot, { lane: 'INC-1' });
      await insert(current(), [look('one')]);
      const [one] = await take(current());
      await insert(current(), [look('two')]);
      await insert(current(), [inLane('notice')]);
      await finish(one);
      const claims = await take(current());
      expect(slots(claims)).toEqual(['two']);
      await finish(claims[0]);
      expect(keys(await take(current()))).toEqual(['notice']);
    });

    test('keeps a failed look before those that need it, also when a newer version came', async () => {
      const look = (slot: string) => aLook('card', slot, { lane: 'INC-1' });
      await insert(current(), [look('one'), inLane('notice')]);
      const [one] = await take(current());
      await insert(current(), [look('two')]);
      await current().retryJob(one!, { dueAt: 30, error: 'busy' });
      expect(keys(await take(current(), 30))).toEqual(['card']);
    });

    test('keeps its order through a random night of retries, deaths and slow workers', async () => {
      const random = seeded(42);
      const done: string[] = [];
      const jobs = Array.from({ length: 60 }, (_, i) =>
        aJob(`${i % 4}:${i}`, { lane: `L${i % 4}` }),
      );
      await insert(current(), jobs);
      let running: Claim[] = [];
      for (let now = 0; done.length < 60; now += 20) {
        const claims = await take(current(), now, `w${now % 60}`, 3);
        const lanes = claims.map(({ key }) => key.split(':')[0]);
        expect(new Set(lanes).size).toBe(lanes.length);
        const kept: Claim[] = [];
        for (const claim of [...running, ...claims]) {
          const fate = random();
          if (fate < 0.5) {
            if (await finish(claim, now)) done.push(claim.key);
          } else if (fate < 0.7) {
            await current().retryJob(claim, { dueAt: now + 30, error: 'busy' });
          } else if (fate < 0.9) kept.push(claim);
        }
        running = kept;
      }
      for (const lane of ['0', '1', '2', '3']) {
        const order = done
          .filter((key) => key.startsWith(`${lane}:`))
          .map((key) => Number(key.split(':')[1]));
        expect(order).toEqual([...order].sort((a, b) => a - b));
        expect(order).toHaveLength(15);
      }
    });
  });

  describe('counting', () => {
    test('tells due jobs from those that wait, and those nobody gave up on', async () => {
      await insert(current(), [aJob('a'), aJob('b', { dueAt: 1e6 })]);
      expect(await current().counts(0)).toEqual({ dueJobs: 1, deadJobs: 0, openIncidents: 0 });
      for (let i = 0; i < deadAfterAttempts; i++) await take(current(), i * 100, 'dies', 1);
      const last = (deadAfterAttempts - 1) * 100;
      expect(await current().counts(last)).toMatchObject({ deadJobs: 1 });
      expect((await current().counts(last + 100)).dueJobs).toBe(1);
      expect((await current().counts(1e6)).dueJobs).toBe(2);
      const claims = await take(current(), 1e6, 'w1');
      for (const claim of claims) await finish(claim);
      expect(await current().counts(2e6)).toMatchObject({ dueJobs: 0, deadJobs: 0 });
    });
  });
}

/** Numbers in [0, 1) that are the same at every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
