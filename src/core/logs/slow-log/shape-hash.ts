/**
 * Two independent 32-bit hashes of bytes, four at a time. As an id 48 bits of them are told: of
 * 5 000 classes, two share an id once in twenty million logs; of a million, once in 560.
 */
export const shapeHash = { high: 0, low: 0 };

export function hashShape(bytes: Uint8Array, length: number): void {
  let high = 0x811c9dc5 ^ length;
  let low = 0x9e3779b9 ^ length;
  const whole = length & ~3;
  for (let at = 0; at < length; at += 4) {
    // Past the end stands what an earlier fingerprint left: not read.
    const word =
      at < whole
        ? (bytes[at] ?? 0) |
          ((bytes[at + 1] ?? 0) << 8) |
          ((bytes[at + 2] ?? 0) << 16) |
          ((bytes[at + 3] ?? 0) << 24)
        : rest(bytes, at, length);
    high = Math.imul(high ^ word, 0x85ebca6b);
    high ^= high >>> 15;
    low = Math.imul((low << 13) | (low >>> 19), 5) ^ Math.imul(word, 0xc2b2ae35);
    low = Math.imul(low ^ (low >>> 16), 0x27d4eb2f);
  }
  shapeHash.high = finish(high);
  shapeHash.low = finish(low);
}

function rest(bytes: Uint8Array, from: number, to: number): number {
  let word = 0;
  for (let at = from; at < to; at++) word |= (bytes[at] ?? 0) << ((at - from) * 8);
  return word;
}

function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) | 0;
}

/** Twelve hexadecimal digits. */
export function shapeId(high: number, low: number): string {
  const hex = (value: number) => (value >>> 0).toString(16).padStart(8, '0');
  return hex(high) + hex(low).slice(0, 4);
}
