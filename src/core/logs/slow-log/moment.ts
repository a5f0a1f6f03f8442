import { ascii, isDigit, readWhole, startsWith } from './bytes.ts';

/**
 * Epoch milliseconds of the time stamp that begins at `from`, in any form a database server writes:
 * `2016-07-20T18:13:25.698433Z`, `…+08:00`, `2026-11-22 07:34:22.123 UTC`; without a zone it is
 * read as UTC. NaN where there is none, or where the zone is a name other than UTC: the same
 * letters mean different hours in different countries.
 */
export function momentAt(bytes: Uint8Array, from: number, to: number): number {
  const year = digitsAt(bytes, from, to, 4);
  const month = digitsAt(bytes, from + 5, to, 2);
  const day = digitsAt(bytes, from + 8, to, 2);
  const between = bytes[from + 10];
  if (year < 0 || bytes[from + 4] !== dash || bytes[from + 7] !== dash) return Number.NaN;
  if (between !== 0x54 && between !== blank) return Number.NaN;
  const whole = wallTime(year, month, day, bytes, from + 11, to);
  let at = from + 19;
  let fraction = 0;
  if (at < to && (bytes[at] === 0x2e || bytes[at] === 0x2c) && isDigit(bytes[at + 1])) {
    at++;
    for (let worth = 100; at < to && isDigit(bytes[at]); at++, worth = Math.floor(worth / 10))
      fraction += worth * ((bytes[at] ?? 0) - 0x30);
  }
  return whole + fraction - offsetAt(bytes, at, to);
}

/**
 * The old MySQL time `071015  1:43:52`, whose hour is padded with a blank. It is the server's local
 * time without a zone; RDS runs in UTC unless told otherwise, so it is read as UTC.
 */
export function oldMomentAt(bytes: Uint8Array, from: number, to: number): number {
  const year = digitsAt(bytes, from, to, 2);
  const month = digitsAt(bytes, from + 2, to, 2);
  const day = digitsAt(bytes, from + 4, to, 2);
  if (year < 0 || bytes[from + 6] !== blank) return Number.NaN;
  const isPadded = bytes[from + 7] === blank;
  // `071015 1:43:52`: an hour of one digit behind one blank only.
  const at = !isPadded && bytes[from + 8] === colon ? from + 6 : from + 7;
  return wallTime(2000 + year, month, day, bytes, at, to);
}

const blank = 0x20;
const colon = 0x3a;
const dash = 0x2d;
const minuteMs = 60_000;
const utcNames = ['Z', 'z', 'UTC', 'GMT'].map(ascii);

/** `hh:mm:ss` at `from`, on that day; the first digit of the hour may be a blank. */
function wallTime(
  year: number,
  month: number,
  day: number,
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  const hour =
    bytes[from] === blank ? digitsAt(bytes, from + 1, to, 1) : digitsAt(bytes, from, to, 2);
  const minute = digitsAt(bytes, from + 3, to, 2);
  const second = digitsAt(bytes, from + 6, to, 2);
  if (bytes[from + 2] !== colon || bytes[from + 5] !== colon) return Number.NaN;
  if (month < 1 || month > 12 || day < 1 || day > 31) return Number.NaN;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
    return Number.NaN;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Milliseconds east of UTC of the zone at `from`; NaN where it is an unknown one. */
function offsetAt(bytes: Uint8Array, from: number, to: number): number {
  const at = bytes[from] === blank && from < to ? from + 1 : from;
  const sign = at < to ? bytes[at] : undefined;
  if (sign === 0x2b || sign === dash) {
    const hours = digitsAt(bytes, at + 1, to, 2);
    const minutes = digitsAt(bytes, bytes[at + 3] === colon ? at + 4 : at + 3, to, 2);
    if (hours < 0) return Number.NaN;
    return (sign === dash ? -1 : 1) * (hours * 60 + Math.max(0, minutes)) * minuteMs;
  }
  let end = at;
  while (end < to && isLetter(bytes[end])) end++;
  const length = end - at;
  const isUtc =
    length === 0 || utcNames.some((n) => n.length === length && startsWith(bytes, at, to, n));
  return isUtc ? 0 : Number.NaN;
}

/** The number of exactly `count` digits at `from`; -1 where they are not all digits. */
function digitsAt(bytes: Uint8Array, from: number, to: number, count: number): number {
  return from + count <= to ? readWhole(bytes, from, from + count) : -1;
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}
