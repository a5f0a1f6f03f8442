import type { Evidence } from '../../evidence/evidence.ts';
import type { EvidenceKind, Window } from '../../evidence/question.ts';
import { clip } from '../../kit/text.ts';
import type { Inline, Line, Part } from '../briefing.ts';
import type { Words } from '../words/words.ts';
import { changesTold } from './changes.ts';
import { databaseTold } from './database.ts';
import { errorsTold } from './errors.ts';
import { slowTold } from './slow.ts';
import type { About, Teller } from './teller.ts';
import { volumeTold } from './volume.ts';

/** The link holds the whole query, and so does the timeline. */
const queryShown = 80;
const failureShown = 600;
const partialShown = 300;

export const tellers: Readonly<Record<EvidenceKind, Teller>> = {
  errors: errorsTold,
  'slow-queries': slowTold,
  'log-volume': volumeTold,
  database: databaseTold,
  changes: changesTold,
};

/** One answer of any kind: what was found, or that nothing was, or why nobody knows; and from where. */
export function answerParts(evidence: Evidence, about: About, words: Words): Part[] {
  const say = words.evidenceBriefing;
  const title: Line = [{ bold: say.titles[evidence.kind] }, ...lookLink(evidence, words)];
  return [
    { kind: 'lines', lines: [title, ...answerLines(evidence, about, words)] },
    { kind: 'quiet', lines: [...small(evidence, about, words), ...provenance(evidence, words)] },
  ];
}

/** Failed, empty and found are three different answers. */
function answerLines(evidence: Evidence, about: About, words: Words): readonly Line[] {
  const say = words.evidenceBriefing;
  if (evidence.status === 'failed') {
    return [[say.failed(evidence.kind, clip(evidence.failure ?? '', failureShown))]];
  }
  const lines = tellers[evidence.kind].lines(evidence, about, words);
  return lines.length > 0 ? lines : [[say.none[evidence.kind]]];
}

function small(evidence: Evidence, about: About, words: Words): readonly Line[] {
  if (evidence.status === 'failed') return [];
  return tellers[evidence.kind].small?.(evidence, about, words) ?? [];
}

function lookLink(evidence: Evidence, words: Words): Inline[] {
  return evidence.link ? [' · ', { link: evidence.link, label: words.evidenceBriefing.look }] : [];
}

/** Where it was looked, in which window, with which query: so that anybody can check. */
function provenance(evidence: Evidence, words: Words): Line[] {
  const say = words.evidenceBriefing;
  const { baseline, covered } = evidence;
  const lines: Line[] = [
    [
      `${evidence.source} · ${say.window} `,
      ...span(evidence.window),
      ` · ${say.query}: ${clip(evidence.query, queryShown)}`,
    ],
  ];
  if (baseline) {
    const against = say.comparedWith(baseline.is, baseline.release ?? '');
    lines.push([`${against} `, ...span(baseline.window, 'date-time')]);
  }
  if (covered) lines.push([`${say.covered} `, ...span(covered)]);
  if (evidence.instead) lines.push([`${say.instead} ${clip(evidence.instead, partialShown)}`]);
  if (evidence.partial) lines.push([`${say.partial} ${clip(evidence.partial, partialShown)}`]);
  return lines;
}

/** Of half a day or more, times alone would leave open which day. */
const longMs = 12 * 3_600_000;

function span({ fromAt, toAt }: Window, style: 'time' | 'date-time' = 'time'): Inline[] {
  const long = toAt - fromAt >= longMs ? ('date-time' as const) : undefined;
  return [{ at: fromAt, style: long ?? style }, '–', { at: toAt, style: long ?? 'time' }];
}
