/** `text` as bytes, for comparing with a log's. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

export function startsWith(bytes: Uint8Array, at: number, to: number, word: Uint8Array): boolean {
  if (to - at < word.length) return false;
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false;
  return true;
}

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** A blank, a tab or any part of a line end. */
export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}

/** The first position from `from` on that holds no space; `to` where there is none. */
export function skipSpace(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isSpace(bytes[at])) at++;
  return at;
}

/** The end of what is visible between `from` and `to`: `from` where there is only space. */
export function trimEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = to;
  while (at > from && isSpace(bytes[at - 1])) at--;
  return at;
}

/** The whole number that fills `from` to `to`; -1 where something else does, or it is not exact. */
export function readWhole(bytes: Uint8Array, from: number, to: number): number {
  if (to === from || to - from > 16) return -1;
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value > Number.MAX_SAFE_INTEGER ? -1 : value;
}

/**
 * The decimal number that fills `from` to `to`, moved `places` digits to the left and rounded, so
 * that sums stay exact: `0.003464` with 6 places is 3464. -1 where it is no such number.
 */
export function readDecimal(bytes: Uint8Array, from: number, to: number, places: number): number {
  let value = 0;
  let digits = 0;
  let at = from;
  for (; at < to && isDigit(bytes[at]); at++, digits++)
    value = value * 10 + (bytes[at] ?? 0) - 0x30;
  let left = places;
  if (at < to && bytes[at] === 0x2e) {
    for (at++; at < to && isDigit(bytes[at]); at++, digits++) {
      const digit = (bytes[at] ?? 0) - 0x30;
      if (left > 0) value = value * 10 + digit;
      else if (left === 0 && digit >= 5) value++;
      left--;
    }
  }
  if (at < to || digits === 0) return -1;
  for (; left > 0; left--) value *= 10;
  return value > Number.MAX_SAFE_INTEGER ? -1 : value;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes of a log as text; what is no UTF-8 becomes replacement characters. */
export function textOf(bytes: Uint8Array, from: number, to: number): string {
  return from >= to ? '' : decoder.decode(bytes.subarray(from, to));
}
