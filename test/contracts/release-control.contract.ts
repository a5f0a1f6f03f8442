import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutsideError } from '../../src/core/kit/outside-error.ts';
import { isImpossible, type Operation, type Plan } from '../../src/core/service/plan.ts';
import type { ReleaseControl } from '../../src/core/service/release-control.ts';
import { verbs } from '../../src/core/service/rollout.ts';
import type { RolloutTarget } from '../../src/core/service/service.ts';

/** A rollout engine on a table, with one service that runs a good release after an older one. */
export interface RolloutBench {
  readonly control: ReleaseControl;
  readonly target: RolloutTarget;
  /** Digests of the releases: `older` was in service before `good`; `bad` is what deployBad brings. */
  readonly digests: { readonly older: string; readonly good: string; readonly bad: string };
  advance(ms: number): Promise<void>;
  /** Longer than any rollout or rollback takes. */
  readonly longestMs: number;
  /** A newer release begins to roll out, past Firebreak. */
  deployBad(): void;
  /** Somebody else brings the older release out, past Firebreak. */
  deployOlder(): void;
  /** Changing calls that reached the engine, the refused ones included. */
  changes(): readonly string[];
  /** The next calls fail in this way; `lost-answer`: done, but never answered. */
  fail(
    kind: 'throttle' | 'deny' | 'lost-answer' | 'error',
    on: 'changes' | 'reads',
    times: number,
  ): void;
  quirk(name: 'unknown-status' | 'rollback-fails' | 'nothing-replaced' | 'no-digests'): void;
  /** Digest → share of traffic, now. */
  serving(): Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

/** What every ReleaseControl promises, whatever its engine. */
export function releaseControlContract(name: string, open: () => Promise<RolloutBench>): void {
  describe(`${name} keeps the promise of ReleaseControl:`, () => {
    let bench: RolloutBench;
    beforeEach(async () => {
      bench = await open();
    });
    afterEach(async () => {
      await bench.stop();
    });

    const describeNow = () => bench.control.describe(bench.target);

    async function plan(verb: Plan['verb'], toReleaseId?: string): Promise<Plan> {
      const request = toReleaseId === undefined ? { verb } : { verb, toReleaseId };
      const planned = await bench.control.plan(bench.target, request);
      if (isImpossible(planned)) throw new Error(`impossible: ${planned.sentence}`);
      return planned;
    }

    async function refusal(verb: Plan['verb']) {
      const planned = await bench.control.plan(bench.target, { verb });
      if (!isImpossible(planned)) throw new Error(`possible: ${planned.sentence}`);
      return planned;
    }

    async function finish(operation: Operation): Promise<Operation> {
      await bench.advance(bench.longestMs);
      return bench.control.poll(operation);
    }

    async function results(operation: Operation): Promise<Record<string, string>> {
      const measured = await bench.control.verify(operation);
      expect(measured.length).toBeGreaterThan(0);
      return Object.fromEntries(measured.map((one) => [one.check, one.result]));
    }

    async function bringOutBad(): Promise<void> {
      bench.deployBad();
      await bench.advance(bench.longestMs);
    }

    it('says of an idle service what runs, and what could be done', async () => {
      const state = await describeNow();
      expect(['idle', 'succeeded']).toContain(state.phase);
      expect(state.capabilities.map((one) => one.verb).sort()).toEqual([...verbs].sort());
      for (const one of state.capabilities) expect(one.sentence.length).toBeGreaterThan(10);
      expect((await refusal('pause')).sentence).toMatch(/nothing to pause/);
      expect((await refusal('abort')).insteadTry).toBe('rollback');
    });

    it('lists the past newest first, with digests, outcome and what runs', async () => {
      bench.deployBad();
      await bench.advance(60_000);
      const { releases } = await bench.control.history(bench.target, 10);
      expect(releases.map((one) => one.artifacts[0]?.digest)).toEqual([
        bench.digests.bad,
        bench.digests.good,
        bench.digests.older,
      ]);
      expect(releases.map((one) => one.outcome)).toEqual(['running', 'succeeded', 'succeeded']);
      expect(releases[2]?.isRunning).toBe('no');
      expect(releases[0]?.startedAt).toBeGreaterThan(releases[1]?.startedAt ?? 0);
      expect(await bench.control.history(bench.target, 1)).toMatchObject({
        releases: [{ outcome: 'running' }],
        complete: false,
      });
    });

    it('follows a rollout from start to finish without its fence moving in between', async () => {
      bench.deployBad();
      await bench.advance(3_000);
      const phases: string[] = [];
      const percents: number[] = [];
      const fences = new Set<string>();
      for (let waited = 0; waited < bench.longestMs; waited += 10_000) {
        const state = await describeNow();
        phases.push(state.phase);
        percents.push(state.progress.percent ?? 0);
        if (state.phase === 'succeeded') break;
        fences.add(state.fence);
        await bench.advance(10_000);
      }
      expect(phases[0]).toMatch(/pending|progressing/);
      expect(phases.at(-1)).toBe('succeeded');
      expect(percents).toEqual([...percents].sort((a, b) => a - b));
      expect(percents.at(-1)).toBe(100);
      expect(fences.size).toBe(1);
      expect(fences).not.toContain((await describeNow()).fence);
    });

    it('plans without changing anything, and the same change has the same hash', async () => {
      bench.deployBad();
      await bench.advance(5_000);
      const first = await plan('rollback');
      await bench.advance(10_000);
      const second = await plan('rollback');
      expect(second.hash).toBe(first.hash);
      expect(first.steps.some((step) => step.call)).toBe(true);
      expect(first.checks.length).toBeGreaterThan(0);
      expect(JSON.parse(JSON.stringify(first))).toEqual(first);
      expect(bench.changes()).toEqual([]);
    });

    it('backs out of a running rollout with one change, and proves it', async () => {
      bench.deployBad();
      await bench.advance(40_000);
      const planned = await plan('rollback');
      const started = await bench.control.execute(planned);
      expect(started.state).toBe('running');
      expect((await describeNow()).phase).toBe('rolling-back');
      const ended = await finish(started);
      expect(ended.state).toBe('done');
      expect(ended.endedAt).toBeGreaterThan(ended.startedAt);
      expect(Object.values(await results(ended))).not.toContain('fail');
      expect(Object.values(await results(ended))).not.toContain('missing');
      expect(bench.serving()).toEqual({ [bench.digests.good]: 1 });
      expect(bench.changes()).toHaveLength(1);
      expect((await describeNow()).phase).toBe('rolled-back');
    });

    it('aborts half way: names it backing out, and everything is back', async () => {
      bench.deployBad();
      await bench.advance(40_000);
      const planned = await plan('abort');
      expect(planned.expectedEnd).toBe('rolled-back');
      expect(planned.sentence).toMatch(/[Bb]acks out/);
      const ended = await finish(await bench.control.execute(planned));
      expect(ended.state).toBe('done');
      expect(bench.serving()).toEqual({ [bench.digests.good]: 1 });
    });

    it('rolls back a finished release to the one before it, and proves it', async () => {
      await bringOutBad();
      const planned = await plan('rollback');
      expect(planned.toRelease?.artifacts[0]?.digest).toBe(bench.digests.good);
      const ended = await finish(await bench.control.execute(planned));
      expect(ended.state).toBe('done');
      expect(new Set(Object.values(await results(ended)))).toEqual(new Set(['pass']));
      expect(bench.serving()).toEqual({ [bench.digests.good]: 1 });
    });

    it('rolls back to a chosen release, and refuses the one that runs', async () => {
      await bringOutBad();
      const { releases } = await bench.control.history(bench.target, 10);
      const older = releases.find((one) => one.artifacts[0]?.digest === bench.digests.older);
      await finish(await bench.control.execute(await plan('rollback', older?.id)));
      expect(bench.serving()).toEqual({ [bench.digests.older]: 1 });
      const now = (await bench.control.history(bench.target, 1)).releases[0];
      const again = await bench.control.plan(bench.target, {
        verb: 'rollback',
        toReleaseId: now?.id ?? '',
      });
      expect(again).toMatchObject({
        impossible: true,
        sentence: expect.stringMatching(/what runs now/),
      });
    });

    it('does not choose a release that was rolled back before', async () => {
      await bringOutBad();
      await finish(await bench.control.execute(await plan('rollback')));
      const next = await plan('rollback');
      expect(next.toRelease?.artifacts[0]?.digest).toBe(bench.digests.older);
    });

    it('finds that the rollout had finished already, and changes nothing', async () => {
      bench.deployBad();
      await bench.advance(40_000);
      const planned = await plan('abort');
      await bench.advance(bench.longestMs);
      expect(await bench.control.recall(planned)).toBeUndefined();
      await expect(bench.control.execute(planned)).rejects.toMatchObject({ kind: 'conflict' });
      expect(bench.changes()).toEqual([]);
      expect((await plan('rollback')).hash).not.toBe(planned.hash);
    });

    it('changes nothing when somebody else changed the service first', async () => {
      await bringOutBad();
      const planned = await plan('rollback');
      const before = await describeNow();
      bench.deployOlder();
      await bench.advance(5_000);
      expect((await describeNow()).fence).not.toBe(before.fence);
      await expect(bench.control.execute(planned)).rejects.toMatchObject({ kind: 'conflict' });
      expect(bench.changes()).toEqual([]);
    });

    it('is refused for pace: says so, and may be repeated', async () => {
      bench.deployBad();
      await bench.advance(40_000);
      const planned = await plan('rollback');
      bench.fail('throttle', 'changes', 1);
      await expect(bench.control.execute(planned)).rejects.toMatchObject({ kind: 'rate-limited' });
      expect(await bench.control.recall(planned)).toBeUndefined();
      expect((await bench.control.execute(planned)).state).toBe('running');
      bench.fail('throttle', 'reads', 10);
      await expect(describeNow()).rejects.toMatchObject({ kind: 'rate-limited' });
    });

    it('is not permitted: names the permission', async () => {
      bench.deployBad();
      await bench.advance(40_000);
      const planned = await plan('rollback');
      bench.fail('deny', 'changes', 1);
      const refused = bench.control.execute(planned);
      await expect(refused).rejects.toBeInstanceOf(OutsideError);
      await expect(refused).rejects.toMatchObject({
        kind: 'denied',
        message: expect.stringMatching(/Allow/),
      });
    });

    it.each(['rollback while it runs', 'rollback after it finished'])(
      'loses the answer of a change, then finds its effect: never twice (%s)',
      async (when) => {
        bench.deployBad();
        await bench.advance(when.includes('runs') ? 40_000 : bench.longestMs);
        const planned = await plan('rollback');
        expect(await bench.control.recall(planned)).toBeUndefined();
        bench.fail('lost-answer', 'changes', 1);
        await expect(bench.control.execute(planned)).rejects.toMatchObject({
          kind: expect.stringMatching(/timed-out|unavailable/),
        });
        const recalled = await bench.control.recall(planned);
        expect(recalled?.state).toBe('running');
        const again = await bench.control.execute(planned);
        expect(again.state).toBe('running');
        expect(bench.changes()).toHaveLength(1);
        const ended = await finish(recalled ?? again);
        expect(ended.state).toBe('done');
        expect(bench.serving()).toEqual({ [bench.digests.good]: 1 });
        expect((await bench.control.recall(planned))?.state).toBe('done');
      },
    );

    it('is unsure after an internal error of the engine, and finds nothing happened', async () => {
      bench.deployBad();
      await bench.advance(40_000);
      const planned = await plan('rollback');
      bench.fail('error', 'changes', 1);
      await expect(bench.control.execute(planned)).rejects.toMatchObject({ kind: 'unavailable' });
      expect(await bench.control.recall(planned)).toBeUndefined();
    });

    it('takes a status it does not know for unknown, never for a success', async () => {
      bench.deployBad();
      await bench.advance(40_000);
      const operation = await bench.control.execute(await plan('rollback'));
      bench.quirk('unknown-status');
      await bench.advance(bench.longestMs);
      const state = await describeNow();
      expect(state.phase).toBe('unknown');
      expect(state.capabilities.map((one) => one.availability)).not.toContain('now');
      expect((await bench.control.poll(operation)).state).toBe('running');
      expect((await results(operation)).engine).toBe('missing');
    });

    it('tells when the rollback itself failed', async () => {
      bench.quirk('rollback-fails');
      bench.deployBad();
      await bench.advance(40_000);
      const ended = await finish(await bench.control.execute(await plan('rollback')));
      expect(ended.state).toBe('failed');
      expect((await describeNow()).phase).toBe('failed');
      expect((await results(ended)).engine).toBe('fail');
    });

    it('does not believe "completed" when nothing was replaced', async () => {
      await bringOutBad();
      bench.quirk('nothing-replaced');
      const ended = await finish(await bench.control.execute(await plan('rollback')));
      expect(ended.state).toBe('done');
      expect(Object.values(await results(ended))).toContain('fail');
      expect(bench.serving()).toEqual({ [bench.digests.bad]: 1 });
    });

    it('cannot tell when the engine does not say which builds run', async () => {
      await bringOutBad();
      bench.quirk('no-digests');
      const ended = await finish(await bench.control.execute(await plan('rollback')));
      const measured = await results(ended);
      expect(Object.values(measured)).toContain('missing');
      expect(Object.values(measured)).not.toContain('fail');
    });
  });
}
