import type { Claim, Finding } from '../../evidence/finding.ts';
import { nameOf } from '../../evidence/finding.ts';
import type { LogSilence } from '../../evidence/log-silence.ts';
import type { Weighed } from '../../evidence/weigh.ts';
import { clip } from '../../kit/text.ts';
import { compact, percent } from '../amounts.ts';
import type { Inline, Line, Part } from '../briefing.ts';
import { statementName } from '../statement-name.ts';
import type { Words } from '../words/words.ts';
import { type About, indent } from './teller.ts';
import { wrongEnvironmentHead, wrongEnvironmentLines } from './wrong-environment.ts';

const findingsShown = 4;
const titleShown = 120;

/** The claims themselves, surest causes first; what one explains is named below it. */
export function findingParts({ findings, onset }: Weighed, about: About, words: Words): Part[] {
  const say = words.findings;
  const own = findings.filter(({ explainedBy }) => explainedBy === undefined);
  const lines: Line[] = [[{ bold: say.title }]];
  if (own.length === 0) lines.push([say.nothing]);
  for (const finding of own.slice(0, findingsShown)) {
    lines.push(...findingLines(finding, about, words));
    const consequences = findings.filter(({ explainedBy }) => explainedBy === nameOf(finding));
    if (consequences.length > 0) {
      const names = consequences.map((one) => headOf(one, words)).join(' · ');
      lines.push([`${indent}${say.consequence}: ${names}`]);
    }
  }
  const began: Line = [`${say.onset[onset.from]} `, { at: onset.at, style: 'date-time' }];
  return [
    { kind: 'lines', lines },
    { kind: 'quiet', lines: [began] },
  ];
}

/** The surest cause in so few words that a lock screen holds it. */
export function findingHeadline({ findings }: Weighed, words: Words): string | undefined {
  const [first] = findings;
  return first && isClaim(first) ? headOf(first, words) : undefined;
}

/** Of slow statements their own teller says more. */
function isClaim(finding: Finding): boolean {
  return finding.id !== 'slow';
}

function findingLines(finding: Finding, about: About, words: Words): Line[] {
  const sure = words.slow.sure[finding.sure];
  const mark: Inline = finding.sure === 'known' ? { bold: sure } : { italic: sure };
  return [
    ['• ', mark, `: ${headOf(finding, words)}`],
    ...detailLines(finding, about, words).map((line): Line => [indent, ...line]),
  ];
}

function headOf(finding: Claim, words: Words): string {
  const say = words.findings;
  switch (finding.id) {
    case 'errors': {
      const { diagnosis, group } = finding;
      const name = diagnosis ? words.diagnosis(diagnosis)?.name : undefined;
      return `${name ?? clip(group.title, titleShown)} (${words.evidenceBriefing.times(group.count)})`;
    }
    case 'log-silence':
      return say.silence(finding.silence.group, percent(finding.silence.left));
    case 'wrong-environment':
      return wrongEnvironmentHead(finding.wrong, words);
    case 'failover':
      return say.failover(finding.was, finding.is);
    case 'strain':
      return say.strain(finding.strain);
    case 'slow':
      return say.slow(statementName(finding.statement));
  }
}

function detailLines(finding: Claim, about: About, words: Words): Line[] {
  const say = words.findings;
  switch (finding.id) {
    case 'errors':
      return errorDetails(finding, about, words);
    case 'log-silence': {
      const { silence, release } = finding;
      const since: Line = [`${say.since} `, { at: silence.sinceAt, style: 'date-time' }];
      return [
        release ? [...since, ` · ${say.silentWith(release)}`] : since,
        ...silencedLevels(silence, words),
        ...(silence.onlyAccess ? [[say.silenceAccess]] : []),
        [say.silenceHides],
      ];
    }
    case 'wrong-environment':
      return wrongEnvironmentLines(finding.wrong, about, words);
    case 'failover':
      return [[{ at: finding.at, style: 'date-time' }]];
    case 'slow':
    case 'strain':
      return [];
  }
}

/** Errors and warnings that used to come and come no more. */
function silencedLevels(silence: LogSilence, words: Words): Line[] {
  const say = words.findings;
  const { errorsBefore, errorsSince, warningsBefore, warningsSince } = silence;
  const facts = [
    ...(errorsBefore === undefined || errorsSince === undefined
      ? []
      : [say.silenceErrors(compact(errorsBefore), compact(errorsSince))]),
    ...(!warningsBefore || warningsSince === undefined
      ? []
      : [say.silenceWarnings(compact(warningsBefore), compact(warningsSince))]),
  ];
  return facts.length > 0 ? [[facts.join(' · ')]] : [];
}

function errorDetails(
  finding: Extract<Claim, { id: 'errors' }>,
  about: About,
  words: Words,
): Line[] {
  const say = words.findings;
  const { diagnosis, newSince, hit, tenants, write, onlyAccessLines } = finding;
  const facts: string[] = [];
  if (newSince.verdict === 'new') {
    const { afterMs, release, sure } = newSince;
    const length = words.duration(Math.abs(afterMs));
    facts.push(
      sure === 'guess'
        ? say.mayHaveCome(release, length)
        : say.beganWith(release, length, afterMs < 0),
    );
  } else if (newSince.verdict === 'not-new' && newSince.why === 'seen-before') {
    facts.push(say.notNew);
  }
  if (hit?.because === 'data') {
    const few = words.card.tenantsHit(hit.tenants, hit.total, about.noun);
    facts.push(say.onlyTenants(few, compact(hit.expected)));
  } else if (hit && 'baseShare' in hit) {
    const where = hit.field ?? say.places[hit.because];
    if (tenants) facts.push(words.card.tenantsHit(tenants.hit, tenants.total, about.noun));
    facts.push(say.onlyAt(where, hit.value, hit.count, hit.of, percent(hit.baseShare)));
  }
  const lines: Line[] = facts.length > 0 ? [[facts.join(' · ')]] : [];
  if (write) lines.push(...writeLines(write, words));
  if (onlyAccessLines) {
    lines.push([onlyAccessLines === 'compared' ? say.onlyWritesThere : say.onlyAccessLines]);
  }
  const known = diagnosis ? words.diagnosis(diagnosis) : undefined;
  // Once it is known whose fault it is, what usually causes it is no news, nor is what to look at.
  if (known && (!write || write.why === 'unknown')) {
    lines.push([`${say.usually} ${known.usually}`], [`${say.checkNext} ${known.check[0]}.`]);
  }
  return lines;
}

function writeLines(
  write: NonNullable<Extract<Claim, { id: 'errors' }>['write']>,
  words: Words,
): Line[] {
  const say = words.findings;
  const { host, instance, roleNow, before, failoverAt, why } = write;
  const name = instance ?? host;
  const lines: Line[] = [];
  if (name) {
    const was = before && { role: before.role, ago: words.duration(before.agoMs) };
    lines.push([roleNow ? say.writeHost(name, roleNow, was) : say.writeHostUnknown(name)]);
  }
  if (why === 'wrong-routing') lines.push([say.wrongRouting]);
  if (why === 'topology-moved') lines.push([say.topologyMoved]);
  if (failoverAt !== undefined) {
    lines.push([`${say.lastFailover} `, { at: failoverAt, style: 'date-time' }]);
  }
  return lines;
}
