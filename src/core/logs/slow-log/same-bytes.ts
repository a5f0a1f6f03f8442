/** Bytes to compare others with. */
export type KnownBytes = DataView<ArrayBuffer>;

/** A copy of the bytes from `from` to `to`. */
export function knownBytes(bytes: Uint8Array, from: number, to: number): KnownBytes {
  return new DataView(Uint8Array.from(bytes.subarray(from, to)).buffer);
}

/**
 * Tells whether bytes are known ones, four at a time: what stands before every message is compared
 * for every line, and byte by byte that would be the better part of reading it.
 */
export function createSameBytes(): (known: KnownBytes, bytes: Uint8Array, from: number) => boolean {
  let last = new Uint8Array(0);
  let view = new DataView(last.buffer);

  return (known, bytes, from) => {
    const length = known.byteLength;
    if (from + length > bytes.length) return false;
    if (bytes !== last) {
      last = bytes as Uint8Array<ArrayBuffer>;
      view = new DataView(last.buffer, last.byteOffset, last.length);
    }
    if (length < 4) {
      for (let i = 0; i < length; i++)
        if (known.getUint8(i) !== view.getUint8(from + i)) return false;
      return true;
    }
    const end = length - 4;
    // From the end, where lines differ sooner than in their years.
    for (let i = end; i >= 0; i -= 4) {
      if (known.getInt32(i, true) !== view.getInt32(from + i, true)) return false;
    }
    return known.getInt32(0, true) === view.getInt32(from, true);
  };
}

/** Does `view` say the known bytes, four or more, at `from`? Four are compared at a time. */
export function isSameAt(known: KnownBytes, view: DataView, from: number): boolean {
  const end = known.byteLength - 4;
  if (from + end + 4 > view.byteLength) return false;
  for (let i = 0; i < end; i += 4) {
    if (known.getInt32(i, true) !== view.getInt32(from + i, true)) return false;
  }
  return known.getInt32(end, true) === view.getInt32(from + end, true);
}
