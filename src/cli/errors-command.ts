import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { clip, oneLine } from '../core/kit/text.ts';
import type { ErrorDigest } from '../core/logs/error-traces/digest.ts';
import { createErrorDigest } from '../core/logs/error-traces/error-digest.ts';
import { type CliCommand, done, failed, type Outcome, wrongUsage } from './command.ts';
import { fileProblem } from './file-problem.ts';

const shownGroups = 20;

export const errorsCommand: CliCommand = {
  name: 'errors',
  usage: 'errors app.log [--tenant field]',
  does: 'Errors of a log file (- for standard input) by cause; --tenant names who is hit',
  options: { tenant: 'text' },
  run: async ({ words, options }, terminal) => {
    const [path, ...rest] = words;
    if (path === undefined || rest.length > 0) return wrongUsage('Name one file, or - .');
    const tenant = options.tenant;
    const digest = createErrorDigest(typeof tenant === 'string' ? { tenantField: tenant } : {});
    try {
      const input = Readable.from(terminal.openFile(path), { objectMode: false });
      let at = 0;
      for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
        // A line without a time, of a stack for example, belongs to the moment of the one before.
        at = timeIn(text) ?? at;
        digest.add({ at, stream: path, text });
      }
    } catch (error) {
      return failed(fileProblem(path, error));
    }
    return report(digest.end());
  },
};

/** The first moment in a line: ISO 8601 (UTC where it names no offset), or pino's epoch. */
function timeIn(line: string): number | undefined {
  const head = line.slice(0, 1_000);
  const iso = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(Z|[+-]\d\d:?\d\d)?/.exec(head);
  const epoch = iso ? undefined : /"(?:time|timestamp|ts)":\s*(\d{13})\b/.exec(head)?.[1];
  if (epoch !== undefined) return Number(epoch);
  if (!iso) return undefined;
  const text = iso[0].replace(' ', 'T').replace(',', '.');
  const at = Date.parse(iso[1] === undefined ? `${text}Z` : text);
  return Number.isNaN(at) ? undefined : at;
}

function report(digest: ErrorDigest): Outcome {
  const { groups, records, tenants, unread } = digest;
  const of = tenants?.total === undefined ? '' : ` of ${tenants.total}`;
  const hit = tenants === undefined ? '' : `, ${tenants.hit}${of} hit`;
  const lost = unread === 0 ? '' : `, ${unread} lines could not be read`;
  const head = `${records} errors, ${groups.length} causes${hit}${lost}`;
  const lines = groups
    .slice(0, shownGroups)
    .flatMap((group) => [
      '',
      `${group.count} times${spanText(group.firstAt, group.lastAt)}  [${group.id}]`,
      `  ${clip(oneLine(group.title), 300)}`,
      ...group.frames.map((frame) => `    ${oneLine(frame)}`),
      ...(group.tenantNames ? [`  hit: ${group.tenantNames.map(oneLine).join(', ')}`] : []),
    ]);
  const more = groups.length - shownGroups;
  const rest = more > 0 ? ['', `… ${more} more causes; --json has them all`] : [];
  return done([head, ...lines, ...rest].join('\n'), digest);
}

function spanText(firstAt: number, lastAt: number): string {
  if (firstAt === 0) return '';
  const iso = (at: number) => new Date(at).toISOString();
  return firstAt === lastAt ? `, ${iso(firstAt)}` : `, ${iso(firstAt)} to ${iso(lastAt)}`;
}
