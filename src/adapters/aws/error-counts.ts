import type { ErrorDigest, Tally, Writes } from '../../core/logs/error-traces/digest.ts';
import { evenness } from '../../core/logs/error-traces/error-digest.ts';
import { talliesOf } from '../../core/logs/error-traces/tally.ts';
import { placeName, shapeName } from '../../core/logs/error-traces/where.ts';
import { populationLimit, shapeLimit } from './error-query.ts';
import type { InsightsAnswer } from './insights.ts';

/** A query that did not end, or failed, has counted nothing. */
export function rowsOf(
  answer: PromiseSettledResult<InsightsAnswer | undefined>,
): InsightsAnswer['rows'] | undefined {
  return answer.status === 'fulfilled' && answer.value?.isWhole ? answer.value.rows : undefined;
}

/** How many there are, and how many equally busy ones that would be. */
export function tenantsOf(rows: InsightsAnswer['rows']): { total: number; even: number } {
  const counts = new Map(rows.map((row) => [row.tenant ?? '', wholeNumber(row.n) ?? 0]));
  return { total: counts.size, even: evenness(counts.values()) };
}

type Everybody = Pick<ErrorDigest, 'allRecords' | 'population' | 'writes'>;

/** All records, errors or not, by host and by release, and those that write by their database. */
export function everybodyOf(rows: InsightsAnswer['rows'] | undefined): Everybody | undefined {
  // A part of the population would make what is missing look like a rare place.
  if (!rows || rows.length === 0 || rows.length >= populationLimit) return undefined;
  const allRecords = rows.reduce((sum, row) => sum + (wholeNumber(row.n) ?? 0), 0);
  const [hosts, releases] = [talliesIn(rows, 'host'), talliesIn(rows, 'release')];
  const writes = writesOf(rows);
  return {
    allRecords,
    population: {
      ...(hosts.length > 0 ? { hosts } : {}),
      ...(releases.length > 0 ? { releases } : {}),
    },
    ...(writes.length > 0 ? { writes } : {}),
  };
}

/** Of the most frequent groups: the rest is seldom what broke. */
const groupsLookedAt = 10;
const mostFields = 4;
const nearlyAll = 0.9;
const fewest = 3;

/** Fields in which nearly all errors of a group have one value, most groups first. */
export function concentratedFields({ groups }: ErrorDigest): readonly string[] {
  const counts = new Map<string, number>();
  for (const { fields = {}, count } of groups.slice(0, groupsLookedAt)) {
    for (const [field, [top]] of Object.entries(fields)) {
      if (count < fewest || top === undefined || top.count < count * nearlyAll) continue;
      counts.set(field, (counts.get(field) ?? 0) + 1);
    }
  }
  const most = [...counts].sort(([, a], [, b]) => b - a);
  return most.slice(0, mostFields).map(([field]) => field);
}

/** All records by each of these fields. */
export function shapesOf(
  rows: InsightsAnswer['rows'] | undefined,
  fields: readonly string[],
): Pick<NonNullable<ErrorDigest['population']>, 'fields'> {
  if (!rows || rows.length === 0 || rows.length >= shapeLimit) return {};
  return {
    fields: Object.fromEntries(fields.map((field) => [field, talliesIn(rows, field, shapeName)])),
  };
}

/** What changes something is a write, whatever it does to the database. */
const isWrite = /^(?:POST|PUT|PATCH|DELETE)$/i;

function writesOf(rows: InsightsAnswer['rows']): readonly Writes[] {
  const writes = rows.filter(({ asked = '', db = '' }) => db !== '' && isWrite.test(asked));
  const failed = new Map(
    talliesIn(
      writes.filter((row) => row.class === '5'),
      'db',
    ).map(({ name, count }) => [name, count]),
  );
  return talliesIn(writes, 'db').map(({ name, count }) => {
    return { host: name, count, failed: failed.get(name) ?? 0 };
  });
}

function talliesIn(
  rows: InsightsAnswer['rows'],
  column: string,
  nameOf: (name: string) => string = (name) => name,
): readonly Tally[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const place = placeName(row[column]);
    const name = place === undefined ? undefined : nameOf(place);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + (wholeNumber(row.n) ?? 0));
  }
  return talliesOf(counts);
}

export function wholeNumber(text: string | undefined): number | undefined {
  const value = Number(text);
  return text !== undefined && text !== '' && Number.isFinite(value)
    ? Math.round(value)
    : undefined;
}
