import { type Terminal, wrongUsage } from '../command.ts';
import { fileProblem } from './file-problem.ts';
import { createProgress } from './progress.ts';
import { unpack } from './unpack.ts';

/** Takes the text of one file in pieces of any size, each to be copied where it is kept. */
export interface PieceTaker {
  push(piece: Uint8Array): void;
  /** The file ends here, or cannot be read further. */
  end(): void;
}

export interface ReadFiles {
  /** Of text, unpacked. */
  readonly bytes: number;
  /** Files that gave no text although they could be read. */
  readonly empty: readonly string[];
  /** What could not be read, a sentence each. */
  readonly problems: readonly string[];
  /** At least one file was read, be it in part. */
  readonly isRead: boolean;
}

/** Reads files one after the other. One that cannot be read, or not to its end, stops no other. */
export async function readLogs(
  paths: readonly string[],
  terminal: Terminal,
  open: (path: string) => PieceTaker,
): Promise<ReadFiles> {
  let bytes = 0;
  const empty: string[] = [];
  const problems: string[] = [];
  let unread = 0;
  for (const path of paths) {
    const before = bytes;
    const taker = open(path);
    try {
      for await (const piece of piecesOf(path, terminal)) {
        bytes += piece.length;
        taker.push(piece);
      }
      if (bytes === before) empty.push(path);
    } catch (error) {
      problems.push(fileProblem(path, error));
      if (bytes === before) unread++;
    }
    taker.end();
  }
  return { bytes, empty, problems, isRead: unread < paths.length };
}

async function* piecesOf(path: string, terminal: Terminal): AsyncGenerator<Uint8Array> {
  const { size, pieces } = terminal.openFile(path);
  const progress = createProgress(terminal.screen, size);
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      progress.advance(piece.length);
      yield piece;
    }
  }
  try {
    yield* unpack(counted());
  } finally {
    progress.erase();
  }
}

/** A fault in the naming of files, if there is one. */
export function namingFault(paths: readonly string[]) {
  if (paths.length === 0) return wrongUsage('Name one or more files, or - for standard input.');
  const isTwice = paths.filter((path) => path === '-').length > 1;
  return isTwice ? wrongUsage('Standard input (-) can be read only once.') : undefined;
}
