import type { Claim } from '../../src/core/evidence/finding.ts';
import type { Window } from '../../src/core/evidence/question.ts';
import { type Cause, type Hits, shardOf } from './causes.ts';

/** What was said of what was true. */
export interface Tally {
  right: number;
  wrong: number;
  missed: number;
  /** For a person to look at. */
  readonly mistakes: string[];
}

export function emptyTally(): Tally {
  return { right: 0, wrong: 0, missed: 0, mistakes: [] };
}

/** An error that came less often than this can hardly be told anything about. */
const fewest = 3;

export type ErrorClaim = Extract<Claim, { id: 'errors' }>;

/** A cause as the window shows it. */
export interface Shown {
  readonly cause: Cause;
  readonly count: number;
}

/** "New since release X": of the causes that came with a release of the window. */
export function judgeNew(
  tally: Tally,
  shown: readonly Shown[],
  claims: readonly ErrorClaim[],
  about: Window,
) {
  judge(tally, shown, claims, {
    expected: ({ release }) => release,
    isTrue: (told, { release }) => told === release,
    said: ({ newSince }) =>
      newSince.verdict === 'new' && newSince.sure !== 'guess' ? newSince.release : undefined,
    about,
  });
}

/** "Only some are hit": of the causes that hit only some. */
export function judgeHit(
  tally: Tally,
  shown: readonly Shown[],
  claims: readonly ErrorClaim[],
  about: Window,
) {
  judge(tally, shown, claims, {
    // Nobody asks whom the trouble of every day hits.
    expected: ({ hits, fromAt }) => (fromAt >= about.fromAt ? hitTruth(hits) : undefined),
    isTrue: (told, { hits }) => told === hitTruth(hits) || isTrueOfTenants(told, hits),
    said: ({ hit }) => {
      if (hit?.because === 'data') return `${hit.tenants} tenants`;
      return hit && 'baseShare' in hit && hit.because !== 'release'
        ? `${hit.field ?? hit.because} ${hit.value}`
        : undefined;
    },
    about,
  });
}

function hitTruth(hits: Hits): string | undefined {
  switch (hits.only) {
    case 'everybody':
      return undefined;
    case 'tenants':
      return `${hits.tenants.length} tenants`;
    case 'host':
      return `host ${hits.host}`;
    case 'shard':
      return `shard ${hits.shard}`;
  }
}

function judge(
  tally: Tally,
  shown: readonly Shown[],
  claims: readonly ErrorClaim[],
  {
    expected,
    isTrue,
    said,
    about,
  }: {
    /** What ought to be said. */
    expected: (cause: Cause) => string | undefined;
    isTrue: (told: string, cause: Cause) => boolean;
    said: (claim: ErrorClaim) => string | undefined;
    about: Window;
  },
): void {
  const at = new Date(about.toAt).toISOString().slice(11, 16);
  for (const { cause, count } of shown) {
    const wanted = expected(cause);
    const claim = claims.find(({ group }) => group.title.startsWith(`${cause.name}:`));
    const told = claim && said(claim);
    const isRight = told !== undefined && isTrue(told, cause);
    if (isRight) tally.right++;
    else if (told !== undefined) tally.wrong++;
    const isMissed = !isRight && wanted !== undefined && count >= fewest;
    if (isMissed) tally.missed++;
    if (isMissed || (told !== undefined && !isRight)) {
      const why = claim ? JSON.stringify([claim.newSince, claim.hit]) : 'no finding';
      tally.mistakes.push(
        `${at} ${cause.name} ${count} times, is ${wanted}, said ${told}: ${why} ${JSON.stringify(cause)}`,
      );
    }
  }
}

/** Not all of the tenants need to have met it yet; and they may all be of one shard. */
function isTrueOfTenants(told: string, hits: Hits): boolean {
  if (hits.only !== 'tenants') return false;
  const [shard, ...others] = new Set(hits.tenants.map(shardOf));
  if (others.length === 0 && told === `shard ${shard}`) return true;
  return told.endsWith(' tenants') && Number.parseInt(told, 10) <= hits.tenants.length;
}
