import { lineEnd } from './line-end.ts';
import { append, newBuffer } from './postgres-buffer.ts';
import { longestStatement } from './statement.ts';

/**
 * One line, without its end. `size` is what it takes up in the log, its end and what was cut off
 * beyond the longest statement included.
 */
export type TakeLine = (bytes: Uint8Array, from: number, to: number, size: number) => void;

/** Room for a prefix before the longest statement. */
export const longestLine = longestStatement + 4_096;

export interface ByteLines {
  push(piece: Uint8Array): void;
  /** Takes what is still open as a line. */
  end(): void;
}

/**
 * Cuts pieces of any size into lines that end with `\n` or `\r\n`. A line within one piece is given
 * where it stands; one that spans pieces is put together first.
 */
export function createByteLines(take: TakeLine): ByteLines {
  const open = newBuffer();
  let leftOut = 0;

  function give(bytes: Uint8Array, from: number, to: number, size: number): void {
    take(bytes, from, to > from && bytes[to - 1] === 0x0d ? to - 1 : to, size);
  }

  function giveOpen(ended: number): void {
    const { length } = open;
    const size = length + leftOut + ended;
    open.length = 0;
    leftOut = 0;
    give(open.bytes, 0, length, size);
  }

  return {
    push(piece) {
      // One kind of array all the way down reads faster.
      const bytes = new Uint8Array(piece.buffer, piece.byteOffset, piece.length);
      const view = new DataView(piece.buffer, piece.byteOffset, piece.length);
      let from = 0;
      for (let at = lineEnd(bytes, view, 0); at !== -1; at = lineEnd(bytes, view, from)) {
        if (open.length > 0 || at - from > longestLine) {
          leftOut += append(open, bytes, from, at, longestLine);
          giveOpen(1);
        } else give(bytes, from, at, at - from + 1);
        from = at + 1;
      }
      leftOut += append(open, bytes, from, bytes.length, longestLine);
    },
    end() {
      if (open.length > 0) giveOpen(0);
    },
  };
}
