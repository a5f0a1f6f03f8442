import { expect, test } from 'vitest';
import { createChance } from '../../src/demo/chance.ts';
import { startFirebreakProcess } from '../support/firebreak-process.ts';
import { sqliteMemory } from '../support/memory.ts';
import { putPeopleToWork } from '../support/people-at-work.ts';
import { startWholeWorld } from '../support/whole-world.ts';
import { faultsOf } from './invariants.ts';
import { comeToRest, drawMoment, keepAlarmsComing, liveAndDie } from './storm.ts';

const lives = Number(process.env.CRASH_LIVES ?? 55);
const restMs = 200_000;

test('loses nothing and repeats nothing through fifty and more kill -9', async () => {
  const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);
  process.stdout.write(`  seed ${seed} (CRASH_SEED repeats its moments)\n`);
  const world = await startWholeWorld({ seed });
  const memory = sqliteMemory(world.dir);
  const people = putPeopleToWork(world, createChance(seed, 1));
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
    process.stdout.write(`  ${tally(killedAt, world.changes.length, people.proposals)}\n`);
    expect(await faultsOf(world, memory)).toEqual([]);
    expect(world.changes.length).toBeGreaterThan(0);
  } finally {
    alarming.abort();
    await people.stop();
    await world.stop();
  }
});

function tally(killedAt: readonly string[], changes: number, proposals: number): string {
  const counts = new Map<string, number>();
  for (const at of killedAt) counts.set(at, (counts.get(at) ?? 0) + 1);
  const parts = [...counts].sort(([, a], [, b]) => b - a).map(([at, count]) => `${count} at ${at}`);
  return `${killedAt.length} kills: ${parts.join(', ')}; ${proposals} proposals, ${changes} changes made`;
}
