import { isDigit, readWhole } from './bytes.ts';
import { momentAt } from './moment.ts';
import { createSameBytes, knownBytes } from './same-bytes.ts';

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

/** Finds time stamps; remembers the last, since most lines have the second of the one before. */
export interface Stamps {
  /** Where the stamp that begins at `from` ends, if it is the last one again; else `from`. */
  skip(bytes: Uint8Array, from: number): number;
  /** The first stamp between `from` and `to`. */
  find(bytes: Uint8Array, from: number, to: number, stamp: Stamp): boolean;
}

export function createStamps(): Stamps {
  const isSame = createSameBytes();
  let last = knownBytes(new Uint8Array(0), 0, 0);
  let lastAt = Number.NaN;

  function skip(bytes: Uint8Array, from: number): number {
    const end = from + last.byteLength;
    return isSame(last, bytes, from) && !continuesZone(bytes[end] ?? 0) ? end : from;
  }

  return {
    skip,
    find(bytes, from, to, stamp) {
      const end = skip(bytes, from);
      if (end > from && end <= to) {
        stamp.from = from;
        stamp.to = end;
        stamp.at = lastAt;
        return true;
      }
      if (!findStamp(bytes, from, to, stamp)) return false;
      if (stamp.from === from && isCapital(bytes[stamp.to - 1])) {
        last = knownBytes(bytes, from, stamp.to);
        lastAt = stamp.at;
      }
      return true;
    },
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
