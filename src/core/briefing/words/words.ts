import { en } from './en.ts';

/** Every text people read, as one object a language. */
export type Words = typeof en;

const languages: Readonly<Record<'en', Words>> = { en };

export function wordsOf(language: 'en' | 'ko'): Words {
  return language === 'en' ? languages.en : languages.en;
}
