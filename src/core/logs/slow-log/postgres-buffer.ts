/** Bytes that are put together, in one piece of memory that is used again for the next. */
export interface ByteBuffer {
  /** The memory; only its first `length` bytes count. */
  bytes: Uint8Array;
  length: number;
}

export function newBuffer(): ByteBuffer {
  return { bytes: new Uint8Array(256), length: 0 };
}

/** Copies `from` to `to` to the end of the buffer, up to `most` bytes in it; gives what was left out. */
export function append(
  buffer: ByteBuffer,
  bytes: Uint8Array,
  from: number,
  to: number,
  most: number,
): number {
  const count = Math.max(0, Math.min(to - from, most - buffer.length));
  makeRoom(buffer, buffer.length + count);
  const start = buffer.length;
  if (count < 48) {
    for (let i = 0; i < count; i++) buffer.bytes[start + i] = bytes[from + i] ?? 0;
  } else {
    buffer.bytes.set(bytes.subarray(from, from + count), start);
  }
  buffer.length += count;
  return to - from - count;
}

export function appendByte(buffer: ByteBuffer, byte: number): void {
  makeRoom(buffer, buffer.length + 1);
  buffer.bytes[buffer.length++] = byte;
}

function makeRoom(buffer: ByteBuffer, wanted: number): void {
  if (wanted <= buffer.bytes.length) return;
  const larger = new Uint8Array(Math.max(wanted, buffer.bytes.length * 2));
  larger.set(buffer.bytes.subarray(0, buffer.length));
  buffer.bytes = larger;
}
