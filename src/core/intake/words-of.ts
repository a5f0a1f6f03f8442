import { parseLength } from '../kit/time.ts';

/** One word of a command; `quoted` ones are taken as they are. */
export interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

const quotes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '‘': '’',
  '「': '」',
};

/**
 * The words somebody wrote, without the mention of the bot or the `/incident` in front. Quotes keep
 * words together; Slack's typographic ones count, and an apostrophe inside a word does not.
 */
export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  const line = withoutAddress(text.normalize('NFC'));
  let rest = line.trimStart();
  while (rest !== '') {
    const close = quotes[rest.charAt(0)];
    const end = close === undefined ? -1 : closing(rest, close);
    if (end > 0) {
      words.push({ text: rest.slice(1, end).trim().replace(/\s+/gu, ' '), quoted: true });
      rest = rest.slice(end + 1).trimStart();
      continue;
    }
    const word = /^\S+/u.exec(rest)?.[0] ?? rest;
    const bare = word.replace(/^[`*]+|[`*,!]+$/gu, '');
    if (bare !== '') words.push({ text: bare, quoted: false });
    rest = rest.slice(word.length).trimStart();
  }
  return words.filter((word) => word.text !== '');
}

/** The place of the quote that closes the one at 0: the first with a blank or the end after it. */
function closing(text: string, close: string): number {
  for (let at = text.indexOf(close, 1); at > 0; at = text.indexOf(close, at + 1)) {
    if (at + 1 === text.length || /\s/u.test(text.charAt(at + 1))) return at;
  }
  return -1;
}

function withoutAddress(text: string): string {
  let rest = text.trimStart();
  for (;;) {
    const address = /^(?:<@[A-Z0-9]+(?:\|[^>]*)?>|@firebreak|\/incident(?=\s|$))[\s,:]*/iu.exec(
      rest,
    );
    if (!address) return rest;
    rest = rest.slice(address[0].length);
  }
}

/** `INC-42`, `inc 42` as `inc42`, `#42`, and `42` where a bare number can be nothing else. */
export function incidentIn(word: string, reading: { bareNumber: boolean }): string | undefined {
  const match = /^(inc-?|#)?0*([1-9]\d{0,8})$/iu.exec(word);
  if (!match?.[2] || (match[1] === undefined && !reading.bareNumber)) return undefined;
  return `INC-${match[2]}`;
}

const unitWords: readonly (readonly [RegExp, string])[] = [
  [/^(?:s|secs?|seconds?|초)$/u, 's'],
  [/^(?:m|mins?|minutes?|분)$/u, 'm'],
  [/^(?:h|hrs?|hours?|시간)$/u, 'h'],
  [/^(?:d|days?|일)$/u, 'd'],
];

/** `30m`, `2h`, `90min`, `30분` in milliseconds; undefined when the word is no length. */
export function lookBackIn(word: string): number | undefined {
  const match = /^(\d{1,6})(\p{L}+)$/u.exec(word.toLowerCase());
  if (!match?.[1] || !match[2]) return undefined;
  const name = match[2];
  const unit = unitWords.find(([pattern]) => pattern.test(name))?.[1];
  return unit === undefined ? undefined : parseLength(`${match[1]}${unit}`);
}
