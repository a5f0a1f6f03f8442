import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from '../../src/demo/chance.ts';
import { type FirebreakProcess, startFirebreakProcess } from '../support/firebreak-process.ts';
import type { Memory } from '../support/memory.ts';
import { services, type WholeWorld } from '../support/whole-world.ts';

/** When a process is killed. */
type Moment =
  | { readonly kind: 'starting'; readonly afterMs: number }
  | { readonly kind: 'anywhere'; readonly afterMs: number }
  /** As the nth of these calls arrives, or a moment later: before it could be answered, or just. */
  | {
      readonly kind: 'call';
      readonly names: readonly string[];
      readonly nth: number;
      readonly afterMs: number;
    };

const theChange = ['ecs UpdateService'];
/** Calls that leave something behind: whose lost answer could make somebody do it again. */
const writes = [
  ...theChange,
  'ecs RegisterTaskDefinition',
  'slack chat.postMessage',
  'slack chat.update',
  'slack conversations.open',
  'sqs DeleteMessageBatch',
];

/** A call that does not come within this is not waited for. */
const patienceMs = 2_000;
/** A change needs a proposal and an approval first. */
const patienceForChangesMs = 4_500;

/** Chance's beginning: another one each time, said, and the same again with CRASH_SEED. */
export function seedOf(suite: string): number {
  const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);
  process.stdout.write(`  ${suite}: seed ${seed} (CRASH_SEED=${seed} draws the same moments)\n`);
  return seed;
}

/** Says what the processes died of and what was done meanwhile. */
export function tally(
  suite: string,
  killedAt: readonly string[],
  changes: number,
  proposals: number,
): void {
  const counts = new Map<string, number>();
  for (const at of killedAt) counts.set(at, (counts.get(at) ?? 0) + 1);
  const parts = [...counts].sort(([, a], [, b]) => b - a).map(([at, count]) => `${count} at ${at}`);
  process.stdout.write(
    `  ${suite}: ${killedAt.length} kills (${parts.join(', ')}); ${proposals} proposals, ${changes} changes made\n`,
  );
}

export function drawMoment(chance: Chance): Moment {
  if (chance.happens(0.08)) return { kind: 'starting', afterMs: chance.between(0, 1_200) };
  if (chance.happens(0.2)) return { kind: 'anywhere', afterMs: chance.between(50, 1_500) };
  const afterMs = chance.happens(0.6) ? 0 : chance.between(1, 30);
  return chance.happens(0.35)
    ? { kind: 'call', names: theChange, nth: 1, afterMs }
    : { kind: 'call', names: writes, nth: chance.between(1, 6), afterMs };
}

/** Lives one life: starts the program and kills it at that moment. Answers what it was killed at. */
export async function liveAndDie(
  world: WholeWorld,
  memory: Memory,
  moment: Moment,
): Promise<string> {
  const program = startFirebreakProcess({ ...world.env, ...memory.env });
  if (moment.kind === 'starting') {
    await sleep(moment.afterMs);
    await program.kill();
    return 'starting';
  }
  await program.running;
  const hit =
    moment.kind === 'call' ? await arrival(world, moment, program) : await sleep(moment.afterMs);
  await program.kill();
  const { signal } = await program.ended;
  if (signal !== 'SIGKILL') throw new Error(`it ended by itself:\n${program.log.join('\n')}`);
  return hit ?? 'anywhere';
}

/** Kills at the very arrival when asked to; then only the waiting for the end is left. */
async function arrival(
  world: WholeWorld,
  moment: Extract<Moment, { kind: 'call' }>,
  program: FirebreakProcess,
): Promise<string | undefined> {
  const { promise: came, resolve } = Promise.withResolvers<string>();
  let left = moment.nth;
  const stop = world.onCall(({ name }) => {
    if (!moment.names.includes(name)) return;
    left -= 1;
    if (left !== 0) return;
    if (moment.afterMs === 0) program.child.kill('SIGKILL');
    resolve(name);
  });
  const patience = moment.names === theChange ? patienceForChangesMs : patienceMs;
  const hit = await Promise.race([came, sleep(patience).then(() => undefined)]);
  stop();
  if (hit !== undefined) await sleep(moment.afterMs);
  return hit;
}

/** Alarms of the services and of things nobody configured fire and clear, some told twice. */
export async function keepAlarmsComing(
  world: WholeWorld,
  chance: Chance,
  signal: AbortSignal,
): Promise<void> {
  const names = [
    ...services.flatMap((service) => ['1', '2', '3'].map((place) => `${service}-${place}`)),
    ...['1', '2', '3', '4'].map((place) => `billing-${place}`),
  ] as [string, ...string[]];
  while (!signal.aborted) {
    const name = chance.pick(names);
    const before = world.alarms.alarms.get(name)?.state ?? 'OK';
    const state = before === 'OK' ? 'ALARM' : chance.happens(0.5) ? 'OK' : 'ALARM';
    world.alarms.move(name, state);
    if (chance.happens(0.3)) world.alarms.move(name, state);
    await sleep(chance.between(300, 1_500), undefined, { signal }).catch(() => {});
  }
}
