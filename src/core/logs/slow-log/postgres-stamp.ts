import { isDigit, readWhole } from './bytes.ts';
import { momentAt } from './moment.ts';

/** A time stamp found in a line: where it stands and which moment it is. */
export interface Stamp {
  from: number;
  to: number;
  /** Epoch milliseconds; NaN where there is none or its zone is not known. */
  at: number;
}

/**
 * Zones PostgreSQL writes by name, minutes east of UTC. Only names that mean one offset wherever
 * they are used: CST, IST, BST or PST are the hours of several countries and stay unknown.
 */
const zones: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  WEST: 60,
  CET: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  JST: 540,
  KST: 540,
  EST: -300,
  EDT: -240,
};

/** Finds time stamps line by line; remembers the last, since most lines have the second of the one before. */
export function createStamps(): (
  bytes: Uint8Array,
  from: number,
  to: number,
  stamp: Stamp,
) => boolean {
  const last = new Uint8Array(40);
  let length = 0;
  let lastAt = Number.NaN;

  function isLast(bytes: Uint8Array, from: number, to: number): boolean {
    if (length === 0 || from + length > to) return false;
    for (let i = length - 1; i >= 0; i--) if (bytes[from + i] !== last[i]) return false;
    return !continuesZone(bytes[from + length] ?? 0);
  }

  return (bytes, from, to, stamp) => {
    if (isLast(bytes, from, to)) {
      stamp.from = from;
      stamp.to = from + length;
      stamp.at = lastAt;
      return true;
    }
    if (!findStamp(bytes, from, to, stamp)) return false;
    if (stamp.from === from && stamp.to - from <= last.length && isCapital(bytes[stamp.to - 1])) {
      length = stamp.to - from;
      for (let i = 0; i < length; i++) last[i] = bytes[from + i] ?? 0;
      lastAt = stamp.at;
    }
    return true;
  };
}

/**
 * The first time stamp between `from` and `to`: `%t`, `%m`, the ISO form of a syslog, or, as `%n`,
 * seconds since the epoch.
 */
function findStamp(bytes: Uint8Array, from: number, to: number, stamp: Stamp): boolean {
  for (let at = from; at + 14 <= to; at++) {
    if (!isDigit(bytes[at]) || (at > from && isDigit(bytes[at - 1]))) continue;
    if (isWall(bytes, at, to)) return readWall(bytes, at, to, stamp);
    if (isEpoch(bytes, at, to)) {
      stamp.from = at;
      stamp.to = at + 14;
      stamp.at = readWhole(bytes, at, at + 10) * 1_000 + readWhole(bytes, at + 11, at + 14);
      return true;
    }
  }
  return false;
}

/** Does `YYYY-MM-DD HH:MM:SS` stand at `at`? */
export function isWall(bytes: Uint8Array, at: number, to: number): boolean {
  return at + 19 <= to && bytes[at + 4] === 0x2d && !Number.isNaN(momentAt(bytes, at, at + 19));
}

function isEpoch(bytes: Uint8Array, at: number, to: number): boolean {
  return (
    bytes[at + 10] === 0x2e &&
    (at + 14 === to || !isDigit(bytes[at + 14])) &&
    readWhole(bytes, at, at + 10) >= 0 &&
    readWhole(bytes, at + 11, at + 14) >= 0
  );
}

function readWall(bytes: Uint8Array, at: number, to: number, stamp: Stamp): boolean {
  let end = at + 19;
  if ((bytes[end] === 0x2e || bytes[end] === 0x2c) && isDigit(bytes[end + 1])) {
    for (end++; end < to && isDigit(bytes[end]); ) end++;
  }
  const isIso = bytes[at + 10] === 0x54;
  const zoneFrom = !isIso && bytes[end] === 0x20 ? end + 1 : end;
  const zoneTo = endOfZone(bytes, zoneFrom, to, isIso);
  const east = zoneTo === zoneFrom ? 0 : zoneMinutes(bytes, zoneFrom, zoneTo);
  stamp.from = at;
  stamp.to = zoneTo === zoneFrom ? end : zoneTo;
  stamp.at = momentAt(bytes, at, end) - east * 60_000;
  return true;
}

/** `UTC`, `CEST`, `+09`, `-0330`; with a colon only in the ISO form, for `%t:` puts one after it. */
function endOfZone(bytes: Uint8Array, from: number, to: number, isIso: boolean): number {
  let at = from;
  if (bytes[at] === 0x2b || bytes[at] === 0x2d) {
    for (at++; at < to && at < from + 6; at++) {
      if (!isDigit(bytes[at]) && !(isIso && bytes[at] === 0x3a && at === from + 3)) break;
    }
    return at >= from + 3 ? at : from;
  }
  while (at < to && at < from + 6 && isCapital(bytes[at])) at++;
  // A word that runs on is no zone: without `%t`'s zone the next thing is a name or the level.
  return continuesZone(bytes[at] ?? 0) ? from : at;
}

function continuesZone(byte: number): boolean {
  return (
    isCapital(byte) ||
    isDigit(byte) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x5f ||
    byte === 0x40
  );
}

function zoneMinutes(bytes: Uint8Array, from: number, to: number): number {
  const zone = String.fromCharCode(...bytes.subarray(from, to));
  const sign = zone[0] === '-' ? -1 : 1;
  if (zone[0] === '-' || zone[0] === '+') {
    const bare = zone.slice(1).replace(':', '');
    return sign * (Number(bare.slice(0, 2)) * 60 + Number(bare.slice(2) || '0'));
  }
  return Object.hasOwn(zones, zone) ? (zones[zone] ?? Number.NaN) : Number.NaN;
}

function isCapital(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x41 && byte <= 0x5a;
}
