import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createChance } from '../../src/demo/chance.ts';
import { comeToRest } from '../support/come-to-rest.ts';
import { startFirebreakProcess } from '../support/firebreak-process.ts';
import { postgresMemory } from '../support/memory.ts';
import { faultsOf } from '../support/nothing-lost.ts';
import { putPeopleToWork } from '../support/people-at-work.ts';
import { somePostgres } from '../support/postgres.ts';
import { startWholeWorld } from '../support/whole-world.ts';
import { drawMoment, keepAlarmsComing, liveAndDie, seedOf, tally } from './storm.ts';

const hasPostgres =
  process.env.FIREBREAK_TEST_POSTGRES !== undefined || existsSync('/usr/lib/postgresql');
/** Deaths of each of the two replicas. */
const lives = 12;
/** Leases run out after 30 s here: nobody can know that another replica is dead. */
const restMs = 200_000;

test.skipIf(!hasPostgres)(
  'loses nothing and repeats nothing with two replicas on PostgreSQL that are killed in turn',
  async () => {
    const seed = seedOf('PostgreSQL');
    const server = await somePostgres();
    const world = await startWholeWorld({ seed });
    const memory = postgresMemory(await server.createDatabase());
    const people = putPeopleToWork(world, createChance(seed, 1), { proposing: true });
    const alarming = new AbortController();
    const alarms = keepAlarmsComing(world, createChance(seed, 3), alarming.signal);
    const killedAt: string[] = [];
    try {
      await Promise.all(
        [1, 2].map(async (replica) => {
          const moments = createChance(seed, 2, replica);
          for (let life = 0; life < lives; life++) {
            killedAt.push(await liveAndDie(world, memory, drawMoment(moments)));
          }
        }),
      );
      alarming.abort();
      await alarms;
      const last = [1, 2].map(() => startFirebreakProcess({ ...world.env, ...memory.env }));
      try {
        await Promise.all(last.map(({ running }) => running));
        await comeToRest(world, memory, people, restMs);
        expect(await Promise.all(last.map((one) => one.stop()))).toEqual([0, 0]);
      } finally {
        for (const one of last) await one.kill();
      }
      tally('PostgreSQL', killedAt, world.changes.length, people.proposals);
      expect(await faultsOf(world, memory)).toEqual([]);
      expect(world.changes.length).toBeGreaterThan(0);
    } finally {
      alarming.abort();
      await people.stop();
      await world.stop();
      await server.stop();
    }
  },
);
