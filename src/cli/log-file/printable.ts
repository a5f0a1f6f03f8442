import { oneLine, plainText } from '../../core/kit/text.ts';

/** Foreign text on one line that moves no cursor, changes no colour and reorders no characters. */
export function printable(text: string): string {
  return oneLine(plainText(text)).replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '');
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;

/** `text` in at most so many columns of a terminal, where Korean and its like take two each. */
export function clipWidth(text: string, columns: number): string {
  let width = 0;
  /** Where the text would be cut to leave room for the ellipsis. */
  let cut = 0;
  let at = 0;
  for (const character of text) {
    width += wide.test(character) ? 2 : /\p{Mark}/u.test(character) ? 0 : 1;
    if (width > columns) return `${text.slice(0, cut)}…`;
    at += character.length;
    if (width < columns) cut = at;
  }
  return text;
}
