import { describe, expect, it } from 'vitest';
import { compareWith } from '../../../../src/core/logs/slow-log/change.ts';
import type { SlowClass, SlowDigest } from '../../../../src/core/logs/slow-log/digest.ts';
import { orderBy } from '../../../../src/core/logs/slow-log/order.ts';
import { evenly, slowClass } from '../../../support/timed-statement.ts';

const hour = 3_600_000;
const spans = { nowMs: hour, beforeMs: hour };

function digestOf(...classes: readonly SlowClass[]): SlowDigest {
  return {
    classes,
    events: classes.reduce((sum, { count }) => sum + count, 0),
    totalMs: classes.reduce((sum, { timeMs }) => sum + timeMs.total, 0),
    unreadBytes: 0,
  };
}

const often = (count: number, eachMs = 10) => slowClass({ count, timeMs: evenly(eachMs, count) });

describe('a class beside its baseline', () => {
  it.each([
    ['three times as often', often(300), often(100), 'more-often'],
    ['a little more often', often(150), often(100), 'same'],
    ['more often, but by chance', often(5), often(2), 'same'],
    ['the first few', often(4), often(1), 'same'],
    ['twice as long each', often(100, 20), often(100, 10), 'slower'],
    ['twice as long, but of no weight', often(100, 2), often(100, 1), 'same'],
    ['longer, but too few to tell', often(4, 90), often(4, 10), 'same'],
    ['a third as often', often(30), often(100), 'less'],
    ['as before', often(100), often(100), 'same'],
    ['more often and a bit slower', often(1_000, 20), often(100, 10), 'more-often'],
    ['much slower and more often', often(250, 200), often(100, 10), 'slower'],
  ] as const)('%s', (_what, now, before, kind) => {
    const [found] = compareWith(digestOf(now), digestOf(before), spans).classes;
    expect(found?.change?.kind).toBe(kind);
  });

  it('slows at its tail alone', () => {
    const tail = { ...evenly(10, 100), p95: 500, p99: 600, max: 700 };
    const [found] = compareWith(
      digestOf(slowClass({ timeMs: tail })),
      digestOf(often(100)),
      spans,
    ).classes;
    expect(found?.change?.kind).toBe('slower');
  });

  it('is compared with as much of the baseline as is now', () => {
    const day = digestOf(often(2_400));
    const [found] = compareWith(digestOf(often(100)), day, {
      nowMs: hour,
      beforeMs: 24 * hour,
    }).classes;
    expect(found?.change).toMatchObject({
      kind: 'same',
      beforeCount: 100,
      beforeTotalMs: 1_000,
      costMs: 0,
    });
  });

  it('is new, and costs all it takes, when it was not there', () => {
    const [found] = compareWith(digestOf(often(7)), digestOf(), spans).classes;
    expect(found?.change).toEqual({ kind: 'new', beforeCount: 0, beforeTotalMs: 0, costMs: 70 });
  });

  it('names who came to it', () => {
    const now = slowClass({
      count: 1_000,
      timeMs: evenly(10, 1_000),
      users: [{ name: 'app', count: 1_000 }],
      callers: [
        { name: 'batch /nightly', count: 900 },
        { name: 'api /points', count: 100 },
      ],
    });
    const before = slowClass({
      users: [{ name: 'app', count: 100 }],
      callers: [{ name: 'api /points', count: 100 }],
    });
    const [found] = compareWith(digestOf(now), digestOf(before), spans).classes;
    expect(found?.change?.grew).toEqual({ caller: 'batch /nightly', user: 'app' });
  });

  it('is gone when it ran then and does not now, if that can be no chance', () => {
    const rare = slowClass({ id: 'bbbbbbbbbbbb', count: 3 });
    const { gone } = compareWith(digestOf(), digestOf(often(100), rare), spans);
    expect(gone?.map(({ id, beforeCount }) => [id, beforeCount])).toEqual([['aaaaaaaaaaaa', 100]]);
  });

  it('says nothing of the rest of all classes', () => {
    const rest = slowClass({ id: 'other', fingerprint: '(other statements)' });
    const compared = compareWith(digestOf(rest), digestOf(rest), spans);
    expect(compared.classes[0]).not.toHaveProperty('change');
    expect(compared).not.toHaveProperty('gone');
  });
});

describe('the order of classes', () => {
  const one = slowClass({
    id: 'one',
    count: 10,
    timeMs: evenly(100, 10),
    rowsExamined: evenly(9, 10),
  });
  const two = slowClass({
    id: 'two',
    count: 500,
    timeMs: evenly(1, 500),
    rowsExamined: evenly(1_000, 500),
    rowsSent: evenly(1, 500),
  });
  it.each([
    ['time', ['one', 'two']],
    ['count', ['two', 'one']],
    ['p95', ['one', 'two']],
    ['rows', ['two', 'one']],
    ['cost', ['two', 'one']],
  ] as const)('by %s', (order, ids) => {
    const before = digestOf({ ...one, timeMs: evenly(99, 10) });
    const compared = compareWith(digestOf(one, two), before, spans);
    expect(orderBy(compared, order).map(({ id }) => id)).toEqual(ids);
  });
});
