import { parseLength, parseMoment } from '../../core/kit/time.ts';

export interface Window {
  readonly fromAt: number;
  /** Excluded. */
  readonly toAt: number;
}

/**
 * What `--since` and `--until` mean: a moment (UTC where it names no zone) or a length back from
 * now. One may be absent. A string is what is wrong with them.
 */
export function readWindow(since: unknown, until: unknown, now: number): Window | string {
  const fromAt = since === undefined ? Number.NEGATIVE_INFINITY : momentOf(since, now);
  const toAt = until === undefined ? Number.POSITIVE_INFINITY : momentOf(until, now);
  if (fromAt === undefined) return noMoment('since', since);
  if (toAt === undefined) return noMoment('until', until);
  return fromAt < toAt ? { fromAt, toAt } : '--since must be before --until.';
}

function momentOf(said: unknown, now: number): number | undefined {
  const text = String(said);
  const length = parseLength(text);
  return length === undefined ? parseMoment(text, 'UTC') : now - length;
}

function noMoment(name: string, said: unknown): string {
  return `--${name} takes a moment (2026-11-22T02:00, UTC; or with an offset, 2026-11-22T11:00+09:00) or a length back from now (30m, 2h), not "${String(said)}".`;
}
