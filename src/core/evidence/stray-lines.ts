import { databaseSaid, environmentSaid, type Meaning } from './environment-names.ts';
import type { LogOrigins, OriginLines } from './log-origins.ts';
import type { Window } from './question.ts';

/** Lines with something in common, put together. */
export interface Spell {
  readonly lines: number;
  readonly writes?: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Of all lines, 0 to 1: in the newest minutes, or of what is over in the midst of it. */
  readonly share: number;
  /** They were there from the first minute of the window: there may be more of them, and older. */
  readonly isCut: boolean;
  /** None has come for much longer than they used to. */
  readonly isOver: boolean;
  readonly members: readonly OriginLines[];
}

export interface Looked {
  readonly origins: LogOrigins;
  readonly window: Window;
  readonly baseline?: Window | undefined;
}

const minuteMs = 60_000;
/** Of them is told how it is now. */
const newestStretches = 3;
/** Fewer lines are somebody's try. */
const leastLines = 10;
/** So many of them would have come in the time before, had they come as often: chance 1 in 1000. */
const expectedBefore = 7;

/** Does the line name an environment that is not home? */
export function namesAnother({ env }: OriginLines, origins: LogOrigins): boolean {
  return env !== undefined && isForeign(environmentSaid(env, origins));
}

/** Does it name a database that is not home's? */
export function reachesAnother({ database }: OriginLines, origins: LogOrigins): boolean {
  return database !== undefined && isForeign(databaseSaid(database, origins));
}

function isForeign({ is }: Meaning): boolean {
  return is === 'other' || is === 'elsewhere';
}

/** Words of lines, each by itself new: what was always there does not hide what has come. */
export interface StrayWords {
  readonly envs: readonly string[];
  readonly databases: readonly string[];
}

export function newWords(looked: Looked): StrayWords {
  const { envs, databases } = strayWords(looked.origins);
  return {
    envs: envs.filter((word) => newSpell(({ env }) => env === word, looked)),
    databases: databases.filter((host) => newSpell(({ database }) => database === host, looked)),
  };
}

/** All words of lines that belong elsewhere, new or not. */
export function strayWords(origins: LogOrigins): StrayWords {
  const { lines } = origins;
  const named = lines.filter((line) => namesAnother(line, origins));
  const reached = lines.filter((line) => reachesAnother(line, origins));
  return {
    envs: [...new Set(named.flatMap(({ env }) => env ?? []))],
    databases: [...new Set(reached.flatMap(({ database }) => database ?? []))],
  };
}

/**
 * The lines of a kind, if they are new: others were there before them, and they were not. What was
 * always like that says nothing, and neither does what nobody looked for before.
 */
export function newSpell(
  isOfKind: (line: OriginLines) => boolean,
  { origins, window, baseline }: Looked,
): Spell | undefined {
  const { lines, before = [] } = origins;
  const isApart = baseline !== undefined && baseline.toAt < window.fromAt - minuteMs;
  if (isApart && before.some(isOfKind)) return undefined;
  const inWindow = lines.filter(isOfKind);
  // A baseline that reaches into the window tells the time before, which the window may lack.
  const seen = isApart ? inWindow : [...inWindow, ...before.filter(isOfKind)];
  const count = inWindow.reduce((sum, one) => sum + one.lines, 0);
  if (count < leastLines) return undefined;
  const firstAt = Math.min(...seen.map((one) => one.firstAt));
  const lastAt = Math.max(...inWindow.map((one) => one.lastAt));
  const shown = Math.min(...inWindow.map((one) => one.firstAt));
  const perMs = count / Math.max(minuteMs, lastAt - shown);
  const around = [...lines, ...(isApart ? [] : before)].filter((line) => !isOfKind(line));
  const othersAt = Math.min(...around.map((one) => one.firstAt), firstAt);
  const apartMs = isApart && before.length > 0 ? baseline.toAt - baseline.fromAt : 0;
  if (perMs * (firstAt - othersAt + apartMs) < expectedBefore) return undefined;
  const isOver = window.toAt - lastAt > Math.max(2 * minuteMs, expectedBefore / perMs);
  const writes = inWindow.flatMap((one) => one.writes ?? []);
  return {
    lines: count,
    ...(writes.length > 0 ? { writes: writes.reduce((sum, one) => sum + one, 0) } : {}),
    firstAt,
    lastAt,
    share: shareOf(inWindow, lines, isOver),
    isCut: shown - window.fromAt < minuteMs,
    isOver,
    members: inWindow,
  };
}

/** Not of the first and last stretches: a release comes and goes bit by bit. */
function shareOf(
  part: readonly OriginLines[],
  all: readonly OriginLines[],
  isOver: boolean,
): number {
  const stretches = new Set(part.flatMap(({ minutes }) => minutes.map(({ at }) => at)));
  const ordered = [...stretches].toSorted((a, b) => b - a);
  const edge = Math.floor(ordered.length / 4);
  const counted = isOver
    ? ordered.slice(edge, ordered.length - edge)
    : ordered.slice(0, newestStretches);
  const [from = 0, to = 0] = [counted.at(-1), counted[0]];
  const within = (lines: readonly OriginLines[]) =>
    lines
      .flatMap(({ minutes }) => minutes)
      .filter(({ at }) => at >= from && at <= to)
      .reduce((sum, one) => sum + one.lines, 0);
  return within(part) / Math.max(1, within(all));
}
