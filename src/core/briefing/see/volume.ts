import type { Window } from '../../evidence/question.ts';
import type { GroupVolume, LevelMix } from '../../evidence/volume.ts';
import { compact } from '../amounts.ts';
import type { Line } from '../briefing.ts';
import type { Words } from '../words/words.ts';
import { indent, type Teller } from './teller.ts';

const groupsShown = 3;
const levelsShown = 4;

/** How much each log group writes beside what it wrote before: silence is seen here. */
export const volumeTold: Teller = {
  lines: ({ volume, window }, _, words) =>
    (volume?.groups ?? [])
      .slice(0, groupsShown)
      .flatMap((group) => groupLines(group, window, words)),
};

function groupLines(group: GroupVolume, window: Window, words: Words): Line[] {
  const say = words.evidenceBriefing;
  const now = meanOf(group.minutes);
  const before = meanOf(group.before ?? []);
  const facts = [
    ...(now === undefined ? [] : [now === 0 ? say.noLines : say.linesAMinute(compact(now))]),
    ...(before === undefined ? [] : [say.before(compact(before))]),
    ...(now === undefined || !before ? [] : [signedPercent(now / before - 1)]),
    ...(group.streams ? [say.streams(group.streams.now, group.streams.before)] : []),
  ];
  const head: Line = ['• ', { code: group.group }, ...facts.map((fact) => ` · ${fact}`)];
  const levels = levelText(group.levels ?? [], window, words);
  if (levels === '') return [head];
  // It may be long ago: of a log that has been silent for a week.
  const then = group.levels?.find((mix) => !isNow(mix, window))?.window.fromAt;
  const when: Line =
    then === undefined ? [] : [` · ${say.beforeIs} `, { at: then, style: 'date-time' }];
  return [head, [`${indent}${levels}`, ...when]];
}

/** A minute without a number is unknown, not silent: it does not count. */
function meanOf(minutes: readonly { readonly lines: number }[]): number | undefined {
  if (minutes.length === 0) return undefined;
  return minutes.reduce((sum, { lines }) => sum + lines, 0) / minutes.length;
}

function signedPercent(change: number): string {
  return `${change < 0 ? '−' : '+'}${Math.abs(Math.round(change * 100))} %`;
}

function isNow(mix: LevelMix, window: Window): boolean {
  return mix.window.toAt > window.fromAt;
}

/** `error 0 (before 40) · info 12 (before 3.1 k)`: the levels that were or are most. */
function levelText(mixes: readonly LevelMix[], window: Window, words: Words): string {
  const now = sumOf(mixes.filter((mix) => isNow(mix, window)));
  const before = sumOf(mixes.filter((mix) => !isNow(mix, window)));
  const weight = (level: string) => Math.max(now.get(level) ?? 0, before.get(level) ?? 0);
  return [...new Set([...now.keys(), ...before.keys()])]
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, levelsShown)
    .map((level) => {
      const text = `${level} ${compact(now.get(level) ?? 0)}`;
      const then = words.evidenceBriefing.before(compact(before.get(level) ?? 0));
      return before.size > 0 ? `${text} (${then})` : text;
    })
    .join(' · ');
}

function sumOf(mixes: readonly LevelMix[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { lines } of mixes) {
    for (const [level, count] of Object.entries(lines)) {
      sums.set(level, (sums.get(level) ?? 0) + count);
    }
  }
  return sums;
}
