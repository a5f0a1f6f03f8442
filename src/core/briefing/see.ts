import type { Evidence } from '../evidence/evidence.ts';
import { clip } from '../kit/text.ts';
import type { ErrorGroup } from '../logs/error-traces/digest.ts';
import type { SlowClass } from '../logs/slow-log/digest.ts';
import type { Release } from '../service/release.ts';
import type { Briefing, Inline, Line, Part } from './briefing.ts';
import { type IncidentView, nameplate, onsetOf, tenantNoun } from './incident-view.ts';
import type { Words } from './words/words.ts';

const kindsShown = 5;
const titleShown = 180;
const statementShown = 180;
const namesShown = 5;
/** The link holds the whole query, and so does the timeline. */
const queryShown = 80;
const frameShown = 60;
const indent = '\u2003';
const dayMs = 24 * 60 * 60_000;

/** "What we see" and "What changed": what the sources answered so far, edited as they answer. */
export function seen(incident: IncidentView, words: Words): Briefing {
  const { errors, 'slow-queries': slow } = incident.evidence;
  const say = words.evidenceBriefing;
  const parts: Part[] = [{ kind: 'header', text: say.title }];
  if (incident.asking.length > 0) {
    parts.push({ kind: 'quiet', lines: [[say.asking(askedKinds(incident, words))]] });
  }
  if (errors) parts.push(...errorParts(errors, tenantNoun(incident), words));
  if (slow) parts.push(...slowParts(slow, words));
  parts.push(...changeParts(incident, words));
  return { text: `${nameplate(incident, words)}: ${headline(incident, words)}`, parts };
}

/** One answer by itself, for somebody who asked outside an incident. */
export function evidenceAlone(
  place: { readonly service: string; readonly name: string; readonly tenantField?: string },
  evidence: Evidence,
  words: Words,
): Briefing {
  const title = `${place.service} · ${place.name}`;
  const parts =
    evidence.kind === 'errors'
      ? errorParts(evidence, tenantNoun(place), words)
      : slowParts(evidence, words);
  return {
    text: `${title}: ${words.timeline.answered(evidence)}`,
    parts: [{ kind: 'header', text: title }, ...parts],
  };
}

function askedKinds(incident: IncidentView, words: Words): string[] {
  const kinds = (['errors', 'slow-queries'] as const).filter((kind) =>
    incident.asking.some((id) => id.endsWith(`#${kind}`)),
  );
  return kinds.map(words.evidence);
}

/** One line that stands for the whole message on a lock screen. */
function headline(incident: IncidentView, words: Words): string {
  const top = incident.evidence.errors?.errors?.groups[0];
  if (top) return `${words.evidenceBriefing.times(top.count)} ${clip(top.title, 120)}`;
  const slow = incident.evidence['slow-queries']?.slow?.classes[0];
  if (slow) return `${words.evidenceBriefing.slow}: ${clip(slow.fingerprint, 120)}`;
  return words.evidenceBriefing.title;
}

function errorParts(evidence: Evidence, noun: string, words: Words): Part[] {
  const say = words.evidenceBriefing;
  const lines: Line[] = [[{ bold: say.errors }, ...lookLink(evidence, words)]];
  if (evidence.status === 'failed') {
    lines.push([say.failed('errors', evidence.failure ?? '')]);
  } else {
    const groups = evidence.errors?.groups ?? [];
    if (groups.length === 0) lines.push([say.noErrors]);
    for (const group of groups.slice(0, kindsShown)) lines.push(...errorLines(group, noun, words));
    const found = evidence.kindsFound ?? groups.length;
    if (found > kindsShown) lines.push([say.more(found - kindsShown)]);
  }
  return [
    { kind: 'lines', lines },
    { kind: 'quiet', lines: provenance(evidence, words) },
  ];
}

/** What it says, then when, whom it hits and where in the code: two lines a phone can hold. */
function errorLines(group: ErrorGroup, noun: string, words: Words): Line[] {
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
    const hit = words.card.tenantsHit(group.tenants, undefined, noun);
    about.push(` · ${hit}${names.length > 0 ? `: ${names.join(', ')}${more}` : ''}`);
  }
  const [frame] = group.frames;
  if (frame) about.push(' · ', { code: clip(frame, frameShown) });
  return [['• ', { bold: say.times(group.count) }, ` ${clip(group.title, titleShown)}`], about];
}

function slowParts(evidence: Evidence, words: Words): Part[] {
  const say = words.evidenceBriefing;
  const lines: Line[] = [[{ bold: say.slow }, ...lookLink(evidence, words)]];
  if (evidence.status === 'failed') {
    lines.push([say.failed('slow-queries', evidence.failure ?? '')]);
  } else {
    const classes = evidence.slow?.classes ?? [];
    if (classes.length === 0) lines.push([say.noSlow]);
    for (const entry of classes.slice(0, kindsShown)) lines.push(...slowLines(entry, words));
    const found = evidence.kindsFound ?? classes.length;
    if (found > kindsShown) lines.push([say.more(found - kindsShown)]);
  }
  return [
    { kind: 'lines', lines },
    { kind: 'quiet', lines: provenance(evidence, words) },
  ];
}

function slowLines(entry: SlowClass, words: Words): Line[] {
  const say = words.evidenceBriefing;
  const numbers: Inline[] = [
    '• ',
    {
      bold: say.slowLine(
        entry.count,
        milliseconds(entry.timeMs.p95),
        milliseconds(entry.timeMs.total),
      ),
    },
  ];
  if (entry.rowsExamined !== undefined && entry.rowsSent !== undefined) {
    numbers.push(
      ` · ${say.rows(compact(entry.rowsExamined.total), compact(entry.rowsSent.total))}`,
    );
  }
  return [numbers, [indent, { code: clip(entry.fingerprint, statementShown) }]];
}

function lookLink(evidence: Evidence, words: Words): Inline[] {
  return evidence.link ? [' · ', { link: evidence.link, label: words.evidenceBriefing.look }] : [];
}

/** Where it was looked, in which window, with which query: so that anybody can check. */
function provenance(evidence: Evidence, words: Words): Line[] {
  const say = words.evidenceBriefing;
  const lines: Line[] = [
    [
      `${evidence.source} · ${say.window} `,
      { at: evidence.window.fromAt, style: 'time' },
      '–',
      { at: evidence.window.toAt, style: 'time' },
      ` · ${say.query}: ${clip(evidence.query, queryShown)}`,
    ],
  ];
  if (evidence.partial) lines.push([`${say.partial} ${evidence.partial}`]);
  return lines;
}

/** Releases of the last day, with their distance to the onset: a fact, never "caused by". */
function changeParts(incident: IncidentView, words: Words): Part[] {
  const { releases } = incident;
  if (!releases) {
    return incident.rolloutFailure
      ? [{ kind: 'lines', lines: [[words.timeline.rolloutFailed(incident.rolloutFailure)]] }]
      : [];
  }
  const say = words.evidenceBriefing;
  const onset = onsetOf(incident);
  const recent = releases.filter(({ startedAt }) => startedAt > onset - dayMs).slice(0, kindsShown);
  const lines: Line[] = [[{ bold: say.changed }]];
  if (recent.length === 0) lines.push([say.nothingChanged]);
  for (const release of recent) lines.push(releaseLine(release, onset, words));
  return [{ kind: 'lines', lines }];
}

function releaseLine(release: Release, onset: number, words: Words): Line {
  const say = words.evidenceBriefing;
  const distance = words.duration(Math.abs(onset - release.startedAt));
  return [
    '• ',
    { bold: release.label },
    ` ${say.releasedAt} `,
    { at: release.startedAt, style: 'date-time' },
    `, ${release.startedAt <= onset ? say.beforeOnset(distance) : say.afterOnset(distance)}`,
  ];
}

function milliseconds(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 100_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/** 597644 → `598 k`: three digits are enough on a phone. */
function compact(count: number): string {
  if (count < 1000) return String(count);
  if (count < 1_000_000) return `${Math.round(count / 1000)} k`;
  return `${(count / 1_000_000).toFixed(1)} M`;
}
