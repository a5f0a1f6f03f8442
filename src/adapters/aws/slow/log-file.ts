import { setImmediate as nextTurn } from 'node:timers/promises';
import { OutsideError } from '../../../core/kit/outside-error.ts';
import { type LogFileRequest, type Portion, readPortion, readTail } from './portion.ts';

/** Takes a file's bytes in their order. */
export type TakeBytes = (bytes: Uint8Array) => void;

export interface LogFileReading {
  readonly bytes: number;
  /** What is not in it, in words; empty when all that was asked for is. */
  readonly notes: readonly string[];
  /** There was much less than listed: emptied, rotated away, or its end lost in a restart. */
  readonly isShrunk: boolean;
  /**
   * Its beginning was left out: everything from this moment on was read; Infinity where none can be
   * told, or where it is the end that is missing.
   */
  readonly sinceAt?: number;
}

/** A notice of what one answer holds at most; enough pages for the most bytes ever asked for. */
const mostPortions = 64;
/** Fed to a reader in one go: a fraction of a millisecond's work, then others have their turn. */
export const pieceBytes = 64 * 1024;

/** Reads a whole file, from its beginning. */
export async function readWholeFile(
  request: LogFileRequest,
  listedBytes: number,
  take: TakeBytes,
): Promise<LogFileReading> {
  const reading = await readForward(request, '0', take);
  const isShrunk = reading.notes.length === 0 && reading.bytes < listedBytes * 0.9;
  const { isUnfinished, ...read } = reading;
  return { ...read, isShrunk, ...(isUnfinished ? { sinceAt: Number.POSITIVE_INFINITY } : {}) };
}

/**
 * Reads the end of a long file, up to `mostBytes` of it, and no further back than `fromAt`. RDS gives
 * the last megabyte only; before that an offset is put into the marker it gave, which is believed
 * when the answer's own marker goes on from there.
 */
export async function readFileEnd(
  request: LogFileRequest,
  wanted: { mostBytes: number; listedBytes: number; fromAt: number },
  take: TakeBytes,
): Promise<LogFileReading> {
  const tail = await readTail(request);
  const tailBytes = tail.bytes.length;
  const giveTail = async (read: number, more: readonly string[]): Promise<LogFileReading> => {
    await feed(tail.bytes.subarray(Math.max(0, tailBytes - read)), take);
    return {
      bytes: tailBytes,
      notes: more,
      isShrunk: false,
      ...(more[0] ? sinceOf(tail.bytes) : {}),
    };
  };
  const only = (bytes: number) =>
    `its last ${megabytes(bytes)} of ${megabytes(wanted.listedBytes)} only`;
  if (reachesBack(tail.bytes, wanted.fromAt)) return giveTail(tailBytes, []);
  const end = splitMarker(tail.marker);
  if (!end || wanted.mostBytes <= tailBytes) return giveTail(tailBytes, [only(tailBytes)]);
  const start = Math.max(0, end.offset - wanted.mostBytes);
  let head: Uint8Array | undefined;
  const before = await readForward(
    request,
    `${end.file}:${start}`,
    (bytes) => {
      head ??= bytes.slice();
      take(bytes);
    },
    end,
  );
  if (before.bytes === 0) return giveTail(tailBytes, [only(tailBytes)]);
  // When the way to the end was cut short, the end itself is there all the same.
  if (before.isUnfinished) await giveTail(end.offset - start - before.bytes, []);
  const isEndOnly = !reachesBack(Buffer.from(head ?? []), wanted.fromAt);
  return {
    bytes: before.bytes,
    notes: [...(isEndOnly ? [only(before.bytes)] : []), ...before.notes],
    isShrunk: false,
    ...(before.isUnfinished
      ? sinceOf(tail.bytes)
      : isEndOnly
        ? sinceOf(Buffer.from(head ?? []))
        : {}),
  };
}

interface Marker {
  readonly file: string;
  readonly offset: number;
}

async function readForward(
  request: LogFileRequest,
  from: string,
  take: TakeBytes,
  end?: Marker,
): Promise<{
  readonly bytes: number;
  readonly notes: readonly string[];
  /** It was broken off before the end. */
  readonly isUnfinished: boolean;
}> {
  const notes: string[] = [];
  let isUnfinished = true;
  let bytes = 0;
  let marker = from;
  for (let count = 0; ; count++) {
    if (count >= mostPortions) {
      notes.push(`given up after ${count} portions`);
      break;
    }
    let portion: Portion;
    try {
      portion = await readPortion(request, marker);
    } catch (error) {
      if (!(error instanceof OutsideError) || (count === 0 && !end)) throw error;
      notes.push(request.deadline.signal.aborted ? 'the time was up' : error.message);
      break;
    }
    if (end && !isAhead(portion.marker, marker, end)) break;
    await feed(portion.bytes, take);
    bytes += portion.bytes.length;
    if (portion.hasCutLine) notes.push('a line over 1 MB was cut by RDS');
    const next = portion.marker;
    if (!portion.isMorePending || !next || isAtEnd(next, end)) {
      isUnfinished = false;
      break;
    }
    if (next === marker) {
      notes.push('RDS gave the same marker twice');
      break;
    }
    marker = next;
  }
  return { bytes, notes, isUnfinished };
}

/** A megabyte in small pieces, with a turn of the event loop after each. */
export async function feed(bytes: Uint8Array, take: TakeBytes): Promise<void> {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    take(bytes.subarray(at, at + pieceBytes));
    await nextTurn();
  }
}

/** Was an offset we made up believed? Then the next marker is of the same file and further on. */
function isAhead(next: string | undefined, asked: string, end: Marker): boolean {
  const at = splitMarker(next);
  const from = splitMarker(asked);
  return at?.file === end.file && from !== undefined && at.offset > from.offset;
}

function isAtEnd(next: string, end: Marker | undefined): boolean {
  const at = splitMarker(next);
  return end !== undefined && at !== undefined && at.offset >= end.offset;
}

/** `17:13387550` (PostgreSQL), `2026-11-22.7:13387550` (MySQL). */
function splitMarker(marker: string | undefined): Marker | undefined {
  const [, file, offset] = /^(.*):(\d+)$/.exec(marker ?? '') ?? [];
  return file === undefined ? undefined : { file, offset: Number(offset) };
}

const firstTime = /^(?:# Time: )?(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)/m;

/** The first time a log says; RDS servers keep UTC. */
function firstTimeOf(log: Buffer): number | undefined {
  const [, day, time] = firstTime.exec(log.toString('latin1', 0, pieceBytes)) ?? [];
  return day === undefined ? undefined : Date.parse(`${day}T${time}Z`);
}

function reachesBack(log: Buffer, at: number): boolean {
  return (firstTimeOf(log) ?? Number.POSITIVE_INFINITY) <= at;
}

function sinceOf(log: Buffer): { readonly sinceAt: number } {
  return { sinceAt: firstTimeOf(log) ?? Number.POSITIVE_INFINITY };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
