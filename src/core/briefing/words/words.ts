import { en } from './en.ts';
import { ko } from './ko.ts';

/** Every text people read, as one object a language. */
export type Words = typeof en;

const languages: Readonly<Record<'en' | 'ko', Words>> = { en, ko };

export function wordsOf(language: 'en' | 'ko'): Words {
  return languages[language];
}
