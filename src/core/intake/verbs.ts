import { nearest } from '../kit/nearest.ts';
import { type CommandVerb, commandVerbs } from './command.ts';

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
  에러: 'errors',
  오류: 'errors',
  '느린 쿼리': 'slow',
  느린쿼리: 'slow',
  슬로우: 'slow',
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

/** The verb at the beginning of the words, and how many of them it took; undefined: none there. */
export function verbIn(words: readonly string[]): { verb: CommandVerb; took: number } | undefined {
  for (const took of [2, 1]) {
    const said = words.slice(0, took).join(' ').toLowerCase();
    const verb = commandVerbs.find((known) => known === said) ?? ownValue(otherWords, said);
    if (verb !== undefined) return { verb, took };
  }
  return undefined;
}

/** The verb that somebody who wrote this word most likely meant. */
export function nearestVerb(word: string): CommandVerb | undefined {
  const written = nearest(word, [...commandVerbs, ...Object.keys(otherWords)]);
  if (written === undefined) return undefined;
  return commandVerbs.find((known) => known === written) ?? ownValue(otherWords, written);
}

function ownValue<V>(table: Readonly<Record<string, V>>, key: string): V | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
