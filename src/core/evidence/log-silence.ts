import type { GroupVolume, LevelMix } from './volume.ts';

/** A log group that fell silent, or nearly, while it used to write at that time of the day. */
export interface LogSilence {
  readonly group: string;
  /** Since about when; the beginning of the first hour, or minute, that was too quiet. */
  readonly sinceAt: number;
  /** How precisely `sinceAt` is known. */
  readonly withinMs: number;
  /** Of what it usually writes, 0 to 1. */
  readonly left: number;
  /** Error lines an hour before and since, where the level mix was read. */
  readonly errorsBefore?: number;
  readonly errorsSince?: number;
  readonly warningsBefore?: number;
  readonly warningsSince?: number;
  /** Next to nothing but access lines is left, and before there was more. */
  readonly onlyAccess?: boolean;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A log that lost more than four fifths of its lines has lost a kind of line, not some traffic. */
const silentBelow = 0.2;
/** On the way back to when it began, an hour as full as this was not silent yet. */
const loudFrom = 0.4;
/** One that lost two fifths may have, too, and some of its traffic: only its levels can tell. */
const thinBelow = 0.6;
/** Fewer lines than this an hour, or a minute, say nothing by their absence. */
const leastPerHour = 60;
const leastPerMinute = 10;
/** So many of the last minutes have to be quiet: tasks that start anew pause for one or two. */
const quietMinutes = 5;

/**
 * Has this group gone silent? Beside the same hours of the days before, so that a quiet night is
 * none. Undefined where it did not, or where there is nothing to compare with.
 */
export function silenceOf(volume: GroupVolume): LogSilence | undefined {
  const found = quietSince(volume);
  if (!found) return undefined;
  const levels = levelsAround(volume.levels ?? [], found.sinceAt);
  return found.left < silentBelow || levels.onlyAccess ? { ...found, ...levels } : undefined;
}

export type Quiet = Pick<LogSilence, 'group' | 'sinceAt' | 'withinMs' | 'left'>;

/** Since when a group writes so much less that its levels are worth reading. */
export function quietSince(volume: GroupVolume): Quiet | undefined {
  return (
    quietForHours(volume, silentBelow) ??
    silentForMinutes(volume) ??
    quietForHours(volume, thinBelow)
  );
}

function quietForHours({ group, hours = [] }: GroupVolume, below: number): Quiet | undefined {
  const usual = usualByHour(hours);
  const level = hours.map(({ at, lines }) => {
    const expected = usual.get(hourOfDay(at)) ?? 0;
    return expected < leastPerHour ? undefined : lines / expected;
  });
  const known = level.filter((one) => one !== undefined);
  const newest = known.slice(-3);
  if (newest.length < 3 || newest.some((one) => one >= below)) return undefined;
  // What is left of a thin log may be more than half: loud is nearer to all of it than to that.
  const loud = Math.max(loudFrom, below === silentBelow ? 0 : (1 + mean(newest)) / 2);
  const lastLoud = level.findLastIndex((one) => one !== undefined && one >= loud);
  const since = hours[lastLoud + 1];
  if (lastLoud === -1 || !since) return undefined;
  const after = level.slice(lastLoud + 1).filter((one) => one !== undefined);
  return { group, sinceAt: since.at, withinMs: hourMs, left: mean(after) };
}

/** What a group writes at each hour of the day when it writes: the upper quartile of its days. */
function usualByHour(hours: NonNullable<GroupVolume['hours']>): ReadonlyMap<number, number> {
  const byHour = new Map<number, number[]>();
  for (const { at, lines } of hours) {
    const hour = hourOfDay(at);
    byHour.set(hour, [...(byHour.get(hour) ?? []), lines]);
  }
  return new Map(
    [...byHour].flatMap(([hour, days]) => {
      // One day is no custom.
      if (days.length < 2) return [];
      const sorted = days.toSorted((a, b) => a - b);
      return [[hour, sorted[Math.floor((sorted.length - 1) * 0.75)] ?? 0]];
    }),
  );
}

function silentForMinutes({ group, minutes, before = [] }: GroupVolume): Quiet | undefined {
  const usual = mean(before.map(({ lines }) => lines));
  if (usual < leastPerMinute) return undefined;
  const newest = minutes.slice(-quietMinutes);
  if (newest.length < quietMinutes) return undefined;
  if (newest.some(({ lines }) => lines >= usual * silentBelow)) return undefined;
  const lastLoud = minutes.findLastIndex(({ lines }) => lines >= usual * loudFrom);
  const since = minutes[lastLoud + 1];
  if (!since) return undefined;
  const after = minutes.slice(lastLoud + 1).map(({ lines }) => lines / usual);
  return { group, sinceAt: since.at, withinMs: minuteMs, left: mean(after) };
}

function levelsAround(levels: readonly LevelMix[], sinceAt: number): Omit<LogSilence, keyof Quiet> {
  const before = levels.filter(
    ({ window }) => window.toAt <= sinceAt + hourMs && window.fromAt < sinceAt,
  );
  const since = levels.filter(({ window }) => window.fromAt >= sinceAt);
  if (before.length === 0 || since.length === 0) return {};
  const access = (mixes: readonly LevelMix[]) =>
    lines(mixes, ['access']) / Math.max(1, lines(mixes));
  return {
    errorsBefore: perHour(before, ['error', 'fatal']),
    errorsSince: perHour(since, ['error', 'fatal']),
    warningsBefore: perHour(before, ['warn']),
    warningsSince: perHour(since, ['warn']),
    onlyAccess: access(since) > 0.95 && access(before) < 0.9,
  };
}

function lines(mixes: readonly LevelMix[], names?: readonly string[]): number {
  return mixes
    .flatMap((mix) => Object.entries(mix.lines))
    .filter(([name]) => names?.includes(name) ?? true)
    .reduce((sum, [, count]) => sum + count, 0);
}

function perHour(mixes: readonly LevelMix[], names: readonly string[]): number {
  const length = mixes.reduce((sum, { window }) => sum + window.toAt - window.fromAt, 0);
  return (lines(mixes, names) * hourMs) / Math.max(1, length);
}

function hourOfDay(at: number): number {
  return Math.floor((at % dayMs) / hourMs);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
