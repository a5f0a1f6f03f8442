import { oneLine, plainText } from '../../core/kit/text.ts';

/** Widths of NanumGothic's letters in hundredths of the font's size; its bold has the same. */
const narrow: Readonly<Record<string, number>> = { ' ': 28, '·': 29, '–': 41 };
const widths: readonly (readonly [letters: string, width: number])[] = [
  ['ijlI', 27],
  [".,:;'", 31],
  ['frtJ-()/', 38],
  ['sc"vyz', 49],
  ['aekxFLSTPZEY?<>_', 58],
  ['bdghnopqu0123456789B*CKVXR', 67],
  ['ADGHNOQU=+', 80],
  ['wm', 91],
  ['MW', 103],
  ['%@', 109],
];
const widthOf = new Map(
  widths.flatMap(([letters, width]) => [...letters].map((letter) => [letter, width] as const)),
);
/** Hangul, Hanja, accents, and the box that stands for what the font does not have. */
const widest = 94;
const otherAscii = 80;

/** Never less than what is drawn, so that what is laid out by it does not overlap. */
export function widthOfText(text: string, size: number): number {
  let hundredths = 0;
  for (const letter of text) {
    hundredths +=
      widthOf.get(letter) ?? narrow[letter] ?? (letter < '\u0080' ? otherAscii : widest);
  }
  return (hundredths / 100) * size;
}

/** More than any picture shows; what comes after need not be measured. */
const longest = 400;

/** What NanumGothic has of what people write: ASCII, Hangul, and some signs. */
const letters =
  /[ -~\xa1-\xa7\xb7\xd7\u2013\u2014\u2018-\u2022\u2026\u2190-\u2199\u3131-\u318e\uac00-\ud7a3]/;
const missing = '□';

/**
 * Foreign text as it may stand in a picture: one line, without control characters, without marks
 * that turn the direction of their surroundings, and without emoji. Accents are left out, and what
 * the font does not have is a box: a blank would look like nothing.
 */
export function drawable(text: string): string {
  const head = [...text.slice(0, longest)].filter((letter) => !isLoneSurrogate(letter)).join('');
  const cleaned = oneLine(
    plainText(oneLine(head))
      .replace(/[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]/g, '')
      .replace(/[\p{Extended_Pictographic}\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}\ufe0f]/gu, ''),
  );
  return [...cleaned.normalize()].map(inFont).join('').replace(/□{2,}/g, missing);
}

function inFont(letter: string): string {
  if (letters.test(letter)) return letter;
  const plain = letter === '−' ? '-' : letter.normalize('NFKD').replace(/\p{Mark}/gu, '');
  return [...plain].every((each) => letters.test(each)) ? plain : missing;
}

function isLoneSurrogate(letter: string): boolean {
  return letter.length === 1 && letter >= '\ud800' && letter <= '\udfff';
}

/** As much of it as `room` pixels hold, with an ellipsis where something was cut. */
export function fitText(text: string, size: number, room: number): string {
  if (widthOfText(text, size) <= room) return text;
  let left = room - widthOfText('…', size);
  if (left < 0) return '';
  let kept = '';
  for (const letter of text) {
    left -= widthOfText(letter, size);
    if (left < 0) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}

/** In at most `most` lines of `room` pixels, broken between words where there are any. */
export function wrapText(text: string, size: number, room: number, most: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest !== '' && lines.length < most - 1 && widthOfText(rest, size) > room) {
    const whole = fitText(rest, size, room).slice(0, -1);
    const blank = whole.lastIndexOf(' ');
    const line =
      rest[whole.length] === ' ' || blank < whole.length / 2 ? whole : whole.slice(0, blank);
    if (line === '') break;
    lines.push(line.trim());
    rest = rest.slice(line.length).trim();
  }
  if (rest !== '') lines.push(fitText(rest, size, room));
  return lines;
}
