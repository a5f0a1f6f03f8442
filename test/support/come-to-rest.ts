import { setTimeout as sleep } from 'node:timers/promises';
import type { Dossier } from '../../src/core/dossier.ts';
import type { Memory } from './memory.ts';
import type { PeopleAtWork } from './people-at-work.ts';
import type { WholeWorld } from './whole-world.ts';

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
  const moving = dossiers.flatMap(({ id, actions }) =>
    actions.flatMap(({ id: action, state, operation, verification }) =>
      state === 'done' && verification?.verdict !== undefined
        ? []
        : [`${id}: ${action} ${state}, ${JSON.stringify({ ...operation, plan: 0, verification })}`],
    ),
  );
  const asked = dossiers.flatMap(({ id, phase, actions, acknowledged }) => [
    ...actions.flatMap((action) =>
      action.state === 'proposed' ? [`${id}: ${action.id} waits for an answer`] : [],
    ),
    ...(acknowledged || phase === 'resolved' ? [] : [`${id} is not acknowledged`]),
  ]);
  const jobs = await memory.unfinished();
  return [
    ...jobs,
    ...(jobs.length > 0 ? moving : []),
    ...alarms.map(({ key }) => `not heard to be over: ${key}`),
    ...asked,
    ...(world.queued() > 0 ? [`${world.queued()} messages in the queue`] : []),
  ];
}
