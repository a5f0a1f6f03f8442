import { expect, test } from 'vitest';
import { ago, dayName, dayOf, fillDateFormat } from '../../../src/demo/page/dates.ts';

const seoul = { zone: 'Asia/Seoul', locale: 'en-GB' };
const madrid = { zone: 'Europe/Madrid', locale: 'en-GB' };
const at = Date.UTC(2026, 10, 22, 15, 30);
const hour = 3_600_000;

test('one moment is two days in two zones', () => {
  expect(dayOf(at, seoul)).toBe('2026-11-23');
  expect(dayOf(at, madrid)).toBe('2026-11-22');
});

test.each([
  ['{time_secs}', madrid, '16:30:00'],
  ['{time}', madrid, '16:30'],
  ['{date_short_pretty} at {time}', madrid, 'today at 16:30'],
  ['{date_long}', seoul, 'Monday, 23 November 2026'],
  ['{ago} {nonsense}', madrid, '2 hours ago {nonsense}'],
])('%s', (format, reader, expected) => {
  expect(fillDateFormat(format, at, at + 2 * hour, reader)).toBe(expected);
});

test('days near by have names in the language of the reader', () => {
  expect(dayName(at, at + 24 * hour, madrid)).toBe('yesterday');
  expect(dayName(at, at, { zone: 'Asia/Seoul', locale: 'ko-KR' })).toBe('오늘');
  expect(dayName(at, at + 72 * hour, madrid)).toBe('Sunday 22 November');
  expect(ago(at, at + 90_000, madrid)).toBe('1 minute ago');
});
