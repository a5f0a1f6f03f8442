import { clip, oneLine, plainText } from '../core/kit/text.ts';
import type { SlowDigest } from '../core/logs/slow-log/digest.ts';
import { createSlowDigest } from '../core/logs/slow-log/slow-digest.ts';
import { createSlowLogReader } from '../core/logs/slow-log/slow-log-reader.ts';
import type { Dialect } from '../core/logs/slow-log/slow-query.ts';
import { type CliCommand, done, failed, type Outcome, wrongUsage } from './command.ts';
import { faces } from './faces.ts';
import { fileProblem } from './log-file/file-problem.ts';
import { unpack } from './log-file/unpack.ts';

/** This much of a log is enough to tell whose it is. */
const sampleBytes = 256 * 1024;
const shownClasses = 20;

export const digestCommand: CliCommand = {
  ...faces.digest,
  run: async ({ words, options }, terminal) => {
    const [path, ...rest] = words;
    const engine = dialectNamed(options.engine);
    if (path === undefined || rest.length > 0) return wrongUsage('Name one file, or - .');
    if (engine === 'unknown') return wrongUsage('--engine takes mysql (MariaDB too) or postgres.');
    try {
      return report(await digestOf(unpack(terminal.openFile(path).pieces), engine));
    } catch (error) {
      return failed(fileProblem(path, error));
    }
  },
};

async function digestOf(
  pieces: AsyncIterable<Uint8Array>,
  stated: Dialect | undefined,
): Promise<SlowDigest> {
  const digest = createSlowDigest();
  const open = (dialect: Dialect) => createSlowLogReader({ dialect, take: digest.add });
  let reader = stated === undefined ? undefined : open(stated);
  let sample: Uint8Array[] = [];
  const start = () => {
    const begun = open(guessDialect(Buffer.concat(sample).toString('latin1')));
    for (const piece of sample) begun.push(piece);
    sample = [];
    return begun;
  };
  let sampled = 0;
  for await (const piece of pieces) {
    if (reader) {
      reader.push(piece);
      continue;
    }
    sample.push(piece);
    sampled += piece.byteLength;
    if (sampled >= sampleBytes) reader = start();
  }
  reader ??= start();
  digest.addUnread(reader.end().unreadBytes);
  return digest.result();
}

/** MySQL's slow log has a line of its own for each time; no PostgreSQL format has it. */
function guessDialect(sample: string): Dialect {
  return /^# (?:Query_time|User@Host|Time):/m.test(sample) ? 'mysql' : 'postgres';
}

function report(digest: SlowDigest): Outcome {
  const { classes, events, totalMs, unreadBytes } = digest;
  const unread = unreadBytes === 0 ? '' : `, ${unreadBytes} bytes could not be read`;
  const head = `${events} statements, ${classes.length} shapes, ${seconds(totalMs)} in all${unread}`;
  const lines = classes
    .slice(0, shownClasses)
    .flatMap((one) => [
      '',
      `${seconds(one.timeMs.total)}  ${one.count} times, longest ${seconds(one.timeMs.max)}, p95 ${seconds(one.timeMs.p95)}${rows(one.rowsExamined?.total, one.count)}  [${one.id}]`,
      `  ${clip(oneLine(plainText(one.fingerprint)), 500)}`,
    ]);
  const more = classes.length - shownClasses;
  const rest = more > 0 ? ['', `… ${more} more shapes; --json has them all`] : [];
  return done([head, ...lines, ...rest].join('\n'), digest);
}

function rows(examined: number | undefined, count: number): string {
  return examined === undefined ? '' : `, ${Math.round(examined / count)} rows examined each time`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 10_000 ? 3 : 1)} s`;
}

function dialectNamed(name: unknown): Dialect | undefined | 'unknown' {
  if (name === undefined) return undefined;
  if (name === 'mysql' || name === 'mariadb') return 'mysql';
  return name === 'postgres' ? 'postgres' : 'unknown';
}
