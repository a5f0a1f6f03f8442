import { isSpace } from './bytes.ts';

/** Without the blanks around and the closing `;`. */
export function trim(
  range: { bytes: Uint8Array; from: number; to: number },
  from: number,
  to: number,
): void {
  const { bytes } = range;
  let first = from;
  let last = to;
  while (first < last && isSpace(bytes[first])) first++;
  while (last > first && (isSpace(bytes[last - 1]) || bytes[last - 1] === 0x3b)) last--;
  range.from = first;
  range.to = last;
}

/** Tells statements apart, a long one by its beginning and its end. */
export function keyOf(bytes: Uint8Array, from: number, to: number): number {
  const half = 2_048;
  let key = to - from;
  for (let at = from; at < Math.min(to, from + half); at++) {
    key = (Math.imul(key, 31) + (bytes[at] ?? 0)) | 0;
  }
  for (let at = Math.max(from + half, to - half); at < to; at++) {
    key = (Math.imul(key, 31) + (bytes[at] ?? 0)) | 0;
  }
  return key;
}
