import { compareWith } from '../core/logs/slow-log/change.ts';
import { diagnose } from '../core/logs/slow-log/diagnose.ts';
import type { SlowDigest } from '../core/logs/slow-log/digest.ts';
import { orderBy } from '../core/logs/slow-log/order.ts';
import type { Dialect } from '../core/logs/slow-log/statement.ts';
import {
  type Args,
  type CliCommand,
  done,
  failed,
  type Outcome,
  partly,
  type Terminal,
  wrongUsage,
} from './command.ts';
import { faces } from './faces.ts';
import { namingFault } from './log-file/read-logs.ts';
import { digestFiles, type FilesDigest, mixFault } from './slow/digest-files.ts';
import { documentOf } from './slow/document.ts';
import { tableOf } from './slow/table.ts';
import type { Window } from './slow/window-option.ts';

const shownClasses = 20;
const sorts = ['time', 'count', 'p95', 'rows', 'cost'] as const;

interface Wanted {
  readonly paths: readonly string[];
  readonly baseline: readonly string[];
  readonly dialect: Dialect | 'auto';
  readonly window?: Window;
  readonly sort: (typeof sorts)[number];
  readonly top?: number;
}

export const digestCommand: CliCommand = {
  ...faces.digest,
  run: async (args, terminal) => {
    const wanted = await read(args, terminal.now());
    if ('status' in wanted) return wanted;
    const { baseline, dialect, paths, window } = wanted;
    const now = await digestFiles(paths, terminal, {
      dialect,
      ...(window === undefined ? {} : { window }),
    });
    const before =
      baseline.length === 0
        ? undefined
        : await digestFiles(baseline, terminal, { dialect, ...past(window) });
    const fault = faultOf(now, before);
    if (fault !== undefined) return fault;
    return report(wanted, now, before, terminal);
  },
};

async function read({ options, words }: Args, now: number): Promise<Wanted | Outcome> {
  const { dialect = 'auto', sort = 'time', top } = options;
  const baseline = Array.isArray(options.baseline) ? options.baseline : [];
  if (words.length === 0 && baseline.length > 1)
    return wrongUsage('Name the files before --baseline: it takes every word that follows it.');
  const naming =
    namingFault(words) ?? (baseline.length > 0 ? namingFault([...words, ...baseline]) : undefined);
  if (naming !== undefined) return naming;
  if (dialect !== 'auto' && dialect !== 'mysql' && dialect !== 'postgres')
    return wrongUsage('--dialect takes auto, mysql (MariaDB and Percona too) or postgres.');
  const known = sorts.find((one) => one === sort);
  if (known === undefined) return wrongUsage(`--sort takes ${sorts.join(', ')}.`);
  if (known === 'cost' && baseline.length === 0)
    return wrongUsage('--sort cost needs a --baseline: it is what came on top of it.');
  if (top !== undefined && !/^[1-9]\d{0,5}$/.test(String(top)))
    return wrongUsage('--top takes a whole number from 1.');
  const { since, until } = options;
  const window =
    since === undefined && until === undefined
      ? undefined
      : (await import('./slow/window-option.ts')).readWindow(since, until, now);
  if (typeof window === 'string') return wrongUsage(window);
  return {
    paths: words,
    baseline,
    dialect,
    sort: known,
    ...(window === undefined ? {} : { window }),
    ...(top === undefined ? {} : { top: Number(top) }),
  };
}

/** A baseline ends where the window begins, so that a file can be compared with its own past. */
function past(window: Window | undefined): { readonly window?: Window } {
  if (window === undefined || window.fromAt === Number.NEGATIVE_INFINITY) return {};
  return { window: { fromAt: Number.NEGATIVE_INFINITY, toAt: window.fromAt } };
}

function faultOf(now: FilesDigest, before: FilesDigest | undefined): Outcome | undefined {
  for (const { files } of before === undefined ? [now] : [now, before])
    if (!files.isRead) return failed(files.problems.join('\n'));
  const mysql = [...now.found.mysql, ...(before?.found.mysql ?? [])];
  const postgres = [...now.found.postgres, ...(before?.found.postgres ?? [])];
  const mix = mixFault({ mysql, postgres });
  return mix === undefined ? undefined : failed(mix);
}

function report(
  { dialect, paths, sort, top, window }: Wanted,
  now: FilesDigest,
  before: FilesDigest | undefined,
  terminal: Terminal,
): Outcome {
  const compared =
    before === undefined
      ? now.digest
      : compareWith(now.digest, before.digest, spansOf(now.digest, before.digest, window));
  const diagnosed = diagnose(compared);
  const digest = { ...diagnosed, classes: orderBy(diagnosed, sort) };
  const found =
    now.found.mysql.length > 0 ? 'mysql' : now.found.postgres.length > 0 ? 'postgres' : undefined;
  const told = {
    dialect: found ?? (dialect === 'auto' ? undefined : dialect),
    bytes: now.files.bytes,
  };
  for (const path of now.files.empty) terminal.complain(`${path} is empty.`);
  const text = tableOf(digest, {
    ...told,
    top: top ?? shownClasses,
    columns: terminal.columns,
    hasColours: terminal.hasColours,
    undated: window === undefined ? 0 : now.undated,
    ...(before === undefined ? {} : { baseline: before.digest }),
  });
  const cut = top === undefined ? digest : { ...digest, classes: digest.classes.slice(0, top) };
  const problems = [...now.files.problems, ...(before?.files.problems ?? [])];
  if (digest.events === 0 && now.files.empty.length < paths.length) {
    // Of a file that is no such log nothing was read; a log may well have nothing to tell.
    if (digest.unreadBytes > 0) problems.push(nothingText(window));
    else terminal.complain(nothingText(window));
  }
  return partly(done(text, documentOf(cut, told)), problems, terminal);
}

function nothingText(window: Window | undefined): string {
  return window === undefined
    ? 'No timed statement was found: is it a slow log, or a PostgreSQL log with log_min_duration_statement on?'
    : 'No timed statement was found in that time.';
}

/** The lengths of time both digests stand for: what was asked, else what their statements span. */
function spansOf(now: SlowDigest, before: SlowDigest, window: Window | undefined) {
  const start = window?.fromAt ?? Number.NEGATIVE_INFINITY;
  const end = window?.toAt ?? Number.POSITIVE_INFINITY;
  const nowMs = lengthOf(
    Number.isFinite(start) ? start : now.firstAt,
    Number.isFinite(end) ? end : now.lastAt,
  );
  const beforeMs = lengthOf(before.firstAt, Number.isFinite(start) ? start : before.lastAt);
  // Where a log has no times, both are taken to be as long.
  return nowMs === undefined || beforeMs === undefined
    ? { nowMs: 1, beforeMs: 1 }
    : { nowMs, beforeMs };
}

function lengthOf(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined || to <= from ? undefined : to - from;
}
