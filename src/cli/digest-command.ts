import { clip, oneLine, plainText } from '../core/kit/text.ts';
import type { SlowDigest } from '../core/logs/slow-log/digest.ts';
import { createSlowDigest } from '../core/logs/slow-log/slow-digest.ts';
import { createSlowLogReader } from '../core/logs/slow-log/slow-log-reader.ts';
import type { Dialect } from '../core/logs/slow-log/statement.ts';
import { type CliCommand, done, failed, type Outcome, wrongUsage } from './command.ts';
import { faces } from './faces.ts';
import { fileProblem } from './log-file/file-problem.ts';
import { unpack } from './log-file/unpack.ts';

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
  const reader = createSlowLogReader({ dialect: stated ?? 'auto', taker: digest });
  for await (const piece of pieces) reader.push(piece);
  reader.end();
  return digest.result();
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
