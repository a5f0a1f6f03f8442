import type { DiagnosisWords } from '../core/briefing/diagnoses/diagnosis-words.ts';
import { diagnoses } from '../core/briefing/diagnoses/en.ts';
import { clip } from '../core/kit/text.ts';
import type { DiagnosisId } from '../core/logs/error-traces/catalogue/diagnosis-id.ts';
import type { ErrorDigest, ErrorGroup } from '../core/logs/error-traces/digest.ts';
import { createErrorDigest } from '../core/logs/error-traces/error-digest.ts';
import { type CliCommand, done, failed, type Outcome, partly } from './command.ts';
import { faces } from './faces.ts';
import { createLines } from './log-file/lines.ts';
import { createMoments } from './log-file/moments.ts';
import { printable } from './log-file/printable.ts';
import { namingFault, readLogs } from './log-file/read-logs.ts';

const shownGroups = 20;

export const errorsCommand: CliCommand = {
  ...faces.errors,
  run: async ({ words, options }, terminal) => {
    const fault = namingFault(words);
    if (fault !== undefined) return fault;
    const { tenant } = options;
    const digest = createErrorDigest(typeof tenant === 'string' ? { tenantField: tenant } : {});
    const { empty, isRead, problems } = await readLogs(words, terminal, (path) => {
      let at = 0;
      const momentIn = createMoments();
      return createLines((text) => {
        // A line without a time, of a stack for example, belongs to the moment of the one before.
        at = momentIn(text) ?? at;
        digest.add({ at, stream: path, text });
      });
    });
    if (!isRead) return failed(problems.join('\n'));
    for (const path of empty) terminal.complain(`${path} is empty.`);
    return partly(report(digest.end()), problems, terminal);
  },
};

function report(digest: ErrorDigest): Outcome {
  const { groups, records, tenants, unread } = digest;
  const of = tenants?.total === undefined ? '' : ` of ${tenants.total}`;
  const hit = tenants === undefined ? '' : `, ${tenants.hit}${of} hit`;
  const lost = unread === 0 ? '' : `, ${unread} records could not be read`;
  const head = `${records} errors, ${groups.length} causes${hit}${lost}`;
  const more = groups.length - shownGroups;
  const rest = more > 0 ? ['', `… ${more} more causes; --json has them all`] : [];
  const text = [head, ...groups.slice(0, shownGroups).flatMap(groupLines), ...rest].join('\n');
  return done(text, documentOf(digest));
}

function groupLines(group: ErrorGroup): string[] {
  const { diagnosis, tenantNames } = group;
  return [
    '',
    `${group.count} times${spanText(group)}  [${group.id}]`,
    `  ${clip(printable(group.title), 300)}`,
    ...group.frames.map((frame) => `    ${printable(frame)}`),
    ...diagnosisLines(diagnosis),
    ...(tenantNames?.length ? [`  hit: ${tenantNames.map(printable).join(', ')}`] : []),
  ];
}

function wordsOf(id: string): DiagnosisWords | undefined {
  return diagnoses[id as DiagnosisId];
}

/** What it is and what to check next, in the words the thread uses. */
function diagnosisLines(diagnosis: ErrorGroup['diagnosis']): string[] {
  const words = diagnosis && wordsOf(diagnosis.id);
  if (diagnosis === undefined || words === undefined) return [];
  return [`  ${diagnosis.sure}: ${words.name}`, `  check next: ${words.check.join('; ')}`];
}

function spanText({ firstAt, lastAt }: ErrorGroup): string {
  const [first, last] = [isoOf(firstAt), isoOf(lastAt)];
  if (first === null || last === null) return '';
  return first === last ? `, ${first}` : `, ${first} to ${last}`;
}

/** What `--json` prints. Whom the errors hit is there with `--tenant` only. */
function documentOf({ records, unread, groups, tenants }: ErrorDigest) {
  return {
    records,
    unread,
    ...(tenants === undefined ? {} : { tenants }),
    groups: groups.map((group) => ({
      id: group.id,
      title: group.title,
      count: group.count,
      firstSeen: isoOf(group.firstAt),
      lastSeen: isoOf(group.lastAt),
      ...(group.diagnosis === undefined ? {} : { diagnosis: group.diagnosis }),
      frames: group.frames,
      example: group.example,
      ...(tenants === undefined ? {} : { tenants: group.tenantNames ?? [] }),
    })),
  };
}

/** Null where no line up to there had a time. */
function isoOf(at: number): string | null {
  return at === 0 ? null : new Date(at).toISOString();
}
