import { sinceReleases } from '../../evidence/slow-since-release.ts';
import { clip } from '../../kit/text.ts';
import { isWorse } from '../../logs/slow-log/change.ts';
import type {
  SlowChange,
  SlowClass,
  SlowDiagnosis,
  SlowDigest,
  SlowHappening,
} from '../../logs/slow-log/digest.ts';
import { bytes, compact, milliseconds, percent } from '../amounts.ts';
import type { Inline, Line } from '../briefing.ts';
import { statementName } from '../statement-name.ts';
import type { Words } from '../words/words.ts';
import { loadHeadline, loadLines } from './load.ts';
import { indent, type Teller } from './teller.ts';

/** All lines about statements together: a phone shows so many beside the rest of the thread. */
const linesShown = 5;
/** Wider code wraps or scrolls on a phone. */
const codeShown = 60;
const reasonShown = 100;

/**
 * The statement that costs most in full (what, how much, likely why), the next ones in a line each.
 * Beside a baseline only what got worse, by what it costs beyond then; without one by total time.
 */
export const slowTold: Teller = {
  lines(evidence, { releases }, words) {
    const { slow, load, baseline } = sinceReleases(evidence, releases);
    if (!slow && load) return loadLines(load, words);
    if (!slow || (slow.events === 0 && !slow.happenings?.length)) return [];
    const happened = happeningLines(slow.happenings ?? [], words);
    const { told, areWorse } = ranked(slow);
    const calm: Line[] =
      baseline && !areWorse && told.length > 0 ? [[words.slow.nothingWorse]] : [];
    const room = linesShown - happened.length - calm.length;
    return [...calm, ...classLines(told, room, words), ...happened];
  },
  small(evidence, { releases }, words) {
    const { slow, kindsFound } = sinceReleases(evidence, releases);
    if (!slow) return [];
    const { told } = ranked(slow);
    const kinds = kindsFound ?? slow.classes.length;
    const check = told[0]?.diagnoses[0];
    return [
      ...(check ? [[`${words.slow.checkNext} ${words.slow.check(check)}`]] : []),
      ...(kinds > 1 ? [[words.slow.kinds(kinds)]] : []),
      ...goneLines(slow, words),
      ...(slow.unreadBytes > 0 ? [[words.slow.unread(bytes(slow.unreadBytes))]] : []),
    ];
  },
  headline({ slow, load }, words) {
    if (!slow && load) return loadHeadline(load, words);
    const top = slow && ranked(slow).told[0];
    return top && words.slow.headline(statementName(top), headlineFacts(top, words));
  },
};

/** What got worse, as a card says it; undefined when nothing did or nobody compared. */
export function worseHeadline(slow: SlowDigest | undefined, words: Words): string | undefined {
  const worst = slow?.classes.some(isWorse) ? ranked(slow).told[0] : undefined;
  return worst && words.slow.headline(statementName(worst), headlineFacts(worst, words));
}

function headlineFacts(entry: SlowClass, words: Words): string {
  const change = changeText(entry, words);
  return [...(change ? [change] : []), words.slow.share(percent(entry.share))].join(', ');
}

function ranked({ classes }: SlowDigest): { told: readonly SlowClass[]; areWorse: boolean } {
  const worse = classes.filter(isWorse);
  if (worse.length === 0) return { told: classes, areWorse: false };
  const cost = ({ change }: SlowClass) => change?.costMs ?? 0;
  return { told: worse.sort((a, b) => cost(b) - cost(a)), areWorse: true };
}

function classLines(classes: readonly SlowClass[], room: number, words: Words): Line[] {
  const [first, ...rest] = classes;
  if (!first) return [];
  const lead = leadLines(first, words);
  const others = rest.slice(0, Math.max(0, room - lead.length)).map((one) => shortLine(one, words));
  if (lead.length + others.length < room) {
    lead.push([indent, { code: clip(shortStatement(first.fingerprint), codeShown) }]);
  }
  return [...lead, ...others];
}

function leadLines(entry: SlowClass, words: Words): Line[] {
  const { change } = entry;
  const facts = [
    `p95 ${milliseconds(entry.timeMs.p95)}`,
    ...(change?.kind === 'slower' && change.beforeP95Ms !== undefined
      ? [words.evidenceBriefing.before(milliseconds(change.beforeP95Ms))]
      : []),
    ...rowsText(entry, words),
    words.evidenceBriefing.times(entry.count),
  ];
  const why = whyText(entry.diagnoses, words);
  return [
    headLine(entry, words),
    [`${indent}${facts.join(' · ')}`],
    ...(why.length > 0 ? [[indent, ...why]] : []),
  ];
}

/** `• SELECT point_transactions · new · 41 % of slow time` */
function headLine(entry: SlowClass, words: Words): Line {
  const change = changeText(entry, words);
  const share = words.slow.share(percent(entry.share));
  return ['• ', { bold: statementName(entry) }, ...(change ? [` · ${change}`] : []), ` · ${share}`];
}

function shortLine(entry: SlowClass, words: Words): Line {
  const [diagnosis] = entry.diagnoses;
  const numbers = ` · p95 ${milliseconds(entry.timeMs.p95)}`;
  return [
    ...headLine(entry, words),
    ...(diagnosis ? [' · ', ...diagnosisText(diagnosis, words)] : [numbers]),
  ];
}

/** What it is, and since when: the release does not take the place of the reason. */
function whyText(diagnoses: readonly SlowDiagnosis[], words: Words): Inline[] {
  const [diagnosis] = diagnoses.filter(({ id }) => id !== 'began-with-release');
  const began = diagnoses.find(({ id }) => id === 'began-with-release');
  if (!diagnosis || !began)
    return diagnoses.slice(0, 1).flatMap((one) => diagnosisText(one, words));
  const since = began.sure === 'guess' ? diagnosisText : saidOf;
  return [...diagnosisText(diagnosis, words), ' · ', ...since(began, words)];
}

/** `likely: no index for member_id, created_at`; what is not known is in italics. */
function diagnosisText(diagnosis: SlowDiagnosis, words: Words): Inline[] {
  const sure = words.slow.sure[diagnosis.sure];
  const mark: Inline = diagnosis.sure === 'known' ? sure : { italic: sure };
  return [mark, ': ', ...saidOf(diagnosis, words)];
}

/** Columns and callers are the log's words, as many and as long as it likes. */
function saidOf(diagnosis: SlowDiagnosis, words: Words): Inline[] {
  return words.slow.diagnosis(diagnosis).map(short);
}

function short(inline: Inline): Inline {
  if (typeof inline === 'string') return clip(inline, reasonShown);
  return 'code' in inline ? { code: clip(inline.code, codeShown) } : inline;
}

function rowsText({ rowsExamined, rowsSent }: SlowClass, words: Words): string[] {
  if (rowsExamined === undefined) return [];
  const sent = rowsSent && compact(rowsSent.mean);
  return [words.slow.rows(compact(rowsExamined.mean), sent)];
}

function changeText({ change, timeMs }: SlowClass, words: Words): string | undefined {
  if (!change || change.kind === 'same' || change.kind === 'less') return undefined;
  return words.slow.change(change.kind, timesOf(change, timeMs.p95));
}

function timesOf(change: SlowChange, p95: number): string | undefined {
  if (change.kind !== 'slower' || !change.beforeP95Ms) return undefined;
  return times(p95 / change.beforeP95Ms);
}

function times(factor: number): string {
  return factor < 9.95 ? factor.toFixed(1).replace('.0', '') : String(Math.round(factor));
}

/** What is asked for says more than which columns are given. */
function shortStatement(fingerprint: string): string {
  return fingerprint.length <= codeShown
    ? fingerprint
    : fingerprint.replace(/^(select) (?!\* ).{3,}? (from) /i, '$1 … $2 ');
}

/** Lock waits, deadlocks, temporary files and cancelled statements in one line. */
function happeningLines(happenings: readonly SlowHappening[], words: Words): Line[] {
  if (happenings.length === 0) return [];
  const texts = happenings.map(({ kind, count, total }) => {
    const amount =
      total === undefined ? undefined : kind === 'temp-file' ? bytes(total) : milliseconds(total);
    return words.slow.happening(
      kind,
      count,
      kind === 'lock-wait' || kind === 'temp-file' ? amount : undefined,
    );
  });
  return [[`• ${texts.join(' · ')}`]];
}

export function goneLines({ gone = [], goneMore }: SlowDigest, words: Words): string[][] {
  if (gone.length === 0) return [];
  const total = gone.reduce((sum, { beforeTotalMs }) => sum + beforeTotalMs, 0);
  const { kinds, beforeTotalMs } = goneMore ?? { kinds: 0, beforeTotalMs: 0 };
  return [[words.slow.gone(gone.length + kinds, milliseconds(total + beforeTotalMs))]];
}
