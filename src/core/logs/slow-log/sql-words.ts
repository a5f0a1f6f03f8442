import { ascii } from './bytes.ts';
import { isSame } from './names.ts';

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
function codeOf(word: string): number {
  return firstKeyword + keywords.indexOf(word);
}

export const keyword = {
  select: codeOf('select'),
  not: codeOf('not'),
  is: codeOf('is'),
  in: codeOf('in'),
  values: codeOf('values'),
  value: codeOf('value'),
  limit: codeOf('limit'),
  offset: codeOf('offset'),
  on: codeOf('on'),
  row: codeOf('row'),
  null: codeOf('null'),
  false: codeOf('false'),
  asc: codeOf('asc'),
  union: codeOf('union'),
  duplicate: codeOf('duplicate'),
  array: codeOf('array'),
  any: codeOf('any'),
  call: codeOf('call'),
  use: codeOf('use'),
} as const;
export const comma = markCode + 0x2c;
export const opening = markCode + 0x28;
export const closing = markCode + 0x29;
export const dot = markCode + 0x2e;
export const dash = markCode + 0x2d;

/** Where a word's hash begins; each byte in lower case is added by `addToHash`. */
export const emptyHash = 0;

export function addToHash(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + byte) | 0;
}

/** A power of two, several times as many as there are keywords. */
const slots = 512;
const hashes = new Int32Array(slots);
const codes = new Uint8Array(slots);
const spellings: Uint8Array[] = [];
for (const word of keywords) {
  const bytes = ascii(word);
  const hash = bytes.reduce(addToHash, emptyHash);
  let slot = hash & (slots - 1);
  while (codes[slot] !== 0) slot = (slot + 1) & (slots - 1);
  hashes[slot] = hash;
  codes[slot] = codeOf(word);
  spellings[codeOf(word)] = bytes;
}

/** The code of the word in lower case between `from` and `to`, whose bytes have this hash. */
export function codeOfWord(bytes: Uint8Array, from: number, to: number, hash: number): number {
  let slot = hash & (slots - 1);
  while (codes[slot] !== 0) {
    const code = codes[slot] ?? 0;
    if (hashes[slot] === hash && isSame(spellings[code] ?? bytes, bytes, from, to)) return code;
    slot = (slot + 1) & (slots - 1);
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
