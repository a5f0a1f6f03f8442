import type { Change, ChangeOrigin } from '../../evidence/change.ts';
import { clip } from '../../kit/text.ts';
import type { Release } from '../../service/release.ts';
import type { Inline, Line } from '../briefing.ts';
import type { Words } from '../words/words.ts';
import type { About, Teller } from './teller.ts';

const changesShown = 8;
const textShown = 160;
const dayMs = 24 * 60 * 60_000;

/**
 * What people and AWS did, releases among them, newest first and with the distance to the onset: a
 * fact, never "caused by".
 */
export const changesTold: Teller = {
  lines: ({ changes }, about, words) => changeLines(changes?.changes ?? [], about, words),
  small: ({ changes }, _, words) =>
    changes && changes.notAsked.length > 0 ? [[notAsked(changes.notAsked, words)]] : [],
};

function notAsked(origins: readonly ChangeOrigin[], words: Words): string {
  const say = words.evidenceBriefing;
  return say.notAsked(origins.map((origin) => say.changeOrigins[origin] ?? origin));
}

export function changeLines(changes: readonly Change[], about: About, words: Words): Line[] {
  const { onsetAt } = about;
  const releases = recent(about.releases ?? [], onsetAt);
  // The engine's own history of releases is surer than anybody else's word for it.
  const others = changes.filter(({ kind }) => kind !== 'release' || about.releases === undefined);
  return [
    ...releases.map((one) => ({ at: one.startedAt, line: releaseLine(one, onsetAt, words) })),
    ...others.map((one) => ({ at: one.at, line: changeLine(one, onsetAt, words) })),
  ]
    .sort((a, b) => b.at - a.at)
    .slice(0, changesShown)
    .map(({ line }) => line);
}

function recent(releases: readonly Release[], onsetAt: number | undefined): readonly Release[] {
  return releases.filter(({ startedAt }) => onsetAt === undefined || startedAt > onsetAt - dayMs);
}

function releaseLine(release: Release, onsetAt: number | undefined, words: Words): Line {
  const say = words.evidenceBriefing;
  return [
    '• ',
    { bold: release.label },
    ` ${say.releasedAt} `,
    { at: release.startedAt, style: 'date-time' },
    ...distance(release.startedAt, onsetAt, words),
  ];
}

function changeLine(change: Change, onsetAt: number | undefined, words: Words): Line {
  const line: Inline[] = [
    `• ${words.evidenceBriefing.changeKinds[change.kind]} `,
    { at: change.at, style: 'date-time' },
    ...distance(change.at, onsetAt, words),
    `: ${clip(change.text, textShown)}`,
  ];
  if (change.by) line.push(` (${change.by})`);
  if (change.link) line.push(' · ', { link: change.link, label: words.evidenceBriefing.look });
  return line;
}

function distance(at: number, onsetAt: number | undefined, words: Words): string[] {
  if (onsetAt === undefined) return [];
  const say = words.evidenceBriefing;
  const length = words.duration(Math.abs(onsetAt - at));
  return [`, ${at <= onsetAt ? say.beforeOnset(length) : say.afterOnset(length)}`];
}
