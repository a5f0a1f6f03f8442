import { describe, expect, it } from 'vitest';
import { diagnoses as en } from '../../../src/core/briefing/diagnoses/en.ts';
import { diagnoses as ko } from '../../../src/core/briefing/diagnoses/ko.ts';
import { diagnosisIds } from '../../../src/core/logs/error-traces/catalogue/diagnosis-id.ts';

describe.each([
  ['English', en],
  ['Korean', ko],
])('the words for diagnoses in %s', (_language, diagnoses) => {
  it('name all of them, each by a name of its own', () => {
    expect(Object.keys(diagnoses).toSorted()).toEqual([...diagnosisIds].toSorted());
    const names = Object.values(diagnoses).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('fit a phone', () => {
    for (const { name, is, usually, check } of Object.values(diagnoses)) {
      expect(name.length).toBeLessThanOrEqual(60);
      expect(is.length).toBeLessThanOrEqual(120);
      expect(usually.length).toBeLessThanOrEqual(160);
      expect(check.length).toBeLessThanOrEqual(3);
    }
  });
});

describe('the words for diagnoses', () => {
  it('tell the same number of things to check in both languages', () => {
    for (const id of diagnosisIds)
      expect([id, ko[id].check.length]).toEqual([id, en[id].check.length]);
  });

  it('are Korean in Korean', () => {
    for (const { name, is, usually } of Object.values(ko))
      for (const text of [name, is, usually]) expect(text).toMatch(/[가-힣]/);
  });
});
