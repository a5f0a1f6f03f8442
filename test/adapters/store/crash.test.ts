import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStore } from '../../../src/adapters/store/store.ts';
import { verifyTimeline } from '../../../src/adapters/store/timeline.ts';
import { silentLog } from '../../../src/engine/log.ts';
import { aJob } from '../../contracts/store-examples.ts';
import { startProcess } from '../../support/store-process.ts';

const writer = new URL('writer.ts', import.meta.url);
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'firebreak-crash-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

test('keeps every confirmed event whole, and no half of another, through kill -9', async () => {
  let written = 0;
  for (const untilKilled of [1, 7, 40, 90, 150]) {
    const child = startProcess(writer, [dataDir, String(written + 1)]);
    await child.said(String(written + untilKilled));
    await child.kill();
    const promised = Number(child.lines.at(-1));
    const { errors } = await child.ended;
    expect(errors).toBe('');

    const store = await createStore({ dataDir, log: silentLog });
    const timeline = await store.timeline('INC-1');
    written = timeline.length;
    // The one in hand when it died may have been kept; nobody was told.
    expect([promised, promised + 1]).toContain(written);
    expect(verifyTimeline(timeline)).toMatchObject({ verdict: 'sound', entries: written });
    expect((await store.incident('INC-1'))?.title).toBe(String(written));
    expect(await store.counts(written)).toMatchObject({ dueJobs: written });
    const known = await store.transaction(async (tx) => [
      await tx.recordEvent({ id: `e${written}`, incident: 'INC-1', at: 1 }),
      await tx.recordEvent({ id: `e${written + 1}`, incident: 'INC-1', at: 1 }),
    ]);
    expect(known).toEqual([false, true]);
    await store.close();
    const db = new DatabaseSync(join(dataDir, 'firebreak.db'));
    expect(db.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
    db.exec(`delete from events where id = 'e${written + 1}'`);
    db.close();
  }
});

test('has what a dead process held taken again at once, as tried before', async () => {
  const claim = { worker: 'dead', now: 1_000, leaseMs: 30_000, limit: 1 };
  const before = await createStore({ dataDir, log: silentLog });
  await before.transaction((tx) => tx.insertJobs([aJob('a')], 1_000));
  expect(await before.claimJobs(claim)).toMatchObject([{ key: 'a', attempt: 1 }]);
  expect(await before.takeLease('backstop', 'dead', 1_000, 61_000)).toBe(true);
  await before.close();

  const store = await createStore({ dataDir, log: silentLog });
  expect(await store.nextJobAt()).toBe(0);
  const again = await store.claimJobs({ ...claim, worker: 'alive' });
  expect(again).toMatchObject([{ key: 'a', attempt: 2 }]);
  expect(await store.takeLease('backstop', 'alive', 1_000, 61_000)).toBe(true);
  await store.close();
});

test('refuses a second process on one directory, and lets it in after the first was killed', async () => {
  const first = startProcess(writer, [dataDir, '1']);
  await first.said('1');
  const refused = {
    system: 'store',
    kind: 'conflict',
    message: `The data directory ${dataDir} is in use by another Firebreak: stop that one first, give this one its own FIREBREAK_DATA_DIR, or use DATABASE_URL to run several.`,
  };
  await expect(createStore({ dataDir, log: silentLog })).rejects.toMatchObject(refused);
  await first.kill();
  const store = await createStore({ dataDir, log: silentLog });
  expect((await store.timeline('INC-1')).length).toBeGreaterThan(0);
  await expect(createStore({ dataDir, log: silentLog })).rejects.toMatchObject(refused);
  const second = startProcess(writer, [dataDir, '9']);
  const end = await second.ended;
  expect(end.code).not.toBe(0);
  expect(end.errors).toContain('is in use by another Firebreak');
  expect(second.lines).toEqual([]);
  await store.close();
});
