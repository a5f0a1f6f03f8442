import type { LogOrigins, OriginLines, Place, Strays } from '../../../core/evidence/log-origins.ts';
import type { Window } from '../../../core/evidence/question.ts';
import { newWords, type StrayWords, strayWords } from '../../../core/evidence/stray-lines.ts';
import { OutsideError } from '../../../core/kit/outside-error.ts';
import type { Environment, OtherEnvironment } from '../../../core/service/service.ts';
import { insightsLink } from '../console-link.ts';
import { wholeNumber } from '../error-counts.ts';
import { tenantLimit } from '../error-query.ts';
import { readInsightsTime } from '../insights.ts';
import { readGuests } from './guests.ts';
import {
  hostLimit,
  originLimit,
  originQuery,
  strayHostsQuery,
  strayTenantsQuery,
  type Wanted,
  writingMethods,
} from './origin-query.ts';
import {
  type Logs,
  type OriginsRequest,
  ownGroups,
  readWhole,
  type Times,
} from './whole-answer.ts';

const minuteMs = 60_000;
/** Enough to see which came first, few enough to keep. */
const stretches = 30;
const kindsKept = 20;
const namesKept = 20;

/**
 * What the lines of an environment say of where they come from, and whether tenants of it are in the
 * logs of the others. One scan of its logs, two of each other's; only where some lines belong
 * elsewhere, one of its baseline and two for whose requests they are. Asked only where the service
 * has more than one environment. What fails is named, and costs only itself.
 */
export async function readOrigins(
  request: OriginsRequest,
  environment: Environment,
  times: Times,
): Promise<{ readonly origins?: LogOrigins; readonly partial: readonly string[] }> {
  const { others = [] } = environment;
  const groups = ownGroups(environment, others);
  if (others.length === 0 || environment.logs.length === 0) return { partial: [] };
  if (groups.length === 0)
    return { partial: ['environments not told apart: they share their logs'] };
  const partial: string[] = [];
  const spare = async <T>(what: string, run: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      partial.push(`${what} not read: ${error.message}`);
      return undefined;
    }
  };
  const read = (window: Window) =>
    readLines(request, { region: environment.region, groups }, window);
  const [lines, guests] = await Promise.all([
    spare('environments of the lines', () => read(times.window)),
    spare('tenants elsewhere', () => readGuests(request, environment, times)),
  ]);
  if (guests) partial.push(...guests.partial);
  if (!lines && !guests?.guests.length) return { partial };
  const seen: LogOrigins = {
    home: placeOf(environment),
    others: others.map(placeOf),
    lines: lines ?? [],
    ...(guests?.guests.length ? { guests: guests.guests } : {}),
  };
  const all = strayWords(seen);
  if (all.envs.length + all.databases.length === 0) return { origins: seen, partial };
  const newHere = newWords({ origins: seen, window: times.window });
  const isNewHere = newHere.envs.length + newHere.databases.length > 0;
  const [before, strays] = await Promise.all([
    spare('environments before', () => read(times.baseline)),
    spare('whose lines they are', () =>
      readStrays(request, environment, {
        groups,
        words: isNewHere ? newHere : all,
        onlyWrites: seen.lines.some(({ writes }) => writes !== undefined),
        window: times.window,
      }),
    ),
  ]);
  return {
    origins: { ...seen, ...(before ? { before } : {}), ...(strays ? { strays } : {}) },
    partial,
  };
}

function placeOf({ name, database }: OtherEnvironment): Place {
  return { name, databases: [database?.cluster ?? [], ...(database?.instances ?? [])].flat() };
}

async function readLines(
  request: OriginsRequest,
  logs: Logs,
  window: Window,
): Promise<readonly OriginLines[]> {
  const text = originQuery(stretchMinutes(window));
  const rows = await readWhole(request, logs, { text, window, limit: originLimit });
  const kinds = new Map<string, Row[]>();
  for (const row of rows.flatMap(readRow)) {
    const key = JSON.stringify([row.env, row.database, row.release]);
    kinds.set(key, [...(kinds.get(key) ?? []), row]);
  }
  return [...kinds.values()]
    .map(together)
    .sort((a, b) => b.lines - a.lines)
    .slice(0, kindsKept);
}

export function stretchMinutes({ fromAt, toAt }: Window): number {
  return Math.max(1, Math.ceil((toAt - fromAt) / minuteMs / stretches));
}

interface Row extends Pick<OriginLines, 'env' | 'database' | 'release' | 'firstAt' | 'lastAt'> {
  readonly at: number;
  readonly lines: number;
  readonly method: string | undefined;
}

function readRow(row: Readonly<Record<string, string>>): Row[] {
  const [at, firstAt, lastAt] = [row.stretch, row.firstAt, row.lastAt].map(readInsightsTime);
  const lines = wholeNumber(row.n);
  if (at === undefined || firstAt === undefined || lastAt === undefined || !lines) return [];
  return [
    {
      ...(row.saysEnv ? { env: row.saysEnv } : {}),
      ...(row.saysDatabase ? { database: row.saysDatabase } : {}),
      ...(row.saysRelease ? { release: row.saysRelease } : {}),
      at,
      firstAt,
      lastAt,
      lines,
      method: row.saysMethod || undefined,
    },
  ];
}

function together(rows: readonly Row[]): OriginLines {
  const minutes = new Map<number, number>();
  for (const { at, lines } of rows) minutes.set(at, (minutes.get(at) ?? 0) + lines);
  const sum = (some: readonly Row[]) => some.reduce((total, { lines }) => total + lines, 0);
  const asked = rows.filter(({ method }) => method !== undefined);
  const { env, database, release } = rows[0] ?? {};
  return {
    ...(env === undefined ? {} : { env }),
    ...(database === undefined ? {} : { database }),
    ...(release === undefined ? {} : { release }),
    lines: sum(rows),
    ...(asked.length > 0
      ? { writes: sum(asked.filter(({ method = '' }) => writingMethods.includes(method))) }
      : {}),
    firstAt: Math.min(...rows.map(({ firstAt }) => firstAt)),
    lastAt: Math.max(...rows.map(({ lastAt }) => lastAt)),
    minutes: [...minutes].map(([at, lines]) => ({ at, lines })).sort((a, b) => a.at - b.at),
  };
}

/** By the databases, because something was written there; where no line names one, by the environments. */
async function readStrays(
  request: OriginsRequest,
  { region, tenantField }: Environment,
  found: {
    readonly groups: readonly string[];
    readonly words: StrayWords;
    readonly onlyWrites: boolean;
    readonly window: Window;
  },
): Promise<Strays> {
  const { groups, words, onlyWrites, window } = found;
  const wanted: Wanted =
    words.databases.length > 0
      ? { where: 'saysDatabase', words: words.databases }
      : { where: 'saysEnv', words: words.envs };
  const tenantsText = tenantField && strayTenantsQuery(tenantField, wanted, onlyWrites);
  const run = (text: string, limit: number) =>
    readWhole(request, { region, groups }, { text, window, limit });
  const [hosts, tenants] = await Promise.all([
    run(strayHostsQuery(wanted), hostLimit),
    tenantsText ? run(tenantsText, tenantLimit) : undefined,
  ]);
  return {
    hosts: hosts
      .map((row) => ({ name: row.host ?? '', count: wholeNumber(row.n) ?? 0 }))
      .slice(0, namesKept),
    ...(tenants
      ? {
          tenants: {
            hit: tenants.length,
            names: tenants.slice(0, namesKept).map(({ tenant = '' }) => tenant),
            ...(tenantsText
              ? { link: insightsLink(region, { groups, text: tenantsText, window }) }
              : {}),
          },
        }
      : {}),
  };
}
