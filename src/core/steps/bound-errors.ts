import { clip } from '../kit/text.ts';
import type { ErrorDigest, ErrorGroup, Tally } from '../logs/error-traces/digest.ts';
import { tellingFirst } from '../logs/error-traces/telling.ts';
import {
  bucketOf,
  fitting,
  inBuckets,
  minuteMs,
  mostTallies,
  shortTexts,
  sizeOf,
} from './small.ts';

const most = {
  kinds: 40,
  /** Kinds with minutes, places and an example of their own: as many as are weighed. */
  detailed: 10,
  /** The same in groups and in the population, or they could not be compared. */
  fields: 4,
  databases: 10,
  name: 60,
  text: 300,
  example: 1_000,
};

/** Within `room` bytes the kinds that say something, then the most frequent; in their own order. */
export function boundErrors(errors: ErrorDigest, room: number): ErrorDigest {
  const { groups, population, writes } = errors;
  const compared = Object.keys(population?.fields ?? {});
  const bucketMs = bucketOf(groups.map(({ minutes = [] }) => minutes));
  const ranked = tellingFirst(groups);
  const rest = restOf(ranked.slice(most.detailed), bucketMs);
  const head: ErrorDigest = {
    ...errors,
    groups: [],
    ...(bucketMs > minuteMs ? { bucketMs } : {}),
    ...(rest ? { rest } : {}),
    ...(population ? { population: boundPlaces(population, 50) } : {}),
    ...(writes ? { writes: shortTexts(writes.slice(0, most.databases), most.name) } : {}),
  };
  const kept = ranked
    .slice(0, most.kinds)
    .map((group, rank) =>
      rank < most.detailed ? detailed(group, bucketMs, compared) : plain(group),
    );
  const byId = new Map(fitting(kept, room - sizeOf(head)).map((group) => [group.id, group]));
  return { ...head, groups: groups.flatMap(({ id }) => byId.get(id) ?? []) };
}

function detailed(group: ErrorGroup, bucketMs: number, compared: readonly string[]): ErrorGroup {
  const { minutes, targets, tenantNames } = group;
  return {
    ...plain(group),
    ...boundPlaces(group, 10, compared),
    example: clip(group.example, most.example),
    ...(minutes ? { minutes: inBuckets(minutes, bucketMs, sumOf) } : {}),
    ...(targets ? { targets: tallies(targets, 5) } : {}),
    ...(tenantNames ? { tenantNames: shortTexts(tenantNames, most.name) } : {}),
  };
}

type Minute = NonNullable<ErrorGroup['minutes']>[number];

function restOf(others: readonly ErrorGroup[], bucketMs: number): ErrorDigest['rest'] {
  const known = others.filter(({ minutes }) => minutes?.length);
  if (known.length === 0) return undefined;
  const minutes = known.flatMap((each): readonly Minute[] => each.minutes ?? []);
  return { kinds: known.length, minutes: inBuckets(minutes, bucketMs, sumOf) };
}

function sumOf(a: Minute, b: Minute): Omit<Minute, 'at'> {
  return { count: a.count + b.count };
}

function plain(group: ErrorGroup): ErrorGroup {
  const { minutes, hosts, releases, fields, targets, tenantNames, ...rest } = group;
  return { ...shortTexts(rest, most.text), example: clip(group.example, most.text) };
}

type Places = NonNullable<ErrorDigest['population']>;

function boundPlaces(
  { hosts, releases, fields }: Places,
  count: number,
  first: readonly string[] = [],
): Places {
  return {
    ...(hosts ? { hosts: tallies(hosts, count) } : {}),
    ...(releases ? { releases: tallies(releases, count) } : {}),
    ...(fields ? { fields: boundFields(fields, count, first) } : {}),
  };
}

type Fields = NonNullable<Places['fields']>;

function boundFields(fields: Fields, count: number, first: readonly string[]): Fields {
  const isLater = (name: string) => Number(!first.includes(name));
  const kept = Object.entries(fields)
    .sort(([a], [b]) => isLater(a) - isLater(b) || (a < b ? -1 : 1))
    .slice(0, most.fields);
  return Object.fromEntries(
    kept.map(([name, list]) => [clip(name, most.name), tallies(list, count)]),
  );
}

function tallies(list: readonly Tally[], count: number): readonly Tally[] {
  return shortTexts(mostTallies(list, count), most.name);
}
