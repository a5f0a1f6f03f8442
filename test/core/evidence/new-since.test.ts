import { describe, expect, it } from 'vitest';
import { newSince } from '../../../src/core/evidence/new-since.ts';
import type { ErrorGroup } from '../../../src/core/logs/error-traces/digest.ts';
import type { Release } from '../../../src/core/service/release.ts';

const minute = 60_000;
const window = { fromAt: 0, toAt: 60 * minute };
const release = (label: string, at: number): Release => ({
  id: label,
  label,
  artifacts: [],
  startedAt: at * minute,
  outcome: 'succeeded',
  isRunning: 'yes',
});
const group = (about: Partial<ErrorGroup>): ErrorGroup => ({
  id: 'v2:x',
  title: 'x',
  count: 40,
  firstAt: 31 * minute,
  lastAt: 59 * minute,
  frames: [],
  example: '',
  ...about,
});
const baseline = (from: number, to: number) =>
  ({ is: 'before', window: { fromAt: from * minute, toAt: to * minute } }) as const;
const told = (
  about: Partial<ErrorGroup>,
  ...more: [releases?: Release[], from?: number, to?: number]
) => {
  const [releases = [release('43', 30)], from, to] = more;
  const beside = from === undefined || to === undefined ? undefined : baseline(from, to);
  return newSince(group(about), releases, window, beside);
};

describe('new since a release', () => {
  it('is what came with it and never before', () => {
    expect(told({})).toEqual({
      verdict: 'new',
      sure: 'known',
      release: '43',
      afterMs: minute,
      expectedBefore: 40,
    });
  });

  it('is less sure when it came seldom, and not told when it came twice', () => {
    expect(told({ count: 6 })).toMatchObject({ verdict: 'new', sure: 'likely' });
    expect(told({ count: 2 })).toEqual({ verdict: 'cannot-tell', why: 'too-rare', release: '43' });
  });

  it('is told of a rare one by a long baseline without it', () => {
    expect(told({ count: 2, beforeCount: 0 }, undefined, -1_440, 0)).toMatchObject({
      verdict: 'new',
    });
  });

  it('is not what the baseline had', () => {
    expect(told({ beforeCount: 0.3 }, undefined, -1_440, 0)).toEqual({
      verdict: 'not-new',
      why: 'seen-before',
      release: '43',
      before: 0.3,
    });
  });

  it('is not what came before the release in the window', () => {
    const minutes = [
      { at: 10 * minute, count: 3 },
      { at: 40 * minute, count: 37 },
    ];
    expect(told({ firstAt: 10 * minute, minutes })).toEqual({
      verdict: 'not-new',
      why: 'seen-before',
      release: '43',
      before: 3,
    });
  });

  it('is not what began long after it', () => {
    expect(told({ firstAt: 50 * minute })).toMatchObject({
      verdict: 'not-new',
      why: 'began-later',
    });
  });

  it('is of the latest of several releases', () => {
    const releases = [release('44', 50), release('43', 30), release('42', 5)];
    expect(told({}, releases)).toMatchObject({ verdict: 'new', release: '43' });
  });

  it('cannot be told without a release, or without a look at the time before it', () => {
    expect(told({}, [])).toEqual({ verdict: 'cannot-tell', why: 'no-release' });
    expect(told({ firstAt: 1 }, [release('43', 0)])).toEqual({
      verdict: 'cannot-tell',
      why: 'not-covered',
      release: '43',
    });
  });

  it('does not count a baseline that lies inside the window twice', () => {
    expect(told({ count: 3, beforeCount: 0 }, undefined, 0, 30)).toMatchObject({
      verdict: 'cannot-tell',
      why: 'too-rare',
    });
  });

  it('takes clocks that differ by seconds for the same', () => {
    expect(told({ firstAt: 30 * minute - 3_000 })).toMatchObject({
      verdict: 'new',
      afterMs: -3_000,
    });
  });

  it('does not take a job that fails every hour, twenty times at once, for news', () => {
    const minutes = [{ at: 40 * minute, count: 20 }];
    expect(told({ count: 20, minutes })).toMatchObject({ verdict: 'cannot-tell', why: 'too-rare' });
  });

  it('is less sure where it could have shown some minutes sooner', () => {
    const finished = { ...release('43', 30), finishedAt: 31 * minute };
    const often = (from: number) =>
      Array.from({ length: 59 - from }, (_, n) => ({ at: (from + n) * minute, count: 1 }));
    const group = (from: number) => ({ count: 20, firstAt: from * minute, minutes: often(from) });
    expect(told(group(31), [finished])).toMatchObject({ verdict: 'new', sure: 'known' });
    expect(told(group(36), [finished])).toMatchObject({ verdict: 'new', sure: 'likely' });
  });

  describe('with a release between the baseline and the window', () => {
    const tonight = [release('42', -11 * 60)];
    const yesterday = [-1_440, -1_380] as const;

    it('may have come with it', () => {
      expect(told({ beforeCount: 0 }, tonight, ...yesterday)).toEqual({
        verdict: 'new',
        sure: 'guess',
        release: '42',
        afterMs: (11 * 60 + 31) * minute,
        expectedBefore: 40,
      });
    });

    it.each([
      ['it was there yesterday', { beforeCount: 2 }, tonight],
      ['nobody looked at yesterday', {}, tonight],
      ['it came too seldom', { beforeCount: 0, count: 3 }, tonight],
      ['there were two', { beforeCount: 0 }, [...tonight, release('41', -20 * 60)]],
      ['it is older than yesterday’s hour', { beforeCount: 0 }, [release('42', -25 * 60)]],
    ] as const)('is not told where %s', (_, about, releases) => {
      expect(told(about, [...releases], ...yesterday)).toEqual({
        verdict: 'cannot-tell',
        why: 'no-release',
      });
    });
  });
});
