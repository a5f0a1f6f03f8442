import type { Evidence } from '../evidence/evidence.ts';
import { oneLine, plainText } from '../kit/text.ts';
import { localText } from '../kit/time.ts';
import type { SlowClass, SlowDiagnosis } from '../logs/slow-log/digest.ts';
import { bytes, compact, milliseconds, percent } from './amounts.ts';
import type { Inline } from './briefing.ts';
import { goneLines } from './see/slow.ts';
import { statementName } from './statement-name.ts';
import type { Words } from './words/words.ts';

/** A phone shows a text file this wide without turning it. */
const columns = 60;
const indent = '   ';
/** Of one statement: generated SQL goes on for pages. */
const statementLines = 20;

/**
 * Every kind of slow statement as plain text, most costly first: beside a baseline by what it costs
 * beyond then, else by total time. No literals, except in examples where the configuration allows
 * them. Undefined when there is none.
 */
export function slowReport(evidence: Evidence, words: Words, zone: string): string | undefined {
  const { slow, window, baseline } = evidence;
  if (!slow || slow.classes.length === 0) return undefined;
  const say = words.attached;
  const cost = (each: SlowClass) => (baseline ? (each.change?.costMs ?? 0) : each.timeMs.total);
  const ranked = slow.classes.toSorted(
    (a, b) => cost(b) - cost(a) || b.timeMs.total - a.timeMs.total,
  );
  const kinds = evidence.kindsFound ?? ranked.length;
  const lines = [
    say.reportTitle,
    `${localText(window.fromAt, zone)}`,
    `– ${localText(window.toAt, zone)}`,
    evidence.source,
    say.sum(slow.events, milliseconds(slow.totalMs), kinds),
    ...(evidence.partial ? [`${words.evidenceBriefing.partial} ${evidence.partial}`] : []),
    ...(slow.unreadBytes > 0 ? [words.slow.unread(bytes(slow.unreadBytes))] : []),
    ...goneLines(slow, words).flat(),
  ].flatMap((line) => wrap(line, columns));
  const classes = ranked.flatMap((each, index) => ['', ...classLines(each, index + 1, words)]);
  const left = kinds - ranked.length;
  const more = left > 0 ? ['', words.evidenceBriefing.more(left)] : [];
  return `${[...lines, ...classes, ...more].join('\n')}\n`;
}

function classLines(entry: SlowClass, place: number, words: Words): string[] {
  const { timeMs, count, share, lockMs, rowsExamined, rowsSent, change, callers = [] } = entry;
  const say = words.attached;
  const facts = [
    say.numbers(compact(count), milliseconds(timeMs.total), percent(share)),
    `p50 ${milliseconds(timeMs.p50)} · p95 ${milliseconds(timeMs.p95)} · p99 ${milliseconds(timeMs.p99)} · max ${milliseconds(timeMs.max)}`,
    ...(rowsExamined
      ? [words.slow.rows(compact(rowsExamined.mean), rowsSent && compact(rowsSent.mean))]
      : []),
    ...(lockMs && lockMs.total > 0 ? [say.locks(milliseconds(lockMs.total))] : []),
    ...(change ? [say.change(change, milliseconds)] : []),
    ...entry.diagnoses.map((diagnosis) => diagnosisLine(diagnosis, words)),
    ...(callers.length > 0 ? [say.callers(callers.map(({ name }) => name))] : []),
  ];
  const texts = [entry.fingerprint, ...(entry.example ? [say.example(entry.example)] : [])];
  return [
    ...wrap(`${place}. ${statementName(entry)}`, columns),
    ...facts.flatMap((fact) => wrap(fact, columns - indent.length)).map((line) => indent + line),
    ...texts.flatMap(statementText).map((line) => indent + line),
  ];
}

function statementText(text: string): string[] {
  const lines = wrap(text, columns - indent.length);
  const cut = lines.length > statementLines ? ['…'] : [];
  return [...lines.slice(0, statementLines), ...cut];
}

function diagnosisLine(diagnosis: SlowDiagnosis, words: Words): string {
  const said = words.slow.diagnosis(diagnosis).map(inlineText).join('');
  return `→ ${words.slow.sure[diagnosis.sure]}: ${said}`;
}

function inlineText(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  return 'code' in inline ? inline.code : 'bold' in inline ? inline.bold : '';
}

/** Lines of at most `room` columns, broken at blanks where there are any. Hangul is two wide. */
function wrap(text: string, room: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(plainText(oneLine(text))).split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (widthOf(joined) <= room) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const letter of word) {
      if (widthOf(line + letter) > room) {
        lines.push(line);
        line = '';
      }
      line += letter;
    }
  }
  return line === '' ? lines : [...lines, line];
}

function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += letter >= '\u1100' ? 2 : 1;
  return width;
}
