import type { LogEvent } from '../../src/demo/aws/logs/source.ts';
import { type Chance, createChance } from '../../src/demo/chance.ts';
import {
  type Cause,
  dayMs,
  hosts,
  hourMs,
  minuteMs,
  type PlantedRelease,
  plantCauses,
  plantReleases,
  shardOf,
  tenants,
} from './causes.ts';

export interface PlantedDay {
  readonly startsAt: number;
  /** Oldest first. */
  readonly events: readonly LogEvent[];
  readonly releases: readonly PlantedRelease[];
  readonly causes: readonly Cause[];
}

/** Requests an hour at the busiest. */
const busiest = 3_000;

/** A day, and the day before it, of a service's log in which it is known what is wrong. */
export function plantDay(seed: number, startsAt: number): PlantedDay {
  const chance = createChance(seed);
  const releases = plantReleases(chance, startsAt);
  const causes = plantCauses(chance, startsAt, releases);
  const writer = createWriter(chance, releases);
  const events: LogEvent[] = [];
  for (let at = startsAt - dayMs; at < startsAt + dayMs; at += minuteMs) {
    const busy = busyness(at);
    const requests = chance.countOf((busiest * busy) / 60);
    for (let n = 0; n < requests; n++) events.push(writer.request(at + chance.between(0, 59_999)));
    for (const cause of causes) {
      for (const when of occurrences(cause, at, busy, chance))
        events.push(...writer.error(when, cause));
    }
  }
  return { startsAt, releases, causes, events: events.sort((a, b) => a.at - b.at) };
}

/** Quiet at night, busiest at noon and in the evening, 0.15 to 1. */
function busyness(at: number): number {
  const hour = (at % dayMs) / hourMs;
  return 0.15 + 0.85 * Math.max(0, Math.sin(((hour - 5) / 19) * Math.PI));
}

function occurrences(cause: Cause, at: number, busy: number, chance: Chance): readonly number[] {
  const { fromAt, toAt, perHour, isJob } = cause;
  const mean = isJob ? ((at / minuteMs) % 60 === 0 ? perHour : 0) : (perHour * busy) / 60;
  const count = mean === 0 ? 0 : chance.countOf(mean);
  return Array.from({ length: count }, () => at + chance.between(0, isJob ? 5_000 : 59_999)).filter(
    (when) => when >= fromAt && when < toAt,
  );
}

/** Lines as the service's program writes them: another shape for each cause, the same all day. */
function createWriter(chance: Chance, releases: readonly PlantedRelease[]) {
  /** While a release spreads, hosts change over one after another. */
  const releaseOn = (host: string, at: number) => {
    const place = (hosts.indexOf(host) + 1) / hosts.length;
    const switched = releases.findLast(
      ({ startedAt, finishedAt }) => startedAt + (finishedAt - startedAt) * place <= at,
    );
    return switched?.label ?? 'api:99';
  };
  // Squared, so that few shops make most of the traffic.
  const anyTenant = () => tenants[Math.floor(chance.next() ** 2 * tenants.length)] ?? 'shop-001';
  const placed = (at: number, host: string, tenant: string) => ({
    time: at,
    hostname: host,
    release: releaseOn(host, at),
    shopId: tenant,
    shard: shardOf(tenant),
    requestId: Math.floor(chance.next() * 2 ** 32).toString(16),
  });
  const hostWith = ({ hits, release }: Cause, at: number): string | undefined => {
    const able = hosts.filter((host) => {
      const isThere =
        release === undefined || Number(releaseOn(host, at).slice(4)) >= Number(release.slice(4));
      return isThere && (hits.only !== 'host' || hits.host === host);
    });
    return able.length === 0 ? undefined : able[chance.between(0, able.length - 1)];
  };
  const tenantWith = ({ hits }: Cause): string => {
    if (hits.only === 'tenants') return chance.pick(hits.tenants as [string, ...string[]]);
    let tenant = anyTenant();
    while (hits.only === 'shard' && shardOf(tenant) !== hits.shard) tenant = anyTenant();
    return tenant;
  };

  return {
    request(at: number): LogEvent {
      const host = chance.pick(hosts as [string, ...string[]]);
      const ms = chance.between(3, 400);
      const record = {
        level: 30,
        ...placed(at, host, anyTenant()),
        statusCode: 200,
        ms,
        msg: 'done',
      };
      return { at, stream: host, message: JSON.stringify(record) };
    },
    error(at: number, cause: Cause): readonly LogEvent[] {
      const host = hostWith(cause, at);
      if (host === undefined) return [];
      const where = placed(at, host, tenantWith(cause));
      return [{ at, stream: host, message: errorLine(cause, where, chance) }];
    },
  };
}

type Placed = Readonly<Record<string, string | number>> & { readonly release: string };

/** Ids, amounts and line numbers differ each time; the line numbers move with each release. */
function errorLine({ name }: Cause, where: Placed, chance: Chance): string {
  const seed = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const moved = Number(where.release.slice(4)) * 3;
  const file = `${name.slice(0, -5).toLowerCase()}.js`;
  const id = chance.between(1_000, 9_999_999);
  const messages = [
    `order ${id} cannot be priced`,
    `no answer from partner after ${chance.between(900, 9_000)} ms`,
    `member ${id} has no card '${chance.between(1, 99)}'`,
    `unexpected token at ${chance.between(1, 4_000)} in reply of ${file}`,
  ];
  const message = messages[seed % messages.length] ?? '';
  const frames = [1, 2, 3].map(
    (depth) =>
      `    at ${name}Step${depth} (/app/src/${file}:${(seed % 90) + depth * 7 + moved}:${depth})`,
  );
  const stack = [`${name}: ${message}`, ...frames].join('\n');
  return JSON.stringify({
    level: 50,
    ...where,
    err: { type: name, message, stack },
    msg: 'request failed',
  });
}
