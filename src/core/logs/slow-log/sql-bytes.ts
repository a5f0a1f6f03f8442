/** What a byte may begin, outside of strings and comments. */
export const blank = 1;
export const wordStart = 2;
export const digit = 3;
/** Any of `' " \` - / # $ ? : .`, which need a closer look. */
export const special = 4;
/** Stands for itself. */
export const mark = 5;
/** Stands for itself, and for more than that: `( ) [ ] +`. */
export const structure = 6;

/** A letter, `_`, MySQL's `@` of variables, or anything beyond ASCII begins a word. */
export const kindOf = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) return blank;
  if (byte >= 0x80 || /[a-z_@]/i.test(char)) return wordStart;
  if (/\d/.test(char)) return digit;
  if (/['"`\-/#$?:.]/.test(char)) return special;
  return /[()[\]+]/.test(char) ? structure : mark;
});

/** 1 for what goes on with a word: its beginnings, digits and `$`. */
export const isWordPart = Uint8Array.from({ length: 256 }, (_, byte) =>
  kindOf[byte] === wordStart || kindOf[byte] === digit || byte === 0x24 ? 1 : 0,
);

/** ASCII letters in lower case, all else as it is. */
export const lower = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);

/** What goes on with a word, in lower case; 0 for all else. */
export const wordByte = Uint8Array.from({ length: 256 }, (_, byte) =>
  isWordPart[byte] === 1 ? (lower[byte] ?? 0) : 0,
);

export function isDigitByte(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/**
 * The end of a quoted thing whose content begins at `from`: doubling the quote escapes it, and a
 * backslash does where `escapes`. What is not closed runs to the end.
 */
export function closeQuote(
  bytes: Uint8Array,
  from: number,
  to: number,
  quote: number,
  escapes: boolean,
): number {
  let at = from;
  while (at < to) {
    const byte = bytes[at];
    if (byte === quote) {
      if (bytes[at + 1] !== quote || at + 1 >= to) return at + 1;
      at += 2;
    } else if (byte === 0x5c && escapes) at += 2;
    else at += 1;
  }
  return to;
}

/** The end of a comment whose content begins at `from`. */
export function closeComment(bytes: Uint8Array, from: number, to: number, nests: boolean): number {
  let depth = 1;
  for (let at = from; at + 1 < to; at++) {
    if (bytes[at] === 0x2a && bytes[at + 1] === 0x2f) {
      depth -= 1;
      at += 1;
      if (depth === 0) return at + 1;
    } else if (nests && bytes[at] === 0x2f && bytes[at + 1] === 0x2a) {
      depth += 1;
      at += 1;
    }
  }
  return to;
}

export function lineEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== 0x0a) at += 1;
  return at;
}

/**
 * The end of PostgreSQL's `$tag$ … $tag$` that begins at `at`; -1 where none does. Between two `$` no
 * more is compared than lies between them: linear.
 */
export function closeDollar(bytes: Uint8Array, at: number, to: number): number {
  let tagTo = at + 1;
  while (tagTo < to && bytes[tagTo] !== 0x24 && isWordPart[bytes[tagTo] ?? 0] === 1) tagTo += 1;
  if (tagTo >= to || bytes[tagTo] !== 0x24) return -1;
  const length = tagTo + 1 - at;
  for (let start = tagTo + 1; start + length <= to; start++) {
    if (bytes[start] !== 0x24) continue;
    let same = 1;
    while (same < length && bytes[start + same] === bytes[at + same]) same += 1;
    if (same === length) return start + length;
  }
  return to;
}

/**
 * The end of the number or name that begins with the digit (or `.` and digit) at `at`: negative when
 * it is a name, as MySQL's `1st` and `12_13_foo` are.
 */
export function endOfNumber(bytes: Uint8Array, at: number, to: number, isMysql: boolean): number {
  const second = lower[bytes[at + 1] ?? 0];
  const isBased = bytes[at] === 0x30 && (second === 0x78 || second === 0x62 || second === 0x6f);
  let end = at;
  let isPlain = true;
  while (end < to) {
    const byte = bytes[end] ?? 0;
    if (byte >= 0x30 && byte <= 0x39) end += 1;
    else if (isBased ? isWordPart[byte] === 1 : byte === 0x5f && !isMysql) end += 1;
    else if (byte === 0x2e && bytes[end + 1] !== 0x2e) {
      isPlain = false;
      end += 1;
    } else if ((byte === 0x65 || byte === 0x45) && isExponent(bytes, end + 1)) {
      isPlain = isPlain && isDigitByte(bytes[end + 1]);
      end += 2;
    } else break;
  }
  end = Math.min(end, to);
  if (isBased || !isPlain || end >= to || isWordPart[bytes[end] ?? 0] === 0) return end;
  while (end < to && isWordPart[bytes[end] ?? 0] === 1) end += 1;
  return -end;
}

function isExponent(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at];
  return isDigitByte(byte) || ((byte === 0x2d || byte === 0x2b) && isDigitByte(bytes[at + 1]));
}
