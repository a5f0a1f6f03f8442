import { describe, expect, it } from 'vitest';
import { compareErrors } from '../../../../src/core/logs/error-traces/compare-errors.ts';
import { createErrorDigest } from '../../../../src/core/logs/error-traces/error-digest.ts';

function digest(...texts: string[]) {
  const builder = createErrorDigest();
  for (const text of texts) builder.add({ at: 1, stream: 's', text: `ERROR ${text}` });
  return builder.end();
}
const spans = { nowMs: 60_000, beforeMs: 600_000 };
const counts = (now: ReturnType<typeof digest>, before: ReturnType<typeof digest>) =>
  compareErrors(now, before, spans).groups.map(({ title, beforeCount }) => [title, beforeCount]);

describe('errors beside a baseline', () => {
  it('carry how often they came then, in as much time as now', () => {
    const before = digest(...Array.from({ length: 20 }, () => 'old'));
    expect(counts(digest('old', 'old', 'fresh'), before)).toEqual([
      ['old', 2],
      ['fresh', 0],
    ]);
  });

  it('that came seldom came', () => {
    const { groups } = compareErrors(digest('old'), digest('old'), { nowMs: 1, beforeMs: 1e9 });
    expect(groups[0]?.beforeCount).toBeGreaterThan(0);
  });

  it('do not say never when the baseline had more groups than are told apart', () => {
    const word = (i: number) => [...String(i)].map((n) => 'abcdefghij'[Number(n)]).join('');
    const before = digest(...Array.from({ length: 1_100 }, (_, i) => `${word(i)}x`));
    expect(counts(digest('fresh'), before)).toEqual([['fresh', undefined]]);
  });

  it('say nothing where a length is missing', () => {
    const now = digest('x');
    expect(compareErrors(now, now, { nowMs: 0, beforeMs: 5 })).toBe(now);
  });
});
