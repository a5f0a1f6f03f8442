import type { ErrorDigest, Tally } from '../../core/logs/error-traces/digest.ts';
import { evenness } from '../../core/logs/error-traces/error-digest.ts';
import { placeName } from '../../core/logs/error-traces/where.ts';
import { populationLimit } from './error-query.ts';
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
  return { total: counts.size, even: evenness(counts) };
}

/** All records, errors or not, by host and by release. */
export function everybodyOf(
  rows: InsightsAnswer['rows'] | undefined,
): Pick<ErrorDigest, 'allRecords' | 'population'> | undefined {
  // A part of the population would make what is missing look like a rare place.
  if (!rows || rows.length === 0 || rows.length >= populationLimit) return undefined;
  const allRecords = rows.reduce((sum, row) => sum + (wholeNumber(row.n) ?? 0), 0);
  const [hosts, releases] = [talliesOf(rows, 'host'), talliesOf(rows, 'release')];
  return {
    allRecords,
    population: {
      ...(hosts.length > 0 ? { hosts } : {}),
      ...(releases.length > 0 ? { releases } : {}),
    },
  };
}

function talliesOf(rows: InsightsAnswer['rows'], column: 'host' | 'release'): readonly Tally[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const name = placeName(row[column]);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + (wholeNumber(row.n) ?? 0));
  }
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

export function wholeNumber(text: string | undefined): number | undefined {
  const value = Number(text);
  return text !== undefined && text !== '' && Number.isFinite(value)
    ? Math.round(value)
    : undefined;
}
