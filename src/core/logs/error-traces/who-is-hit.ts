import { chanceOfAtLeast } from '../../kit/chance.ts';
import type { Sure } from './catalogue/diagnosis-id.ts';
import { otherNames } from './counter.ts';
import type { ErrorDigest, ErrorGroup, Tally } from './digest.ts';
import { sumOf } from './tally.ts';

/** What the occurrences of an error have in common. */
export type WhoIsHit =
  /** Nearly all come from one host, release or value of a field, which has few of all records. */
  | {
      readonly because: 'host' | 'release' | 'field';
      readonly sure: Exclude<Sure, 'guess'>;
      /** field: its name. */
      readonly field?: string;
      readonly value: string;
      /** Occurrences there, of those that say where. */
      readonly count: number;
      readonly of: number;
      /** Of all records, errors or not, 0 to 1. */
      readonly baseShare: number;
    }
  /** Few tenants, again and again, everywhere else alike: their data, their settings, their shard. */
  | {
      readonly because: 'data';
      readonly sure: Exclude<Sure, 'guess'>;
      readonly tenants: number;
      readonly total: number;
      /** How many would be hit if it hit anybody. */
      readonly expected: number;
    }
  /** As spread as the traffic is. */
  | { readonly because: 'everything'; readonly count: number }
  /** `few`: too few occurrences; `no-population`: only errors were read; `one-place`: there is only one. */
  | { readonly because: 'cannot-tell'; readonly why: 'few' | 'no-population' | 'one-place' };

/** Nearly all: an occurrence or two elsewhere may have another reason. */
const nearlyAll = 0.9;
/** When one place has so much of the traffic, that the errors are there too says nothing. */
const mostBaseShare = 0.7;
/** Of a field's values one often has half of it, as `POST` has among the methods. */
const mostFieldShare = 0.5;
/** By chance less often than this, counted over everything that was looked at. */
const known = 1e-4;
const likely = 0.01;
/** Fewer occurrences than this have nothing in common that could be told. */
const fewest = 3;
/** To say that nothing is in common takes more. */
const fewestForEverything = 10;

/**
 * Is a failure partial, and because of what? Compared with where all records come from, so that "all
 * on api-3" counts for nothing when api-3 does all the work. The surest comes first; with equal
 * chances the narrowest does. Few tenants come last: a host or a shard would explain them, a release
 * does not.
 */
export function whoIsHit(group: ErrorGroup, digest: ErrorDigest): readonly WhoIsHit[] {
  const { population } = digest;
  if (population === undefined) return [{ because: 'cannot-tell', why: 'no-population' }];
  if (group.count < fewest) return [{ because: 'cannot-tell', why: 'few' }];
  const places = placesOf(group, population);
  const tests = places.reduce((sum, { all }) => sum + all.length, 0) + 1;
  const found = places
    .flatMap((place) => concentrated(place, tests))
    .sort((a, b) => a.chance - b.chance || a.hit.baseShare - b.hit.baseShare)
    .map(({ hit }): WhoIsHit => hit);
  const isElsewhere = found.some(({ because }) => because !== 'release');
  const data = isElsewhere ? undefined : fewTenants(group, digest, tests);
  if (found.length > 0 || data) return data ? [...found, data] : found;
  const canTell = places.some(({ all }) => all.length > 1) || (digest.tenants?.total ?? 0) > 1;
  if (canTell && group.count < fewestForEverything) return [{ because: 'cannot-tell', why: 'few' }];
  return canTell
    ? [{ because: 'everything', count: group.count }]
    : [{ because: 'cannot-tell', why: 'one-place' }];
}

interface Place {
  readonly because: 'host' | 'release' | 'field';
  readonly field?: string;
  readonly hit: readonly Tally[];
  readonly all: readonly Tally[];
}

function placesOf(
  group: ErrorGroup,
  population: NonNullable<ErrorDigest['population']>,
): readonly Place[] {
  const { hosts = [], releases = [], fields = {} } = population;
  return [
    { because: 'host', hit: group.hosts ?? [], all: hosts },
    { because: 'release', hit: group.releases ?? [], all: releases },
    ...Object.entries(fields).map(
      ([field, all]): Place => ({
        because: 'field',
        field,
        hit: group.fields?.[field] ?? [],
        all,
      }),
    ),
  ];
}

function concentrated({ because, field, hit, all }: Place, tests: number) {
  const [top] = hit;
  if (top === undefined || top.name === otherNames) return [];
  const of = sumOf(hit);
  const base = all.find(({ name }) => name === top.name)?.count;
  const total = sumOf(all);
  if (base === undefined || of < fewest || top.count < of * nearlyAll) return [];
  const baseShare = base / total;
  if (baseShare > (because === 'field' ? mostFieldShare : mostBaseShare)) return [];
  // Every value could have been the one: what is improbable must be so for all of them together.
  const chance = chanceOfAtLeast(top.count, of, baseShare) * tests;
  if (chance > likely) return [];
  const sure = chance <= known ? ('known' as const) : ('likely' as const);
  const about = { because, sure, value: top.name, count: top.count, of, baseShare };
  return [{ chance, hit: field === undefined ? about : { ...about, field } }];
}

/**
 * Errors that hit anybody hit a new tenant nearly every time, until all are. Far fewer than that, in
 * as many occurrences, are the same ones again.
 */
function fewTenants(group: ErrorGroup, digest: ErrorDigest, tests: number): WhoIsHit | undefined {
  const total = digest.tenants?.total;
  const tenants = group.tenants;
  if (total === undefined || tenants === undefined || tenants === 0 || total < fewest)
    return undefined;
  const even = Math.max(1, Math.min(total, digest.tenants?.even ?? total));
  const expected = even * (1 - (1 - 1 / even) ** group.count);
  // The chance that so many occurrences stay within so few tenants, whichever these are.
  const repeats = group.count - tenants;
  const chance = chanceOfAtLeast(repeats, group.count - 1, tenants / even) * tests;
  if (chance > likely || tenants > expected / 2) return undefined;
  return {
    because: 'data',
    sure: chance <= known ? 'known' : 'likely',
    tenants,
    total,
    expected: Math.round(expected * 10) / 10,
  };
}
