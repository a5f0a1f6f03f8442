import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

/** Larger pieces are no faster, smaller ones are. */
const pieceBytes = 1024 * 1024;

/** A file as it lies there, packed or not. */
export interface RawFile {
  /** Absent for a pipe. */
  readonly size?: number;
  /** To be iterated once; each piece is good until the next is asked for. Throws as a read stream does. */
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** Opens a file, `-` for standard input. Throws as `openSync` does. */
export function openRawFile(path: string): RawFile {
  const fd = path === '-' ? 0 : openSync(path, 'r');
  const stat = fstatSync(fd);
  if (stat.isFile() || stat.isDirectory()) return { size: stat.size, pieces: readAll(fd) };
  if (path === '-') return { pieces: process.stdin };
  return { pieces: createReadStream('', { fd, highWaterMark: pieceBytes }) };
}

/** Reads without Node's thread pool, which at this size costs more than it hides. */
async function* readAll(fd: number): AsyncGenerator<Uint8Array> {
  const piece = new Uint8Array(pieceBytes);
  try {
    for (;;) {
      const length = readSync(fd, piece, 0, pieceBytes, null);
      if (length === 0) return;
      yield piece.subarray(0, length);
      // Signals are heard in turns of the event loop.
      await setImmediate();
    }
  } finally {
    closeSync(fd);
  }
}
