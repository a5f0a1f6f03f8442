import type { BaselineWish } from './command.ts';
import type { Word } from './words-of.ts';

const wishes: Readonly<Record<string, BaselineWish['is']>> = {
  yesterday: 'yesterday',
  어제: 'yesterday',
  week: 'week',
  지난주: 'week',
  before: 'before',
  직전: 'before',
  이전: 'before',
  release: 'release',
  릴리스: 'release',
  배포: 'release',
};

export interface BaselineReading {
  /** Undefined when nothing was said about it; `unknown` when what follows `vs` means nothing. */
  readonly baseline?: BaselineWish;
  readonly unknown?: string;
  readonly rest: readonly Word[];
}

/**
 * Takes `vs yesterday`, `vs last week`, `vs before`, `vs release [label]` out of the words, and
 * `어제 대비` as Korean has it. A label is any word after `release` that holds a digit and that
 * `isOther` does not claim as a name or a length.
 */
export function baselineIn(
  words: readonly Word[],
  isOther: (word: string) => boolean,
): BaselineReading {
  const behind = words.findIndex(({ text }) => text === '대비');
  if (behind > 0) {
    const said = words[behind - 1]?.text ?? '';
    const rest = words.filter((_, place) => place !== behind && place !== behind - 1);
    return { ...wishOf(said, undefined), rest };
  }
  const at = words.findIndex(({ text }) => /^(?:vs\.?|versus)$/iu.test(text));
  if (at < 0) return { rest: words };
  const after = words.slice(at + 1).map(({ text }) => text);
  const skipped = /^(?:last|the)$/iu.test(after[0] ?? '') ? 1 : 0;
  const said = after[skipped] ?? '';
  const next = after[skipped + 1];
  const label =
    wishOf(said, undefined).baseline?.is === 'release' && next && /\d/.test(next) && !isOther(next)
      ? next
      : undefined;
  const taken = 1 + skipped + (said === '' ? 0 : 1) + (label === undefined ? 0 : 1);
  return {
    ...wishOf(said, label),
    rest: [...words.slice(0, at), ...words.slice(at + taken)],
  };
}

function wishOf(
  said: string,
  label: string | undefined,
): Pick<BaselineReading, 'baseline' | 'unknown'> {
  const key = said.toLowerCase();
  const is = Object.hasOwn(wishes, key) ? wishes[key] : undefined;
  if (is === undefined) return { unknown: said };
  return { baseline: is === 'release' ? { is, ...(label ? { label } : {}) } : { is } };
}
