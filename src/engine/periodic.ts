import type { Part } from '../core/briefing/briefing.ts';
import { sentence } from '../core/briefing/overview.ts';
import type { Words } from '../core/briefing/words/words.ts';
import type { AlarmChange } from '../core/intake/alarm.ts';
import type { PersonId } from '../core/oncall/person.ts';
import { shiftAt } from '../core/oncall/rotation.ts';
import type { Environment } from '../core/service/service.ts';
import { environmentOfAlarm } from '../core/triage/route.ts';
import type { World } from '../core/world.ts';
import type { Clock } from './clock.ts';
import type { Engine } from './engine.ts';
import type { Log } from './log.ts';
import type { Store } from './store.ts';
import { keepTopology } from './topology-history.ts';

/** Something done every so often, by one replica at a time. Safe to run twice. */
export interface Periodic {
  readonly name: string;
  readonly everySeconds: number;
  run(): Promise<void>;
}

interface PeriodicParts {
  readonly engine: Engine;
  readonly store: Store;
  readonly world: World;
  readonly words: Words;
  readonly clock: Clock;
  /** Every firing alarm, and how the named alerts stand now. */
  readonly readAlarms: (openAlerts: readonly string[]) => Promise<readonly AlarmChange[]>;
  readonly readTopology: (environment: Environment) => Promise<unknown>;
  /** Absent: no backstop. */
  readonly backstopSeconds?: number;
}

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
/** Longer than a message can wait in a queue (14 days) and be sent again from its dead letters. */
const keepMs = 30 * dayMs;
/** A hand-over that nobody announced for this long (we were down) is old news. */
const handoverFreshMs = hourMs;

export function periodicWork(parts: PeriodicParts): readonly Periodic[] {
  const { backstopSeconds } = parts;
  return [
    ...(backstopSeconds === undefined
      ? []
      : [{ name: 'backstop', everySeconds: backstopSeconds, run: () => backstop(parts) }]),
    { name: 'topology', everySeconds: 60, run: () => snapshotTopology(parts) },
    { name: 'hand-over', everySeconds: 60, run: () => announceHandovers(parts) },
    {
      name: 'prune',
      everySeconds: 3600,
      run: () => parts.store.prune(parts.clock.now() - keepMs),
    },
  ];
}

/** Level-triggered: whatever way a change was lost, it is heard within one round. */
async function backstop({ engine, store, world, readAlarms }: PeriodicParts): Promise<void> {
  const open = await store.openIncidents();
  const known = new Set(
    open.flatMap(({ alerts }) =>
      Object.values(alerts)
        .filter(({ state }) => state !== 'ok')
        .map(({ key }) => key),
    ),
  );
  const changes = await readAlarms([...known]);
  // An account holds alarms that are not for people (those that scale, say): of what nobody sent us,
  // only the configured names are ours.
  await engine.hear(
    changes.filter(
      ({ alertKey, name }) => known.has(alertKey) || environmentOfAlarm(world.services, name),
    ),
  );
}

async function snapshotTopology(parts: PeriodicParts): Promise<void> {
  const { store, world, clock, readTopology } = parts;
  const environments = world.services.flatMap((service) => service.environments);
  // One that cannot be read (no permission, say) leaves the others their history.
  const saved = await Promise.allSettled(
    environments
      .filter(({ database }) => database !== undefined)
      .map(async (environment) => {
        await keepTopology(store, environment, clock.now(), await readTopology(environment));
      }),
  );
  const failed = saved.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Tells the channel who took over, with what is open. Said once a hand-over, by its own key. */
async function announceHandovers(parts: PeriodicParts): Promise<void> {
  const { store, world, words, clock } = parts;
  const now = clock.now();
  const open = (await store.openIncidents()).map(({ id }) => id);
  for (const rotation of world.rotations) {
    const { person, fromAt } = shiftAt(rotation, now);
    if (fromAt === undefined || now - fromAt > handoverFreshMs) continue;
    const text = `${words.overview.handover(rotation.name, person)} ${words.overview.handoverOpen(open)}`;
    const key = `hand-over ${rotation.name} ${fromAt}`;
    await announceOnce(store, { key, channel: world.channel, text, to: person }, now);
  }
}

/** Says something in a channel that belongs to no incident. The same key is said once, for ever. */
export async function announceOnce(
  store: Store,
  notice: { key: string; channel: string; text: string; to?: PersonId },
  now: number,
): Promise<void> {
  const { key, channel, text, to } = notice;
  const { parts } = sentence(text);
  const mention: Part[] = to ? [{ kind: 'quiet', lines: [[{ person: to }]] }] : [];
  const effect = {
    kind: 'announce',
    channel,
    briefing: { text, parts: [...parts, ...mention] },
  } as const;
  const job = { key, latest: false, dueAt: now, effect };
  await store.transaction((tx) => tx.insertJobs([job], now));
}

/** Runs one round of a task if no other replica has this round; trouble waits for the next one. */
export async function runRound(
  task: Periodic,
  parts: {
    readonly store: Store;
    readonly clock: Clock;
    readonly holder: string;
    readonly log: Log;
  },
): Promise<void> {
  const { store, clock, holder, log } = parts;
  const now = clock.now();
  // Held a little shorter than the period: the next round is anybody's.
  const untilAt = now + task.everySeconds * 900;
  try {
    if (!(await store.takeLease(`periodic ${task.name}`, holder, now, untilAt))) return;
    await task.run();
  } catch (error) {
    log.warn({ error, task: task.name }, 'periodic work failed, the next round tries again');
  }
}
