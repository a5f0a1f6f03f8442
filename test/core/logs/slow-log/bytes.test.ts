import { describe, expect, it } from 'vitest';
import {
  readDecimal,
  readWhole,
  skipSpace,
  trimEnd,
} from '../../../../src/core/logs/slow-log/bytes.ts';
import { momentAt, oldMomentAt } from '../../../../src/core/logs/slow-log/moment.ts';
import { createNames } from '../../../../src/core/logs/slow-log/names.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('a number in bytes', () => {
  it.each([
    ['0', 0],
    ['00726223', 726_223],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['9007199254740993', -1],
    ['18446744073709551615', -1],
    ['-1', -1],
    ['1a', -1],
    ['', -1],
  ])('%j is the whole number %d', (text, value) => {
    expect(readWhole(bytesOf(text), 0, text.length)).toBe(value);
  });

  it.each([
    ['0.003464', 3_464],
    ['2', 2_000_000],
    ['0.1', 100_000],
    ['0.1234565', 123_457],
    ['0.1234564999', 123_456],
    ['0.9999999', 1_000_000],
    ['86400.000001', 86_400_000_001],
    ['18446744073708.796870', -1],
    ['.5', 500_000],
    ['5.', 5_000_000],
    ['.', -1],
    ['', -1],
    ['-0.1', -1],
    ['1e3', -1],
    ['1.2.3', -1],
  ])('%j seconds are %d microseconds', (text, value) => {
    expect(readDecimal(bytesOf(text), 0, text.length, 6)).toBe(value);
  });

  it('is found between spaces', () => {
    const bytes = bytesOf(' \t12\r\n');
    expect([skipSpace(bytes, 0, bytes.length), trimEnd(bytes, 0, bytes.length)]).toEqual([2, 4]);
    expect(trimEnd(bytesOf('  '), 0, 2)).toBe(0);
  });
});

describe('a moment in bytes', () => {
  const read = (text: string) => momentAt(bytesOf(text), 0, text.length);

  it.each([
    ['2016-07-20T18:13:25.698433Z', '2016-07-20T18:13:25.698Z'],
    ['2016-07-20T18:13:25.6984331234Z', '2016-07-20T18:13:25.698Z'],
    ['2016-07-20T18:13:25.5+08:00', '2016-07-20T10:13:25.500Z'],
    ['2016-07-20T18:13:25-0330', '2016-07-20T21:43:25.000Z'],
    ['2016-07-20T18:13:25+09', '2016-07-20T09:13:25.000Z'],
    ['2026-11-22 07:34:22.123 UTC', '2026-11-22T07:34:22.123Z'],
    ['2026-11-22 07:34:22 GMT', '2026-11-22T07:34:22.000Z'],
    ['2026-11-22 07:34:22', '2026-11-22T07:34:22.000Z'],
    ['2026-11-22 07:34:22,5 UTC:app@db', '2026-11-22T07:34:22.500Z'],
  ])('is read from %j', (text, iso) => {
    expect(new Date(read(text)).toISOString()).toBe(iso);
  });

  it.each([
    '2026-11-22 07:34:22 KST',
    '2026-13-22 07:34:22',
    '2026-11-22 27:34:22',
    '2026-11-22',
    '2026-11-22T07:34',
    '2026/11/22 07:34:22',
    'margdl 11:48:27',
    '',
  ])('is none in %j', (text) => {
    expect(read(text)).toBeNaN();
  });

  it('ends where the range ends', () => {
    expect(momentAt(bytesOf('2026-11-22 07:34:22'), 0, 18)).toBeNaN();
  });

  it.each([
    ['071015 21:43:52', Date.UTC(2007, 9, 15, 21, 43, 52)],
    ['071015  1:43:52', Date.UTC(2007, 9, 15, 1, 43, 52)],
    ['071015 1:43:52', Date.UTC(2007, 9, 15, 1, 43, 52)],
    ['071315 21:43:52', Number.NaN],
    ['071015', Number.NaN],
    ['margdl 11:48:27', Number.NaN],
  ])('of an old MySQL is read from %j', (text, at) => {
    expect(oldMomentAt(bytesOf(text), 0, text.length)).toBe(at);
  });
});

describe('names in bytes', () => {
  it('are read as UTF-8, broken or not, and cut at the longest a database allows', () => {
    const names = createNames();
    const read = (bytes: Uint8Array) => names(bytes, 0, bytes.length);
    expect(read(bytesOf('앱'))).toBe('앱');
    expect(read(Uint8Array.of(0x61, 0xe9, 0x62))).toBe('a\ufffdb');
    expect(read(bytesOf(''))).toBe('');
    expect(read(bytesOf('x'.repeat(1_000)))).toHaveLength(255);
  });

  it('stay right when there are more than can be remembered', () => {
    const names = createNames();
    for (const round of [1, 2]) {
      for (let i = 0; i < 6_000; i++) {
        const bytes = bytesOf(`..host-${i}`);
        if (names(bytes, 2, bytes.length) !== `host-${i}`) expect.fail(`${round}: host-${i}`);
      }
    }
  });
});
