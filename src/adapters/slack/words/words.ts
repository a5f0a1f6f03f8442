import { en } from './en.ts';
import { ko } from './ko.ts';

/** The Slack adapter's own texts, as one object a language; what is said of incidents is core's. */
export type SlackWords = typeof en;

const languages: Readonly<Record<'en' | 'ko', SlackWords>> = { en, ko };

export function slackWords(language: 'en' | 'ko'): SlackWords {
  return languages[language];
}
