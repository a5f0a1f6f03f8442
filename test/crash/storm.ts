import { setTimeout as sleep } from 'node:timers/promises';
import type { Dossier } from '../../src/core/dossier.ts';
import type { Chance } from '../../src/demo/chance.ts';
import { type FirebreakProcess, startFirebreakProcess } from '../support/firebreak-process.ts';
import type { Memory } from '../support/memory.ts';
import type { PeopleAtWork } from '../support/people-at-work.ts';
import { services, type WholeWorld } from '../support/whole-world.ts';

/** When a process is killed. */
type Moment =
  | { readonly kind: 'starting'; readonly afterMs: number }
  | { readonly kind: 'anywhere'; readonly afterMs: number }
  /** As the nth call of that name arrives, or a moment later: before it could be answered, or just. */
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly nth: number;
      readonly afterMs: number;
    };

/** Calls whose answer is worth losing, each as often as it is worth it. */
const calls: readonly [string, ...string[]] = [
  ...Array.from({ length: 7 }, () => 'slack chat.postMessage'),
  ...Array.from({ length: 7 }, () => 'ecs UpdateService'),
  ...Array.from({ length: 2 }, () => 'slack chat.update'),
  ...Array.from({ length: 2 }, () => 'sqs DeleteMessageBatch'),
  'ecs RegisterTaskDefinition',
  'ecs DescribeServiceDeployments',
  'slack conversations.open',
  'slack conversations.replies',
  'slack conversations.history',
  'monitoring DescribeAlarms',
] as unknown as [string, ...string[]];

/** A call that does not come within this is not waited for. */
const patienceMs = 3_000;
/** A change needs a proposal and an approval first. */
const patienceForChangesMs = 6_000;

export function drawMoment(chance: Chance): Moment {
  if (chance.happens(0.08)) return { kind: 'starting', afterMs: chance.between(0, 1_200) };
  if (chance.happens(0.25)) return { kind: 'anywhere', afterMs: chance.between(50, 2_500) };
  const name = chance.pick(calls);
  const nth = name === 'ecs UpdateService' ? 1 : chance.between(1, 3);
  return { kind: 'call', name, nth, afterMs: chance.happens(0.6) ? 0 : chance.between(1, 30) };
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
    if (name !== moment.name) return;
    left -= 1;
    if (left !== 0) return;
    if (moment.afterMs === 0) program.child.kill('SIGKILL');
    resolve(name);
  });
  const patience = moment.name === 'ecs UpdateService' ? patienceForChangesMs : patienceMs;
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

/**
 * Lets everything end: alarms clear, people answer what they are asked, nothing new is begun.
 * Resolves when there is nothing left to do; rejects with what there still was.
 */
export async function comeToRest(
  world: WholeWorld,
  memory: Memory,
  people: PeopleAtWork,
  withinMs: number,
): Promise<void> {
  people.stopProposing();
  people.answerEverything();
  for (const name of world.alarms.alarms.keys()) world.alarms.move(name, 'OK');
  const until = Date.now() + withinMs;
  let quiet = 0;
  while (quiet < 3) {
    const left = await leftToDo(world, memory);
    quiet = left.length === 0 ? quiet + 1 : 0;
    if (Date.now() > until) throw new Error(`It never came to rest:\n${left.join('\n')}`);
    await sleep(300);
  }
}

async function leftToDo(world: WholeWorld, memory: Memory): Promise<readonly string[]> {
  const dossiers = (await memory.dossiers()).map((text) => JSON.parse(text) as Dossier);
  const alarms = [...world.alarms.alarms.values()].filter(({ key }) =>
    dossiers.every(({ alerts }) => alerts[key]?.state !== 'ok'),
  );
  const asked = dossiers.flatMap(({ id, phase, actions, acknowledged }) => [
    ...actions.flatMap((action) =>
      action.state === 'proposed' ? [`${id}: ${action.id} waits for an answer`] : [],
    ),
    ...(acknowledged || phase === 'resolved' ? [] : [`${id} is not acknowledged`]),
  ]);
  return [
    ...(await memory.unfinished()),
    ...alarms.map(({ key }) => `not heard to be over: ${key}`),
    ...asked,
    ...(world.queued() > 0 ? [`${world.queued()} messages in the queue`] : []),
  ];
}
