import { describe, expect, it } from 'vitest';
import { slowReport } from '../../../src/core/briefing/slow-report.ts';
import { wordsOf } from '../../../src/core/briefing/words/words.ts';
import { words } from '../../support/points-world.ts';
import { slowClass, slowEvidence } from './slow-evidence.ts';

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
