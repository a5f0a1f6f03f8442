import { expect, test } from 'vitest';
import { createChance } from '../../src/demo/chance.ts';
import { comeToRest } from '../support/come-to-rest.ts';
import { startFirebreakProcess } from '../support/firebreak-process.ts';
import { sqliteMemory } from '../support/memory.ts';
import { faultsOf } from '../support/nothing-lost.ts';
import { putPeopleToWork } from '../support/people-at-work.ts';
import { startWholeWorld } from '../support/whole-world.ts';
import { drawMoment, keepAlarmsComing, liveAndDie, seedOf, tally } from './storm.ts';

const lives = Number(process.env.CRASH_LIVES ?? 52);
const restMs = 200_000;

test('loses nothing and repeats nothing through fifty and more kill -9', async () => {
  const seed = seedOf('SQLite');
  const world = await startWholeWorld({ seed });
  const memory = sqliteMemory(world.dir);
  const people = putPeopleToWork(world, createChance(seed, 1), { proposing: true });
  const moments = createChance(seed, 2);
  const alarming = new AbortController();
  const alarms = keepAlarmsComing(world, createChance(seed, 3), alarming.signal);
  const killedAt: string[] = [];
  try {
    while (killedAt.length < lives) {
      killedAt.push(await liveAndDie(world, memory, drawMoment(moments)));
    }
    alarming.abort();
    await alarms;
    const last = startFirebreakProcess({ ...world.env, ...memory.env });
    try {
      await last.running;
      await comeToRest(world, memory, people, restMs);
      expect(await last.stop()).toBe(0);
    } finally {
      await last.kill();
    }
    tally('SQLite', killedAt, world.changes.length, people.proposals);
    expect(await faultsOf(world, memory)).toEqual([]);
    expect(world.changes.length).toBeGreaterThan(0);
  } finally {
    alarming.abort();
    await people.stop();
    await world.stop();
  }
});
