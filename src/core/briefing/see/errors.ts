import { clip } from '../../kit/text.ts';
import type { ErrorGroup } from '../../logs/error-traces/digest.ts';
import type { Inline, Line } from '../briefing.ts';
import type { Words } from '../words/words.ts';
import { indent, type Teller } from './teller.ts';

const groupsShown = 5;
const titleShown = 180;
const headlineShown = 120;
const namesShown = 5;
const frameShown = 60;

/** The most frequent errors: what they say, since when, whom they hit, where in the code. */
export const errorsTold: Teller = {
  lines({ errors, kindsFound }, { noun }, words) {
    const groups = errors?.groups ?? [];
    const whom = { noun, total: errors?.tenants?.total };
    const lines = groups.slice(0, groupsShown).flatMap((group) => groupLines(group, whom, words));
    const more = (kindsFound ?? groups.length) - groupsShown;
    return more > 0 ? [...lines, [words.evidenceBriefing.more(more)]] : lines;
  },
  small({ errors }, _, words) {
    const isTold = errors?.groups.slice(0, groupsShown).some(({ request }) => request);
    return isTold ? [[words.evidenceBriefing.accessLines]] : [];
  },
  headline({ errors }, words) {
    const top = errors?.groups[0];
    return top && `${words.evidenceBriefing.times(top.count)} ${clip(top.title, headlineShown)}`;
  },
};

/** Two lines a phone can hold. */
function groupLines(
  group: ErrorGroup,
  { noun, total }: { readonly noun: string; readonly total: number | undefined },
  words: Words,
): Line[] {
  const say = words.evidenceBriefing;
  const about: Inline[] = [
    `${indent}${say.first} `,
    { at: group.firstAt, style: 'time' },
    `, ${say.last} `,
    { at: group.lastAt, style: 'time' },
  ];
  if (group.tenants !== undefined && group.tenants > 0) {
    const names = (group.tenantNames ?? []).slice(0, namesShown);
    const more = group.tenants > names.length ? ' …' : '';
    const hit = words.card.tenantsHit(group.tenants, total, noun);
    about.push(` · ${hit}${names.length > 0 ? `: ${names.join(', ')}${more}` : ''}`);
  }
  const [frame] = group.frames;
  if (frame) about.push(' · ', { code: clip(frame, frameShown) });
  return [['• ', { bold: say.times(group.count) }, ` ${clip(group.title, titleShown)}`], about];
}
