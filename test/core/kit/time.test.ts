import { describe, expect, test } from 'vitest';
import {
  addDays,
  isDate,
  isZone,
  lengthText,
  localInstant,
  localText,
  parseLength,
  parseMoment,
  weekdayOf,
} from '../../../src/core/kit/time.ts';

test.each([
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['2h', 7_200_000],
  ['1d', 86_400_000],
  ['0m', 0],
  ['1.5h', undefined],
  ['30', undefined],
  ['30 m', undefined],
  ['m', undefined],
  ['-5m', undefined],
  ['', undefined],
])('the length %s is %s ms', (text, ms) => {
  expect(parseLength(text)).toBe(ms);
});

test.each(['90s', '30m', '2h', '1d', '25h', '0s'])('%s is written back as it was', (text) => {
  expect(lengthText(parseLength(text)!)).toBe(text);
});

test('knows zones by name and nothing else', () => {
  expect(['Asia/Seoul', 'Australia/Lord_Howe', 'UTC'].map(isZone)).toEqual([true, true, true]);
  expect(['Asia/Soul', '+09:00', '', 'Seoul time'].map(isZone)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test('knows which days exist', () => {
  expect(['2026-11-02', '2028-02-29'].map(isDate)).toEqual([true, true]);
  expect(['2026-02-29', '2026-13-01', '26-1-1', '2026-11-02T10:00'].map(isDate)).not.toContain(
    true,
  );
});

test('counts days over the ends of months and years', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  expect([weekdayOf('2026-11-02'), weekdayOf('2026-11-08')]).toEqual([1, 7]);
});

describe('a local time becomes an instant', () => {
  test.each([
    ['an ordinary one', '2026-11-02', '10:00', 'Asia/Seoul', '2026-11-02T01:00:00Z'],
    ['one the clock skips', '2026-03-29', '01:30', 'Europe/London', '2026-03-29T01:00:00Z'],
    ['one it shows twice', '2026-10-25', '01:30', 'Europe/London', '2026-10-25T00:30:00Z'],
    ['skipped in New York', '2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:00:00Z'],
    ['skipped by 30 minutes', '2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
    ['a midnight that is not', '2018-11-04', '00:00', 'America/Sao_Paulo', '2018-11-04T03:00:00Z'],
    ['a midnight that is not', '2026-04-24', '00:00', 'Africa/Cairo', '2026-04-23T22:00:00Z'],
    ['a whole day that is not', '2011-12-30', '12:00', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
  ])('%s: %s %s in %s', (_, date, time, zone, expected) => {
    expect(new Date(localInstant(date, time, zone)).toISOString()).toBe(
      expected.replace('Z', '.000Z'),
    );
  });
});

test('reads a moment with an offset, or a local one in the zone given', () => {
  const tenInSeoul = Date.parse('2026-11-02T01:00:00Z');
  expect(parseMoment('2026-11-02T10:00', 'Asia/Seoul')).toBe(tenInSeoul);
  expect(parseMoment('2026-11-02 10:00', 'Asia/Seoul')).toBe(tenInSeoul);
  expect(parseMoment('2026-11-02T01:00:00Z', 'Asia/Seoul')).toBe(tenInSeoul);
  expect(parseMoment('2026-11-02T10:00+09:00', 'Europe/London')).toBe(tenInSeoul);
  expect(parseMoment('2026-11-02', 'Asia/Seoul')).toBe(tenInSeoul - 10 * 3_600_000);
  expect(parseMoment('tomorrow', 'Asia/Seoul')).toBeUndefined();
  expect(parseMoment('2026-02-30', 'Asia/Seoul')).toBeUndefined();
});

test('writes a moment on the clock of a zone', () => {
  expect(localText(Date.parse('2026-11-02T01:00:00Z'), 'Asia/Seoul')).toBe(
    '2026-11-02 10:00 Asia/Seoul',
  );
});
