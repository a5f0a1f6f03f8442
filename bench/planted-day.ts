import { createAwsClients } from '../src/adapters/aws/clients.ts';
import { createErrorLogs } from '../src/adapters/aws/error-logs.ts';
import { baselineOf } from '../src/core/evidence/baseline.ts';
import type { Window } from '../src/core/evidence/question.ts';
import { weigh } from '../src/core/evidence/weigh.ts';
import type { ErrorGroup } from '../src/core/logs/error-traces/digest.ts';
import type { Release } from '../src/core/service/release.ts';
import type { Environment } from '../src/core/service/service.ts';
import { createLocalLogs } from '../src/demo/aws/logs/service.ts';
import { startLocalAws } from '../src/demo/aws/server.ts';
import { createChance } from '../src/demo/chance.ts';
import { systemClock } from '../src/engine/clock.ts';
import type { Benchmark, Figure } from './figure.ts';
import { dayMs, minuteMs } from './planted/causes.ts';
import {
  type ErrorClaim,
  emptyTally,
  judgeHit,
  judgeNew,
  type Shown,
  type Tally,
} from './planted/judge.ts';
import { type PlantedDay, plantDay } from './planted/log.ts';

const days = 12;
/** The thresholds of `newSince` were found with other days: 1 to 12. */
const firstSeed = 101;
const startsAt = Date.UTC(2026, 10, 17);
const lookBackMs = 30 * minuteMs;
const group = '/ecs/api';
const environment: Environment = {
  service: 'api',
  name: 'production',
  region: 'ap-northeast-2',
  channel: '#incidents',
  alarms: [],
  logs: [group],
  tenantField: 'shopId',
};

/** What is said about the errors of days in which it is known what is wrong. */
export const plantedDay: Benchmark = {
  name: 'planted-day',
  measures: `findings about errors planted in ${days} days, read by the AWS SDK, against the truth`,
  async run() {
    const tallies = { fresh: emptyTally(), hit: emptyTally(), naive: emptyTally() };
    for (let seed = firstSeed; seed < firstSeed + days; seed++)
      await judgeDay(plantDay(seed, startsAt), seed, tallies);
    if (process.env.BENCH_MISTAKES) {
      for (const [what, { mistakes }] of Object.entries({ new: tallies.fresh, hit: tallies.hit }))
        process.stderr.write(mistakes.map((line) => `${what} ${line}\n`).join(''));
    }
    return { status: 'measured', figures: figuresOf(tallies) };
  },
};

interface Tallies {
  readonly fresh: Tally;
  readonly hit: Tally;
  /** What was not seen in the window before the newest release is called new with it. */
  readonly naive: Tally;
}

async function judgeDay(day: PlantedDay, seed: number, tallies: Tallies): Promise<void> {
  const clock = { ...systemClock, now: () => startsAt + 2 * dayMs };
  const logGroup = { name: group, retentionDays: 30, createdAt: 0, class: 'STANDARD' as const };
  const source = {
    groups: [logGroup],
    events: (_: string, fromAt: number, toAt: number) => slice(day, fromAt, toAt),
  };
  const logs = createLocalLogs({
    clock,
    region: environment.region,
    account: '123456789012',
    source,
  });
  const aws = await startLocalAws({ clock: systemClock, services: [logs] });
  const clients = createAwsClients({
    defaultRegion: environment.region,
    local: { endpoint: aws.url },
    readAttempts: 1,
  });
  try {
    const errors = createErrorLogs({ clients, now: clock.now, pollMs: 5 });
    for (const toAt of moments(day, seed)) {
      const window = { fromAt: toAt - lookBackMs, toAt };
      const releases = day.releases
        .filter(({ startedAt }) => startedAt < toAt)
        .map(({ label, ...when }) => ({
          ...when,
          id: label,
          label,
          artifacts: [],
          outcome: 'succeeded' as const,
          isRunning: 'unknown' as const,
        }))
        .reverse();
      const baseline = baselineOf(window, undefined, releases);
      const answer = await errors.ask(
        { id: 'q', kind: 'errors', environment, window, ...(baseline ? { baseline } : {}) },
        { budgetMs: 60_000, signal: new AbortController().signal },
      );
      const { findings } = weigh({ evidence: { errors: answer }, releases, alarmAt: toAt });
      const claims = findings.filter((one) => one.id === 'errors');
      const shown = shownIn(day, window);
      judgeNew(tallies.fresh, shown, claims, window);
      judgeHit(tallies.hit, shown, claims, window);
      judgeNew(
        tallies.naive,
        shown,
        naively(answer.errors?.groups ?? [], releases, window),
        window,
      );
    }
  } finally {
    clients.close();
    await aws.stop();
  }
}

/** As it would be told from the window alone: first seen after the newest release. */
function naively(
  groups: readonly ErrorGroup[],
  releases: readonly Release[],
  { fromAt }: Window,
): readonly ErrorClaim[] {
  const [newest] = releases;
  if (newest === undefined || newest.startedAt < fromAt) return [];
  return groups
    .filter(({ firstAt }) => firstAt >= newest.startedAt)
    .map((group) => ({
      id: 'errors',
      group,
      newSince: {
        verdict: 'new',
        sure: 'known',
        release: newest.label,
        afterMs: group.firstAt - newest.startedAt,
        expectedBefore: 0,
      },
    }));
}

/** A quarter of an hour and a whole one after each release, and at any time. */
function moments({ releases, startsAt: begin }: PlantedDay, seed: number): readonly number[] {
  const chance = createChance(seed, 7);
  return [
    ...releases.flatMap(({ startedAt }) => [startedAt + 15 * minuteMs, startedAt + 25 * minuteMs]),
    ...Array.from({ length: 6 }, () => begin + chance.between(60, 23 * 60) * minuteMs),
  ].filter((at) => at < begin + dayMs);
}

function slice({ events }: PlantedDay, fromAt: number, toAt: number) {
  return events.slice(firstAt(events, fromAt), firstAt(events, toAt));
}

function firstAt(events: PlantedDay['events'], at: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function shownIn(day: PlantedDay, window: Window): readonly Shown[] {
  const lines = slice(day, window.fromAt, window.toAt);
  return day.causes.flatMap((cause) => {
    const count = lines.filter(({ message }) => message.includes(`"type":"${cause.name}"`)).length;
    // Of a release before the window it is not asked.
    const { release, ...other } = cause;
    const came = day.releases.find(({ label }) => label === release);
    const known = came && came.startedAt >= window.fromAt ? cause : other;
    return count === 0 ? [] : [{ cause: known, count }];
  });
}

function figuresOf({ fresh, hit, naive }: Tallies): readonly Figure[] {
  return [
    ...both('new since a release', fresh, { said: 75, told: 80 }),
    ...both('first seen after it', naive),
    ...both('who is hit', hit, { said: 90, told: 80 }),
  ];
}

/** Precision and recall. Without limits it is what a plain rule would say. */
function both(
  what: string,
  { right, wrong, missed }: Tally,
  limits?: { readonly said: number; readonly told: number },
): readonly Figure[] {
  const share = (name: string, other: number, limit: number | undefined): Figure => ({
    what: `${what}: ${name} (${right} of ${right + other})`,
    unit: '%',
    better: 'higher',
    runs: [(100 * right) / Math.max(1, right + other)],
    ...(limit === undefined ? { isFloor: true } : { limit }),
  });
  return [
    share('said and true', wrong, limits?.said),
    share('true and said', missed, limits?.told),
  ];
}
