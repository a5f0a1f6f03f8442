import type { DbLogFile } from './source.ts';

export interface Portion {
  readonly text: string;
  readonly marker: string;
  readonly pending: boolean;
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DownloadDBLogFilePortion.html */
const largestBytes = 1_048_576;
const mostLines = 10_000;
const truncated = '\n [Your log message was truncated]\n';

/**
 * A portion of a log file with the traps of the real call: at 1 MB a line is cut, a notice is put
 * in its place and the marker goes past the whole line, so the rest of it is never seen unless
 * the same marker is asked again with fewer lines.
 */
export function cutPortion(
  file: DbLogFile,
  offset: number,
  lines: number,
): { text: string; end: number } {
  const bytes = file.read();
  let end = Math.min(offset, bytes.length);
  for (let count = 0; count < Math.min(lines, mostLines) && end < bytes.length; count++) {
    const newline = bytes.indexOf(10, end);
    const next = newline === -1 ? bytes.length : newline + 1;
    if (next - offset > largestBytes) {
      const cut = bytes.toString('utf8', offset, offset + largestBytes);
      return { text: cut + truncated, end: next };
    }
    end = next;
  }
  return { text: bytes.toString('utf8', Math.min(offset, bytes.length), end), end };
}

/** Where the last `lines` lines begin. */
function tailOffset(file: DbLogFile, lines: number): number {
  const bytes = file.read();
  let at = bytes.length;
  for (let count = 0; count < lines && at > 0; count++) {
    at = at < 2 ? 0 : bytes.lastIndexOf(10, at - 2) + 1;
  }
  return Math.max(at, bytes.length - largestBytes);
}

/**
 * Reads on from a marker. On a MySQL base name the hour in the marker selects the file: it goes on
 * over one rotation; after two it answers nothing for ever; an hour that was purged reads the live
 * file at that offset. On any other name only the offset counts.
 */
export function readPortion(
  files: readonly DbLogFile[],
  name: string,
  marker: string | undefined,
  lines: number | undefined,
): Portion | undefined {
  const file = files.find((candidate) => candidate.name === name);
  if (!file) return undefined;
  const wanted = Math.max(1, lines ?? mostLines);
  if (marker === undefined) {
    // Without a marker it is the end of the file, and nothing is said to follow.
    const { text, end } = cutPortion(file, tailOffset(file, Math.min(wanted, mostLines)), wanted);
    return { text, marker: `${file.tag}:${end}`, pending: false };
  }
  const [tag, place] = marker.includes(':') ? marker.split(':') : [file.tag, marker];
  const offset = Number(place);
  if (file.live && tag !== file.tag) {
    const rotated = files.find((candidate) => !candidate.live && candidate.tag === tag);
    const newest = files
      .filter((candidate) => !candidate.live && candidate.name.startsWith(`${file.name}.`))
      .at(-1);
    if (rotated && rotated !== newest) return { text: '', marker, pending: false };
    if (rotated) {
      const { text, end } = cutPortion(rotated, offset, wanted);
      const over = end >= rotated.size;
      return { text, marker: over ? `${file.tag}:0` : `${tag}:${end}`, pending: true };
    }
  }
  const { text, end } = cutPortion(file, offset, wanted);
  return { text, marker: `${file.tag}:${end}`, pending: end < file.size };
}
