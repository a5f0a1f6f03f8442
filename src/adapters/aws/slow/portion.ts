import { DownloadDBLogFilePortionCommand } from '@aws-sdk/client-rds';
import type { AwsClients } from '../clients.ts';
import { type Deadline, patiently } from '../deadline.ts';
import { calling } from '../errors.ts';
import { splitElement } from './element.ts';
import { readRaw } from './raw-body.ts';

export interface LogFileRequest {
  readonly clients: AwsClients;
  readonly region: string;
  readonly instance: string;
  readonly file: string;
  readonly deadline: Deadline;
  /** What closes a cut line in this log's grammar, so that the next record is not taken into it. */
  readonly cutEnd: string;
}

export interface Portion {
  readonly bytes: Buffer;
  readonly marker: string | undefined;
  readonly isMorePending: boolean;
  /** One line was longer than an answer can be; its end is lost. */
  readonly hasCutLine: boolean;
}

/**
 * At most 1 MB and 10 000 lines come at once. At 1 MB the last line is cut, this notice put after
 * it, and the marker set past the whole line.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DownloadDBLogFilePortion.html
 */
const notice = Buffer.from('[Your log message was truncated]');
/** How often a cut portion is asked for again with fewer lines before the line is given up. */
const cutRetries = 3;
const newline = 0x0a;
const blank = 0x20;

/** The end of a file: its last lines, up to 10 000 or 1 MB. */
export async function readTail(request: LogFileRequest): Promise<Portion> {
  const answer = await download(request, {});
  return { ...answer, bytes: withoutNotices(answer.bytes, '\n'), hasCutLine: false };
}

/**
 * What stands at a marker ("0" is the beginning: left out, paging ends early). A line cut at 1 MB is
 * put off to the next portion, by asking again for just the lines before it.
 */
export async function readPortion(request: LogFileRequest, marker: string): Promise<Portion> {
  let answer = await download(request, { Marker: marker });
  for (let tries = 0; tries < cutRetries && cutAt(answer.bytes) !== undefined; tries++) {
    const wholeLines = linesBefore(answer.bytes, cutAt(answer.bytes) ?? 0);
    if (wholeLines === 0) break;
    answer = await download(request, { Marker: marker, NumberOfLines: wholeLines });
    // Fewer lines were asked for than there are, whatever the answer says of it.
    if (cutAt(answer.bytes) === undefined) answer = { ...answer, isMorePending: true };
  }
  const hasCutLine = cutAt(answer.bytes) !== undefined;
  return { ...answer, bytes: withoutNotices(answer.bytes, request.cutEnd), hasCutLine };
}

async function download(
  { clients, region, instance, file, deadline }: LogFileRequest,
  where: { Marker?: string; NumberOfLines?: number },
): Promise<Omit<Portion, 'hasCutLine'>> {
  const attempt = async () => {
    const command = new DownloadDBLogFilePortionCommand({
      DBInstanceIdentifier: instance,
      LogFileName: file,
      ...where,
    });
    let pieces: readonly Uint8Array[] | undefined;
    readRaw(command, async (body) => {
      const split = await splitElement(body, 'LogFileData');
      pieces = split.taken;
      return split.rest;
    });
    const answer = await clients.rds(region).send(command, { abortSignal: deadline.signal });
    return { ...answer, bytes: Buffer.concat(pieces ?? [Buffer.from(answer.LogFileData ?? '')]) };
  };
  const answer = await patiently(deadline, () =>
    calling({ operation: 'rds:DownloadDBLogFilePortion', subject: `${instance} ${file}` }, attempt),
  );
  return {
    bytes: answer.bytes,
    marker: answer.Marker,
    isMorePending: answer.AdditionalDataPending === true,
  };
}

/** Where the last line was cut: the notice ends the bytes. */
function cutAt(bytes: Buffer): number | undefined {
  const at = bytes.lastIndexOf(notice);
  if (at < 0) return undefined;
  const after = bytes.length - at - notice.length;
  return after === 0 || (after === 1 && bytes[bytes.length - 1] === newline)
    ? noticeStart(bytes, at)
    : undefined;
}

/** The newline and the blank before it are of the notice too. */
function noticeStart(bytes: Buffer, at: number): number {
  const start = bytes[at - 1] === blank ? at - 1 : at;
  return bytes[start - 1] === newline ? start - 1 : start;
}

function linesBefore(bytes: Buffer, end: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(newline); at >= 0 && at < end; at = bytes.indexOf(newline, at + 1)) {
    lines++;
  }
  return lines;
}

/** The last one's place takes `cutEnd`; others may stand in the middle of a text. */
function withoutNotices(bytes: Buffer, cutEnd: string): Buffer {
  const last = cutAt(bytes);
  const pieces: Buffer[] = [];
  let done = 0;
  for (let at = bytes.indexOf(notice); at >= 0; at = bytes.indexOf(notice, done)) {
    const start = Math.max(done, noticeStart(bytes, at));
    pieces.push(bytes.subarray(done, start), Buffer.from(start === last ? cutEnd : '\n'));
    done = at + notice.length;
    if (bytes[done] === newline) done++;
  }
  return pieces.length === 0 ? bytes : Buffer.concat([...pieces, bytes.subarray(done)]);
}
