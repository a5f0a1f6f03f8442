import { clip } from '../kit/text.ts';
import type { Alert } from '../triage/alert.ts';
import type { Briefing, Inline, Line, Part } from './briefing.ts';
import {
  hitOf,
  type IncidentView,
  nameplate,
  onsetOf,
  plainNameplate,
  tenantNoun,
} from './incident-view.ts';
import { offersOf } from './offers.ts';
import { worseHeadline } from './see/slow.ts';
import type { Words } from './words/words.ts';

const alarmsShown = 3;
const reasonShown = 160;

/** The incident as it is now, on one phone screen; edited in place. */
export function cardOf(incident: IncidentView, words: Words): Briefing {
  const worse = worseHeadline(incident.evidence['slow-queries']?.slow, words);
  const parts: Part[] = [
    { kind: 'header', text: nameplate(incident, words) },
    { kind: 'lines', lines: [[{ bold: incident.title }], ...(worse ? [[worse]] : [])] },
    { kind: 'facts', facts: factsOf(incident, words) },
  ];
  const alarms = alarmLines(incident, words);
  if (alarms.length > 0) parts.push({ kind: 'lines', lines: alarms });
  const offers = offersOf(incident, words);
  if (offers.length > 0) parts.push({ kind: 'offers', offers });
  parts.push({ kind: 'quiet', lines: [originOf(incident, words)] });
  return { text: lockScreen(incident, words), parts };
}

function lockScreen(incident: IncidentView, words: Words): string {
  const hit = hitOf(incident);
  const worse = worseHeadline(incident.evidence['slow-queries']?.slow, words);
  const pieces = [
    `${plainNameplate(incident, words)}: ${incident.title}.`,
    ...(worse ? [`${worse}.`] : []),
    ...(hit ? [`${words.card.tenantsHit(hit.hit, hit.total, tenantNoun(incident))}.`] : []),
    incident.acknowledged || incident.closed
      ? `${incident.id} ${words.phase(incident.phase)}.`
      : words.card.acknowledgePlease,
  ];
  return pieces.join(' ');
}

function factsOf(incident: IncidentView, words: Words): { label: string; value: Line }[] {
  const { card } = words;
  const hit = hitOf(incident);
  const facts: { label: string; value: Line }[] = [
    { label: card.since, value: [{ at: onsetOf(incident), style: 'date-time' }] },
    { label: card.phase, value: [stageOf(incident, words)] },
    {
      label: card.hit,
      value: [hit ? card.tenantsHit(hit.hit, hit.total, tenantNoun(incident)) : card.unknownHit],
    },
    { label: card.onIt, value: whoIsOnIt(incident, words) },
  ];
  const { rollout } = incident;
  if (rollout) {
    const label = rollout.to?.label ?? rollout.from?.label ?? '';
    const percent = rollout.progress.percent;
    const progress = percent !== undefined && percent < 100 ? `, ${Math.round(percent)} %` : '';
    facts.push({
      label: card.rollout,
      value: [`${label ? `${label} · ` : ''}${words.rollout(rollout.phase)}${progress}`],
    });
  }
  return facts;
}

/** The phase; once the recovery is proven, that is what people want to read. */
function stageOf(incident: IncidentView, words: Words): string {
  const isProven = incident.actions.at(-1)?.verification?.verdict === 'confirmed';
  return incident.phase === 'verifying' && isProven
    ? words.card.recovered
    : words.phase(incident.phase);
}

function whoIsOnIt(incident: IncidentView, words: Words): Line {
  if (incident.acknowledged) return [{ person: incident.acknowledged.by }];
  const last = incident.pages.at(-1);
  if (!last || last.state === 'settled') return [words.card.nobodyYet];
  return [`${words.card.nobodyYet}, ${words.card.paging} `, { person: last.person }];
}

function alarmLines(incident: IncidentView, words: Words): Line[] {
  const alerts = Object.values(incident.alerts).sort(byImportance);
  const lines = alerts.slice(0, alarmsShown).map((alert): Line => alarmLine(alert, words));
  if (alerts.length > alarmsShown) lines.push([words.card.moreAlarms(alerts.length - alarmsShown)]);
  if (alerts.length > 0 && alerts.every(({ state }) => state === 'ok')) {
    lines.push([words.card.allClear]);
  }
  return lines;
}

function alarmLine(alert: Alert, words: Words): Line {
  const state = words.alarmState(alert.state);
  const reason = clip(reasonOf(alert, words), reasonShown);
  const line: Inline[] = [
    alert.state === 'alarm' ? { bold: state } : state,
    ' ',
    { code: alert.name },
    ' ',
    { at: alert.changedAt, style: 'time' },
  ];
  if (alert.state === 'alarm' && reason) line.push(` — ${reason}`);
  return line;
}

/**
 * CloudWatch's reason for a threshold is a long sentence around one number: the number and the limit
 * are what people need. Any other reason is shown as it is.
 */
function reasonOf(alert: Alert, words: Words): string {
  const measured = /^Threshold Crossed: .*?\[(-?[\d.]+(?:E-?\d+)?)[ \]]/i.exec(alert.reason)?.[1];
  const threshold = alert.metric?.threshold;
  if (measured === undefined || threshold === undefined) return alert.reason;
  return words.card.measured(Number(Number(measured).toPrecision(3)), threshold);
}

function byImportance(a: Alert, b: Alert): number {
  const rank = { alarm: 0, 'insufficient-data': 1, ok: 2 };
  return rank[a.state] - rank[b.state] || b.changedAt - a.changedAt;
}

function originOf(incident: IncidentView, words: Words): Line {
  return incident.openedBy === 'firebreak'
    ? [`${incident.id} · ${words.card.openedByAlarm} `, { at: incident.openedAt, style: 'time' }]
    : [
        `${incident.id} · ${words.card.declaredBy} `,
        { person: incident.openedBy },
        ' ',
        { at: incident.openedAt, style: 'time' },
      ];
}
