import type { Evidence } from '../../evidence/evidence.ts';
import { evidenceKinds } from '../../evidence/question.ts';
import type { Briefing, Line, Part } from '../briefing.ts';
import { type IncidentView, nameplate, onsetOf, tenantNoun, weighedOf } from '../incident-view.ts';
import type { Words } from '../words/words.ts';
import { answerParts, tellers } from './answer.ts';
import { changeLines } from './changes.ts';
import { findingHeadline, findingParts } from './findings.ts';
import type { About } from './teller.ts';

/** "What we see" and "What changed": what the sources answered so far, edited as they answer. */
export function seen(incident: IncidentView, words: Words): Briefing {
  const say = words.evidenceBriefing;
  const weighed = weighedOf(incident);
  const about = { ...aboutOf(incident), onsetAt: weighed.onset.at };
  const parts: Part[] = [{ kind: 'header', text: say.title }];
  const asked = askedKinds(incident, words);
  if (asked.length > 0) parts.push({ kind: 'quiet', lines: [[say.asking(asked)]] });
  if (Object.keys(incident.evidence).length > 0) parts.push(...findingParts(weighed, about, words));
  for (const kind of evidenceKinds) {
    const evidence = incident.evidence[kind];
    // What changed is one list with the releases, below.
    if (evidence && kind !== 'changes') parts.push(...answerParts(evidence, about, words));
  }
  parts.push(...changeParts(incident, about, words));
  if (incident.attachFailure) {
    parts.push({ kind: 'quiet', lines: [[words.attached.failed(incident.attachFailure)]] });
  }
  const headline = findingHeadline(weighed, words) ?? headlines(incident, words);
  return { text: `${nameplate(incident, words)}: ${headline}`, parts };
}

/** One answer by itself, for somebody who asked outside an incident. */
export function evidenceAlone(
  place: {
    readonly service: string;
    readonly name: string;
    readonly tenantField?: string;
  },
  evidence: Evidence,
  words: Words,
  releases?: About['releases'],
): Briefing {
  const title = `${place.service} · ${place.name}`;
  const about = { noun: tenantNoun(place), ...(releases ? { releases } : {}) };
  return {
    text: `${title}: ${words.timeline.answered(evidence)}`,
    parts: [{ kind: 'header', text: title }, ...answerParts(evidence, about, words)],
  };
}

function aboutOf(incident: IncidentView): About {
  return {
    noun: tenantNoun(incident),
    onsetAt: onsetOf(incident),
    ...(incident.releases ? { releases: incident.releases } : {}),
  };
}

function askedKinds(incident: IncidentView, words: Words): string[] {
  return evidenceKinds
    .filter((kind) => incident.asking.some((id) => id.endsWith(`#${kind}`)))
    .map(words.evidence);
}

/** The incident's releases and, where it was asked, everything else that changed. */
function changeParts(incident: IncidentView, about: About, words: Words): Part[] {
  const { releases, rolloutFailure, evidence } = incident;
  const say = words.evidenceBriefing;
  const unread: Line[] =
    rolloutFailure && !releases ? [[words.timeline.rolloutFailed(rolloutFailure)]] : [];
  const parts: Part[] = unread.length > 0 ? [{ kind: 'lines', lines: unread }] : [];
  if (evidence.changes) return [...parts, ...answerParts(evidence.changes, about, words)];
  if (!releases) return parts;
  const found = changeLines([], about, words);
  const lines = [[{ bold: say.titles.changes }], ...(found.length > 0 ? found : [[say.noRelease]])];
  return [...parts, { kind: 'lines', lines }];
}

/** What stands for the whole message on a lock screen. */
function headlines(incident: IncidentView, words: Words): string {
  const found = evidenceKinds.flatMap((kind) => {
    const evidence = incident.evidence[kind];
    const headline = evidence && tellers[kind].headline?.(evidence, words);
    return headline ? [headline] : [];
  });
  return found.length > 0 ? found.join(' · ') : words.evidenceBriefing.title;
}
