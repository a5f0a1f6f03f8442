import type { Chance } from '../../src/demo/chance.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** Whom an error hits. */
export type Hits =
  | { readonly only: 'everybody' }
  | { readonly only: 'tenants'; readonly tenants: readonly string[] }
  | { readonly only: 'host'; readonly host: string }
  | { readonly only: 'shard'; readonly shard: string };

/** One reason for errors, and what is true of it. */
export interface Cause {
  /** The name of its error's class: by it the answer is compared with the truth. */
  readonly name: string;
  readonly fromAt: number;
  readonly toAt: number;
  /** Occurrences an hour, on average. */
  readonly perHour: number;
  /** All at once every hour instead of spread: a job. */
  readonly isJob?: boolean;
  readonly hits: Hits;
  /** The release that brought it. */
  readonly release?: string;
}

export interface PlantedRelease {
  readonly label: string;
  readonly startedAt: number;
  readonly finishedAt: number;
}

export const hosts = Array.from({ length: 6 }, (_, n) => `api-${n + 1}`);
export const shards = ['a', 'b', 'c', 'd', 'e'] as const;
/** A few make most of the traffic, as everywhere. */
export const tenants = Array.from(
  { length: 312 },
  (_, n) => `shop-${String(n + 1).padStart(3, '0')}`,
);
export const shardOf = (tenant: string) => shards[Number(tenant.slice(5)) % shards.length] ?? 'a';

/** Five to seven releases a day, at least an hour and a half apart; each takes some minutes to be everywhere. */
export function plantReleases(chance: Chance, dayStart: number): readonly PlantedRelease[] {
  const releases: PlantedRelease[] = [];
  let at = dayStart + chance.between(60, 180) * minuteMs;
  while (at < dayStart + 22 * hourMs) {
    const startedAt = at;
    const finishedAt = at + chance.between(2, 8) * minuteMs;
    releases.push({ label: `api:${100 + releases.length}`, startedAt, finishedAt });
    at += chance.between(90, 300) * minuteMs;
  }
  return releases;
}

/**
 * What goes wrong in a day: noise that is always there, jobs that fail every hour, what is seldom,
 * what begins by itself, and what each release brings or takes away.
 */
export function plantCauses(
  chance: Chance,
  dayStart: number,
  releases: readonly PlantedRelease[],
): readonly Cause[] {
  const fromAt = dayStart - dayMs;
  const toAt = dayStart + dayMs;
  const whole = { fromAt, toAt };
  const everybody: Hits = { only: 'everybody' };
  const names = [...'abcdefghijklmnopqrstuvwxyz'].flatMap((a) => [
    `${a}mber`,
    `${a}onic`,
    `${a}ulti`,
  ]);
  let taken = 0;
  const cause = (about: Omit<Cause, 'name'>): Cause => {
    const word = names[taken++] ?? 'zz';
    return { name: `${word[0]?.toUpperCase()}${word.slice(1)}Error`, ...about };
  };
  const rate = (low: number, high: number) => low * (high / low) ** chance.next();
  return [
    ...Array.from({ length: 8 }, () => cause({ ...whole, perHour: rate(2, 120), hits: everybody })),
    ...Array.from({ length: 4 }, () =>
      cause({ ...whole, perHour: rate(0.05, 0.6), hits: everybody }),
    ),
    ...Array.from({ length: 3 }, () =>
      cause({ ...whole, perHour: rate(6, 60), hits: hitsOf(chance) }),
    ),
    ...Array.from({ length: 2 }, () =>
      cause({ ...whole, perHour: chance.between(3, 12), isJob: true, hits: everybody }),
    ),
    // Begins by itself: a partner's outage, a full queue.
    ...Array.from({ length: 4 }, () => {
      const begin = dayStart + chance.between(30, 23 * 60) * minuteMs;
      const end = begin + chance.between(20, 180) * minuteMs;
      return cause({ fromAt: begin, toAt: end, perHour: rate(20, 600), hits: hitsOf(chance) });
    }),
    // Two of three releases bring something, one of three takes something away.
    ...releases.flatMap(({ label, startedAt, finishedAt }) => [
      ...(chance.happens(0.66)
        ? [
            cause({
              fromAt: startedAt,
              toAt: startedAt + chance.between(20, 240) * minuteMs,
              perHour: rate(4, 1_200),
              hits: hitsOf(chance),
              release: label,
            }),
          ]
        : []),
      ...(chance.happens(0.33)
        ? [cause({ fromAt, toAt: finishedAt, perHour: rate(6, 120), hits: everybody })]
        : []),
    ]),
  ];
}

function hitsOf(chance: Chance): Hits {
  switch (chance.between(1, 5)) {
    case 1:
      return { only: 'tenants', tenants: chance.shuffle(tenants).slice(0, chance.between(2, 9)) };
    case 2:
      return { only: 'host', host: chance.shuffle(hosts)[0] ?? 'api-1' };
    case 3:
      return { only: 'shard', shard: chance.pick(shards) };
    default:
      return { only: 'everybody' };
  }
}
