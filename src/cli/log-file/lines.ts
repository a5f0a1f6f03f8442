const lineFeed = 10;

/** CloudWatch's largest event is 1 MB; of a longer line the rest is read over. */
const longestLine = 1_100_000;

/**
 * Cuts a text into lines without their ends (`\n` or `\r\n`), fed in pieces that may end anywhere.
 * Bytes that are no UTF-8 become replacement characters.
 */
export function createLines(take: (line: string) => void): {
  push(piece: Uint8Array): void;
  end(): void;
} {
  const decoder = new TextDecoder();
  let open: Uint8Array[] = [];
  let length = 0;

  function keep(part: Uint8Array): void {
    // A copy, which a Buffer's `slice` is not: whoever pushes may fill the piece anew.
    const kept = new Uint8Array(part.subarray(0, Math.max(0, longestLine - length)));
    if (kept.length > 0) open.push(kept);
    length += kept.length;
  }

  function give(): void {
    for (const line of decoder.decode(Buffer.concat(open)).split('\n'))
      take(line.endsWith('\r') ? line.slice(0, -1) : line);
    open = [];
    length = 0;
  }

  return {
    push(piece) {
      const first = piece.indexOf(lineFeed);
      if (first === -1) {
        keep(piece);
        return;
      }
      keep(piece.subarray(0, first));
      give();
      const last = piece.lastIndexOf(lineFeed);
      if (last > first) {
        open = [piece.subarray(first + 1, last)];
        give();
      }
      keep(piece.subarray(last + 1));
    },
    end() {
      if (length > 0) give();
    },
  };
}
