import type { SlowHappening } from './digest.ts';
import type { LoggedHappening } from './statement.ts';

/** Statements of happenings followed at once; later ones are counted without their statement. */
const mostStatements = 200;

interface HappeningTally {
  count: number;
  total: number;
  firstAt: number;
  lastAt: number;
  readonly fingerprints: Map<string, number>;
}

/** What a log tells besides timed statements, by kind. */
export type Happenings = Map<LoggedHappening['kind'], HappeningTally>;

export function addHappening(
  happenings: Happenings,
  { kind, at, amount }: LoggedHappening,
  fingerprint: string,
): void {
  const tally = tallyOf(happenings, kind);
  tally.count += 1;
  tally.total += amount;
  span(tally, at, at);
  if (fingerprint !== '') addFingerprint(tally, fingerprint, 1);
}

export function mergeHappenings(to: Happenings, other: Happenings): void {
  for (const [kind, theirs] of [...other]) {
    const tally = tallyOf(to, kind);
    tally.count += theirs.count;
    tally.total += theirs.total;
    span(tally, theirs.firstAt, theirs.lastAt);
    for (const [fingerprint, count] of [...theirs.fingerprints])
      addFingerprint(tally, fingerprint, count);
  }
}

function tallyOf(happenings: Happenings, kind: LoggedHappening['kind']): HappeningTally {
  const known = happenings.get(kind);
  if (known !== undefined) return known;
  const begun = {
    count: 0,
    total: 0,
    firstAt: Number.NaN,
    lastAt: Number.NaN,
    fingerprints: new Map<string, number>(),
  };
  happenings.set(kind, begun);
  return begun;
}

function span(tally: HappeningTally, firstAt: number, lastAt: number): void {
  if (!Number.isNaN(firstAt) && !(firstAt >= tally.firstAt)) tally.firstAt = firstAt;
  if (!Number.isNaN(lastAt) && !(lastAt <= tally.lastAt)) tally.lastAt = lastAt;
}

function addFingerprint({ fingerprints }: HappeningTally, fingerprint: string, n: number): void {
  const known = fingerprints.get(fingerprint);
  if (known === undefined && fingerprints.size >= mostStatements) return;
  fingerprints.set(fingerprint, (known ?? 0) + n);
}

/** Most frequent kind first; nothing where nothing happened. */
export function toHappenings(happenings: Happenings): readonly SlowHappening[] | undefined {
  if (happenings.size === 0) return undefined;
  return [...happenings]
    .map(([kind, { count, total, firstAt, lastAt, fingerprints }]) => {
      const [most] = [...fingerprints].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      return {
        kind,
        count,
        ...(total > 0 ? { total } : {}),
        ...(Number.isNaN(firstAt) ? {} : { firstAt }),
        ...(Number.isNaN(lastAt) ? {} : { lastAt }),
        ...(most === undefined ? {} : { fingerprint: most[0] }),
      };
    })
    .sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1));
}
