import { oneLine, plainText } from '../../core/kit/text.ts';

/** Foreign text on one line that moves no cursor, changes no colour and reorders no characters. */
export function printable(text: string): string {
  return oneLine(plainText(text)).replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '');
}
