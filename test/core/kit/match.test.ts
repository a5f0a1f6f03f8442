import { expect, test } from 'vitest';
import { matchesAny, matchesName } from '../../../src/core/kit/match.ts';

test.each([
  ['points-api-*', 'points-api-5xx', true],
  ['points-api-*', 'points-api-', true],
  ['points-api-*', 'points-ap', false],
  ['points', 'points', true],
  ['points', 'points-api', false],
  ['Points', 'points', false],
  ['*', '', true],
  ['', '', true],
  ['', 'a', false],
  ['*-5xx', 'api-5xx', true],
  ['*-5xx', 'api-5xx-high', false],
  ['a*b*c', 'aXbYbZc', true],
  ['a*b*c', 'acb', false],
  ['ab*ba', 'aba', false],
  ['a**b', 'ab', true],
  ['[api].+', '[api].+', true],
  ['[api].+', 'apix', false],
  ['결제*', '결제-오류', true],
])('the pattern %s on %s: %s', (pattern, text, expected) => {
  expect(matchesName(pattern, text)).toBe(expected);
});

test('agrees with a regular expression on every short pattern and text', () => {
  const words = (letters: string, length: number): string[] =>
    length === 0
      ? ['']
      : words(letters, length - 1).flatMap((w) => [w, ...[...letters].map((c) => w + c)]);
  const texts = [...new Set(words('ab', 5))];
  for (const pattern of new Set(words('ab*', 4))) {
    const slow = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
    for (const text of texts) {
      expect(matchesName(pattern, text), `${pattern} on ${text}`).toBe(slow.test(text));
    }
  }
});

test('a hostile pattern is answered without backtracking', () => {
  expect(matchesName(`${'a*'.repeat(2000)}b`, 'a'.repeat(10_000))).toBe(false);
});

test('any of several patterns will do', () => {
  expect(matchesAny(['x*', 'points-*'], 'points-api')).toBe(true);
  expect(matchesAny([], 'points-api')).toBe(false);
});
