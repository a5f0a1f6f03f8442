import { OutsideError } from '../../core/kit/outside-error.ts';
import { type LogFileRequest, type Portion, readPortion, readTail } from './log-portion.ts';

interface LogFileReading {
  /** In the order of the file. */
  readonly texts: readonly string[];
  readonly bytes: number;
  /** What is not in it, in words; empty when all that was asked for is. */
  readonly notes: readonly string[];
}

/** A notice of what one answer holds at most; enough pages for the most bytes ever asked for. */
const mostPortions = 64;

/** Reads a whole file, from its beginning. */
export async function readWholeFile(
  request: LogFileRequest,
  listedBytes: number,
): Promise<LogFileReading> {
  const reading = await readForward(request, '0');
  const isShrunk = reading.notes.length === 0 && reading.bytes < listedBytes * 0.9;
  return isShrunk
    ? { ...reading, notes: [`it is smaller than listed: emptied, or its end lost in a restart`] }
    : reading;
}

/**
 * Reads the end of a long file, up to `mostBytes` of it, and no further back than `fromAt`. RDS gives
 * the last megabyte only; before that an offset is put into the marker it gave, which is believed
 * when the answer's own marker goes on from there.
 */
export async function readFileEnd(
  request: LogFileRequest,
  wanted: { mostBytes: number; listedBytes: number; fromAt: number },
): Promise<LogFileReading> {
  const tail = await readTail(request);
  const tailBytes = Buffer.byteLength(tail.text);
  const onlyTail = {
    texts: [tail.text],
    bytes: tailBytes,
    notes: [`its last ${megabytes(tailBytes)} of ${megabytes(wanted.listedBytes)} only`],
  };
  if (reachesBack(tail.text, wanted.fromAt)) return { ...onlyTail, notes: [] };
  const end = splitMarker(tail.marker);
  if (!end || wanted.mostBytes <= tailBytes) return onlyTail;
  const start = Math.max(0, end.offset - wanted.mostBytes);
  const before = await readForward(request, `${end.file}:${start}`, end);
  if (before.bytes === 0) return onlyTail;
  const isWhole = before.notes.length === 0;
  return {
    // When the way to the end was cut short, the end itself is there all the same.
    texts: isWhole
      ? before.texts
      : [...before.texts, withoutFirst(tail.text, start + before.bytes - (end.offset - tailBytes))],
    bytes: before.bytes,
    notes: reachesBack(before.texts[0] ?? '', wanted.fromAt)
      ? before.notes
      : [
          `its last ${megabytes(before.bytes)} of ${megabytes(wanted.listedBytes)} only`,
          ...before.notes,
        ],
  };
}

interface Marker {
  readonly file: string;
  readonly offset: number;
}

async function readForward(
  request: LogFileRequest,
  from: string,
  end?: Marker,
): Promise<LogFileReading> {
  const texts: string[] = [];
  const notes: string[] = [];
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
      if (!(error instanceof OutsideError) || (texts.length === 0 && !end)) throw error;
      notes.push(request.deadline.signal.aborted ? 'the time was up' : error.message);
      break;
    }
    if (end && !isAhead(portion.marker, marker, end)) break;
    texts.push(portion.text);
    bytes += Buffer.byteLength(portion.text);
    if (portion.hasCutLine) notes.push('a line over 1 MB was cut by RDS');
    const next = portion.marker;
    if (!portion.isMorePending || !next || isAtEnd(next, end)) break;
    if (next === marker) {
      notes.push('RDS gave the same marker twice');
      break;
    }
    marker = next;
  }
  return { texts, bytes, notes };
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

/** What was read twice counts once. */
function withoutFirst(text: string, bytes: number): string {
  return bytes <= 0 ? text : Buffer.from(text).subarray(bytes).toString('utf8');
}

const firstTime = /^(?:# Time: )?(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)/m;

/** Does this text begin before that moment? By its first time; RDS servers keep UTC. */
function reachesBack(text: string, at: number): boolean {
  const [, day, time] = firstTime.exec(text) ?? [];
  return day !== undefined && Date.parse(`${day}T${time}Z`) <= at;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
