import type { Release } from '../service/release.ts';
import type { Finding } from './finding.ts';
import type { OriginLines } from './log-origins.ts';
import { oddTag } from './odd-tag.ts';
import type { LogVolume } from './volume.ts';
import type { Known } from './weigh.ts';
import { writesAround } from './write-change.ts';
import { type WrongEnvironment, wrongEnvironment } from './wrong-environment.ts';

const minuteMs = 60_000;
/** From the start of a rollout until the last of its tasks writes its first line. */
const rolloutMs = 15 * minuteMs;
const newestMinutes = 5;
const fallenBelow = 0.5;
const steadyFrom = 0.8;

type Found = Extract<Finding, { id: 'wrong-environment' }>;

export function environmentFindings(known: Known): readonly Finding[] {
  const found = weighEnvironment(known);
  return found ? [found] : [];
}

/** Requests of this environment that belong, by what they do, to another one. */
export function weighEnvironment(known: Omit<Known, 'alarmAt'>): Found | undefined {
  const answer = known.evidence['log-volume'];
  const origins = answer?.volume?.origins;
  if (!answer || !origins) return undefined;
  const facts = known.evidence.database?.database;
  const beside = {
    writesAround: (span: Parameters<typeof writesAround>[1]) => writesAround(facts, span),
    hasFallen: hasFallen(answer.volume),
  };
  const { window, baseline } = answer;
  const found = wrongEnvironment({ origins, window, baseline: baseline?.window }, beside);
  if (!found) return beside.hasFallen === false ? writesGone(origins.home.name, known) : undefined;
  const { sure, wrong } = found;
  const release = releaseOf(wrong, origins.lines, known.releases);
  const usesDatabase = [...wrong.signs, ...wrong.against].some(({ kind }) =>
    kind.startsWith('writes'),
  );
  return {
    id: 'wrong-environment',
    sure,
    from: usesDatabase ? ['log-volume', 'database'] : ['log-volume'],
    wrong: begunWith(release, wrong, known.releases),
  };
}

function begunWith(
  release: Release | undefined,
  wrong: WrongEnvironment,
  releases: readonly Release[],
): WrongEnvironment {
  if (!release) return wrong;
  const tag = oddTag(release, releases);
  const odd = tag === undefined ? [] : [{ kind: 'odd-build', tag } as const];
  return { ...wrong, signs: [...wrong.signs, ...odd], release: release.label };
}

/**
 * Nothing fails, the log is as full as ever, and since a release the writer has nothing to do: the
 * writes may go somewhere else.
 */
function writesGone(
  home: string,
  { evidence, releases }: Pick<Known, 'evidence' | 'releases'>,
): Found | undefined {
  const [release] = releases;
  if (!release || evidence.errors?.status !== 'empty') return undefined;
  const change = writesAround(evidence.database?.database, { fromAt: release.startedAt });
  if (change?.is !== 'fell') return undefined;
  const { instance, left } = change;
  const gone = { home, signs: [{ kind: 'writes-fell', instance, left }], against: [] } as const;
  return {
    id: 'wrong-environment',
    sure: 'guess',
    from: ['errors', 'log-volume', 'database'],
    wrong: begunWith(release, gone, releases),
  };
}

/** Do the logs have far fewer lines than before? Undefined: in between, or not known. */
function hasFallen(volume: LogVolume | undefined): boolean | undefined {
  const groups = volume?.groups ?? [];
  const now = groups.map(({ minutes }) => mean(minutes.slice(-newestMinutes)));
  const before = groups.map((group) => mean(group.before ?? []));
  const [sum, usual] = [now, before].map((all) => all.reduce((a, b) => a + b, 0));
  if (!sum && !usual) return undefined;
  const left = (sum ?? 0) / (usual || Number.NaN);
  if (left < fallenBelow) return true;
  return left >= steadyFrom ? false : undefined;
}

function mean(minutes: readonly { readonly lines: number }[]): number {
  return minutes.reduce((sum, { lines }) => sum + lines, 0) / Math.max(1, minutes.length);
}

/** The one the lines name themselves, else the one that was rolling out when the first came. */
function releaseOf(
  { stray }: WrongEnvironment,
  lines: readonly OriginLines[],
  releases: readonly Release[],
): Release | undefined {
  if (!stray) return undefined;
  const begun = releases.filter(({ startedAt }) => startedAt <= stray.firstAt);
  const named = lines.find(({ firstAt }) => firstAt === stray.firstAt)?.release;
  const byName = named ? begun.find(({ label }) => label.includes(named)) : undefined;
  const [latest] = begun.toSorted((a, b) => b.startedAt - a.startedAt);
  const isFresh = latest && stray.firstAt - latest.startedAt <= rolloutMs;
  return byName ?? (isFresh ? latest : undefined);
}
