import { nearest } from '../kit/nearest.ts';
import { type CommandVerb, commandVerbs } from './command.ts';
import type { Word } from './words-of.ts';

/** Other ways to say a verb. `stop` is not among them: it might mean pause or abort. */
const otherWords: Readonly<Record<string, CommandVerb>> = {
  '?': 'help',
  '-h': 'help',
  '--help': 'help',
  list: 'overview',
  open: 'declare',
  new: 'declare',
  report: 'declare',
  acknowledge: 'ack',
  acknowledged: 'ack',
  resolved: 'resolve',
  close: 'resolve',
  fixed: 'resolve',
  're-open': 'reopen',
  'false alarm': 'dismiss',
  'false-alarm': 'dismiss',
  error: 'errors',
  'slow queries': 'slow',
  queries: 'slow',
  change: 'changes',
  'what changed': 'changes',
  database: 'db',
  rollout: 'status',
  'roll back': 'rollback',
  'roll-back': 'rollback',
  revert: 'rollback',
  hold: 'pause',
  continue: 'resume',
  'on call': 'oncall',
  'on-call': 'oncall',
  who: 'oncall',
  history: 'timeline',
  도움말: 'help',
  도움: 'help',
  현황: 'overview',
  선언: 'declare',
  신고: 'declare',
  확인: 'ack',
  해결: 'resolve',
  '다시 열기': 'reopen',
  재오픈: 'reopen',
  무시: 'dismiss',
  기각: 'dismiss',
  '장애 아님': 'dismiss',
  에러: 'errors',
  오류: 'errors',
  '느린 쿼리': 'slow',
  느린쿼리: 'slow',
  슬로우: 'slow',
  변경: 'changes',
  '변경 사항': 'changes',
  디비: 'db',
  데이터베이스: 'db',
  상태: 'status',
  롤백: 'rollback',
  되돌리기: 'rollback',
  '일시 정지': 'pause',
  일시정지: 'pause',
  멈춤: 'pause',
  재개: 'resume',
  승격: 'promote',
  중단: 'abort',
  당직: 'oncall',
  온콜: 'oncall',
  타임라인: 'timeline',
  기록: 'timeline',
};

/**
 * The verb among the words, and the rest of them: at the beginning, or, said in Korean, at the end
 * ("shop 롤백해 줘"). Undefined: none there.
 */
export function verbIn(
  words: readonly Word[],
): { verb: CommandVerb; rest: readonly Word[] } | undefined {
  for (const took of [2, 1]) {
    const verb = verbFor(textOf(words.slice(0, took)));
    if (verb !== undefined) return { verb, rest: words.slice(took) };
  }
  for (const took of [3, 2, 1]) {
    if (took >= words.length) continue;
    const said = textOf(words.slice(-took));
    if (!/^\p{sc=Hangul}/u.test(said)) continue;
    const verb = verbFor(said.replace(/\s*(?:해|하기|해 ?줘|해 ?주세요|해요)$/u, ''));
    if (verb !== undefined) return { verb, rest: words.slice(0, -took) };
  }
  return undefined;
}

function textOf(words: readonly Word[]): string {
  return words.map((word) => word.text).join(' ');
}

function verbFor(text: string): CommandVerb | undefined {
  const said = text.toLowerCase();
  return commandVerbs.find((known) => known === said) ?? ownValue(otherWords, said);
}

/**
 * The verb that somebody who wrote this word most likely meant: by its own name, or in Korean by the
 * word that was nearly written.
 */
export function nearestVerb(word: string): string | undefined {
  const written = nearest(word, [...commandVerbs, ...Object.keys(otherWords)]);
  if (written === undefined) return undefined;
  return /^\p{sc=Hangul}/u.test(written) ? written : verbFor(written);
}

function ownValue<V>(table: Readonly<Record<string, V>>, key: string): V | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
