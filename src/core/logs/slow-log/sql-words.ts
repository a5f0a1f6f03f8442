/** What came before, as far as the rules of a fingerprint ask. Marks are `markCode` plus their byte. */
export const nothing = 0;
export const plainWord = 1;
export const quotedName = 2;
export const value = 3;
/** `(?+)` after IN, and after VALUES, where further rows may follow. */
export const listOfIn = 4;
export const listOfRows = 5;
export const markCode = 128;

const firstKeyword = 6;
const keywords = [
  // A sign after one of these belongs to the number that follows it.
  ...'select where and or not in between then else when by values value set limit offset return'.split(
    ' ',
  ),
  ...'returning like interval case on having is div mod'.split(' '),
  // These need a rule of their own only.
  ...'row null true false asc union duplicate array any call use'.split(' '),
] as const;
const lastBeforeValue = keywords.indexOf('mod');

/** The code of one of the words above, for comparing. */
export function codeOf(word: string): number {
  return firstKeyword + keywords.indexOf(word);
}

interface Keyword {
  readonly bytes: Uint8Array;
  readonly code: number;
}

const longest = 9;
/** By length and first letter. */
const byStart: (readonly Keyword[] | undefined)[] = Array.from({ length: (longest + 1) * 32 });
for (const word of keywords) {
  const bytes = Uint8Array.from(word, (char) => char.charCodeAt(0));
  const start = bytes.length * 32 + ((bytes[0] ?? 0) & 31);
  byStart[start] = [...(byStart[start] ?? []), { bytes, code: codeOf(word) }];
}

/** The code of the word in lower case between `from` and `to`. */
export function codeOfBytes(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from;
  const some = length > longest ? undefined : byStart[length * 32 + ((bytes[from] ?? 0) & 31)];
  if (some === undefined) return plainWord;
  for (const { bytes: known, code } of some) {
    let same = 0;
    while (same < length && known[same] === bytes[from + same]) same += 1;
    if (same === length) return code;
  }
  return plainWord;
}

/** 1 where a sign belongs to what follows: at the beginning, after a keyword, an operator, `(` or `,`. */
export const takesSign = Uint8Array.from({ length: 256 }, (_, code) => {
  if (code === nothing) return 1;
  if (code >= markCode)
    return '=<>(,[+-*/%|&~^!'.includes(String.fromCharCode(code - markCode)) ? 1 : 0;
  return code >= firstKeyword && code <= firstKeyword + lastBeforeValue ? 1 : 0;
});
