import { describe, expect, it } from 'vitest';
import { slowPicture } from '../../../src/core/briefing/pictures/slow.ts';
import { slowReport } from '../../../src/core/briefing/slow-report.ts';
import { wordsOf } from '../../../src/core/briefing/words/words.ts';
import { monday, opened, play, words } from '../../support/points-world.ts';
import { slowClass, slowEvidence } from './slow-evidence.ts';

const incident = play([opened]).dossier;
const minute = 60_000;

describe('the picture of slow queries', () => {
  const drawn = (classes = [slowClass()]) =>
    slowPicture(
      { ...incident, evidence: { 'slow-queries': slowEvidence({}, classes) } },
      words,
      'Asia/Seoul',
    );

  it('is the load by query, a minute each, with the onset marked', () => {
    expect(drawn()).toMatchObject({
      zone: 'Asia/Seoul',
      fromAt: monday - 30 * minute,
      toAt: monday,
      marks: [{ at: monday, kind: 'onset' }],
      panels: [
        {
          form: 'stack',
          unit: 'ms',
          series: [
            {
              label: 'SELECT point_transactions',
              points: [
                { at: monday - 5 * minute, value: 30_000 },
                { at: monday - 4 * minute, value: 60_000 },
              ],
            },
          ],
        },
      ],
    });
  });

  it('shows the five that cost most and the sum of all others', () => {
    const many = Array.from({ length: 8 }, (_, k) =>
      slowClass({ tables: [`t${k}`], timeMs: { ...slowClass().timeMs, total: k } }),
    );
    const series = drawn(many)?.panels[0]?.series ?? [];
    expect(series.map(({ label }) => label)).toEqual([
      ...[7, 6, 5, 4, 3].map((k) => `SELECT t${k}`),
      '3 other kinds',
    ]);
    expect(series.at(-1)?.points[0]?.value).toBe(90_000);
  });

  it('is none where no minute is known', () => {
    const { minutes: _, ...unknown } = slowClass();
    expect(drawn([unknown])).toBeUndefined();
    expect(slowPicture(incident, words, 'UTC')).toBeUndefined();
  });
});

describe('the list of slow queries', () => {
  const wide = slowClass({ fingerprint: `select ${'a_very_long_column, '.repeat(200)} from t` });

  it('has every kind with its numbers, its change, its likely reason and its shape', () => {
    const change = {
      kind: 'slower',
      beforeCount: 28,
      beforeTotalMs: 9,
      beforeP95Ms: 400,
      costMs: 80_000,
    } as const;
    const text = slowReport(slowEvidence({}, [slowClass({ change })]), words, 'Asia/Seoul') ?? '';
    expect(text).toContain('1. SELECT point_transactions');
    expect(text).toContain('30× · 90.0 s in all · 80 % of slow time');
    expect(text).toContain('slower; before 28×, p95 400 ms');
    expect(text).toContain('→ likely: no index for member_id');
    expect(text.replace(/\n\s+/g, ' ')).toContain(slowClass().fingerprint);
  });

  it.each(['en', 'ko'] as const)('is never wider than a phone shows: %s', (language) => {
    const evidence = slowEvidence({ partial: '한글 '.repeat(60) }, [wide, slowClass()]);
    const text = slowReport(evidence, wordsOf(language), 'Asia/Seoul') ?? '';
    for (const line of text.split('\n')) {
      const width = [...line].reduce((sum, letter) => sum + (letter >= '\u1100' ? 2 : 1), 0);
      expect(width, line).toBeLessThanOrEqual(60);
    }
  });

  it('shows an example with its values where one was kept', () => {
    const shown = (example?: string) =>
      slowReport(slowEvidence({}, [slowClass(example ? { example } : {})]), words, 'UTC');
    expect(shown('select 7 from t')).toContain('example: select 7 from t');
    expect(shown()).not.toContain('example');
  });

  it('is ordered by what it costs beyond the baseline, where there is one', () => {
    const cost = (costMs: number, table: string) =>
      slowClass({
        tables: [table],
        change: { kind: 'more-often', beforeCount: 1, beforeTotalMs: 1, costMs },
      });
    const baseline = { is: 'day-before', window: { fromAt: 0, toAt: 1 } } as const;
    const text = slowReport(slowEvidence({ baseline }, [cost(1, 'a'), cost(9, 'b')]), words, 'UTC');
    expect(text).toMatch(/1\. SELECT b[\s\S]*2\. SELECT a/);
  });

  it('holds no control characters and is bounded', () => {
    const hostile = slowClass({ fingerprint: `select \u001b[31m \u0000 ${'x'.repeat(100_000)}` });
    const text = slowReport(slowEvidence({}, [hostile]), words, 'UTC') ?? '';
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(text.length).toBeLessThan(3_000);
  });

  it('is none where nothing was slow', () => {
    expect(slowReport(slowEvidence({}, []), words, 'UTC')).toBeUndefined();
  });
});
