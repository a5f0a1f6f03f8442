import { longestStatement } from './slow-query.ts';

/** How many characters of the end of an overlong line are kept: enough to see what it ended with. */
const tailLength = 8;

/**
 * Cuts a stream into lines, without the line end (`\n` or `\r\n`). Bytes are read as UTF-8, invalid
 * ones become replacement characters. Linear in its input; of a line longer than `longest` only
 * the first `longest` and the last few characters are given.
 */
export function createLines(
  take: (line: string) => void,
  longest: number = longestStatement,
): { push(piece: Uint8Array | string): void; end(): void } {
  const decoder = new TextDecoder();
  let open = '';
  let tail = '';

  function grow(text: string): void {
    const room = longest - open.length;
    if (text.length <= room) {
      open += text;
    } else {
      open += text.slice(0, room);
      tail = (tail + text.slice(room)).slice(-tailLength);
    }
  }

  function give(): void {
    const line = open + tail;
    open = '';
    tail = '';
    take(line.endsWith('\r') ? line.slice(0, -1) : line);
  }

  function split(text: string): void {
    let from = 0;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
      if (open.length === 0 && at - from <= longest) open = text.slice(from, at);
      else grow(text.slice(from, at));
      give();
      from = at + 1;
    }
    if (from < text.length) grow(text.slice(from));
  }

  return {
    push(piece) {
      split(typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }));
    },
    end() {
      split(decoder.decode());
      if (open.length > 0) give();
    },
  };
}
