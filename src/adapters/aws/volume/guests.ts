import type { Guests } from '../../../core/evidence/log-origins.ts';
import type { Window } from '../../../core/evidence/question.ts';
import type { Environment, OtherEnvironment } from '../../../core/service/service.ts';
import { wholeNumber } from '../error-counts.ts';
import { tenantLimit } from '../error-query.ts';
import { readInsightsTime } from '../insights.ts';
import { tenantsQuery } from './origin-query.ts';
import { type OriginsRequest, ownGroups, readWhole, type Times } from './whole-answer.ts';

/** Each costs two scans of its logs. */
const mostOthers = 3;
/** Fewer new names are people who try something out. */
const leastGuests = 5;
const namesKept = 20;

interface Seen {
  readonly lines: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/**
 * Tenants of home that came up in the logs of another environment, where they were not in the
 * baseline. Home's own are read only where others have new ones.
 */
export async function readGuests(
  request: OriginsRequest,
  home: Environment,
  { window, baseline }: Times,
): Promise<{ readonly guests: readonly Guests[]; readonly partial: readonly string[] }> {
  const { tenantField, others = [] } = home;
  const text = tenantField === undefined ? undefined : tenantsQuery(tenantField);
  if (text === undefined) return { guests: [], partial: [] };
  const read = async (of: Pick<Environment, 'logs' | 'region'>, within: Window) => {
    const logs = { region: of.region, groups: of.logs };
    const rows = await readWhole(request, logs, { text, window: within, limit: tenantLimit });
    return new Map(rows.map((row) => [row.tenant ?? '', readSeen(row)]));
  };
  const asked = others.flatMap((one): OtherEnvironment[] => {
    const logs = ownGroups(one, [home]);
    return logs.length > 0 ? [{ ...one, logs }] : [];
  });
  const news = await Promise.all(
    asked.slice(0, mostOthers).map(async (other) => {
      const [now, before] = await Promise.all([read(other, window), read(other, baseline)]);
      return { other, came: [...now].filter(([tenant]) => !before.has(tenant)) };
    }),
  );
  const some = news.filter(({ came }) => came.length >= leastGuests);
  const own = some.length > 0 ? await read(home, baseline) : new Map<string, Seen>();
  return {
    guests: some.flatMap(({ other, came }): Guests[] => {
      const known = came.filter(([tenant]) => own.has(tenant));
      if (known.length < leastGuests) return [];
      return [
        {
          environment: other.name,
          tenants: known.length,
          names: known.slice(0, namesKept).map(([tenant]) => tenant),
          lines: known.reduce((sum, [, { lines }]) => sum + lines, 0),
          firstAt: Math.min(...known.map(([, { firstAt }]) => firstAt)),
          lastAt: Math.max(...known.map(([, { lastAt }]) => lastAt)),
        },
      ];
    }),
    partial: asked.length > mostOthers ? [`tenants in ${mostOthers} other environments only`] : [],
  };
}

function readSeen(row: Readonly<Record<string, string>>): Seen {
  return {
    lines: wholeNumber(row.n) ?? 0,
    firstAt: readInsightsTime(row.firstAt) ?? 0,
    lastAt: readInsightsTime(row.lastAt) ?? 0,
  };
}
