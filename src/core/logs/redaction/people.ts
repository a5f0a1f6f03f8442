import type { Rule } from './rule.ts';

/** What tells who somebody is. */
export const personRules: readonly Rule[] = [
  {
    signs: ['@', '%40'],
    pattern:
      /[\p{L}\p{N}.!#$&*+/=?^_{|}~-]{1,64}(?:@|%40)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,6}/gu,
    mask: '[e-mail]',
  },
  { pattern: /(?<![\w.-])\d{6}-[1-8]\d{6}(?![\w-])/g, mask: '[id number]' },
  { pattern: /(?<![\w.-])(?!000|666|9)\d{3}-\d{2}-\d{4}(?![\w-])/g, mask: '[id number]' },
  {
    pattern: /\b((?:rrn|ssn|jumin|주민(?:등록)?번호)\D{1,4})\d{9,13}\b/gi,
    mask: '$1[id number]',
  },
  { pattern: /\b(passport[^\n\d]{0,12}?)\b[A-Z]{1,2}\d{7,8}\b/gi, mask: '$1[id number]' },
  {
    pattern:
      /(?<![\w.-])[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?![\w-])|(?<![\w.-])3[47]\d{2}[ -]\d{6}[ -]\d{5}(?![\w-])/g,
    mask: maskCard,
  },
  { signs: ['+'], pattern: /(?<![\w.:+-])\+\d(?:[ ().-]{0,2}\d){8,14}(?![\w-])/g, mask: '[phone]' },
  { pattern: /(?<![\w.:/-])0\d{1,2}[ -]\d{3,4}[ -]\d{4}(?![\w-])/g, mask: '[phone]' },
  { pattern: /(?<![\w.:/-])01[016789]\.\d{3,4}\.\d{4}(?![\w.-])/g, mask: '[phone]' },
  { signs: ['01'], pattern: /(?<![\w.:/-])01[016789]\d{7,8}(?!\w)/g, mask: '[phone]' },
  {
    pattern: /(?<![\w.:/-])(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w.-])/g,
    mask: '[phone]',
  },
];

function maskCard(match: string): string {
  const digits = match.replace(/\D/g, '');
  if (digits.length < 14 || digits.length > 19) return match;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0 ? '[card]' : match;
}
