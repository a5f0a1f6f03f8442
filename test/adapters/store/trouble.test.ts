import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createStore } from '../../../src/adapters/store/store.ts';
import { verifyTimeline } from '../../../src/adapters/store/timeline.ts';
import { silentLog } from '../../../src/engine/log.ts';
import type { Store } from '../../../src/engine/store.ts';
import { anEntry } from '../../contracts/store-examples.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'firebreak-trouble-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

const open = (dataDir: string) => createStore({ dataDir, log: silentLog });

test('makes the data directory, and those above it, for its own user only', async () => {
  const dataDir = join(parent, 'deep', 'data');
  const store = await open(dataDir);
  await store.ping();
  await store.close();
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
});

test('says what to do when the directory cannot be there', async () => {
  writeFileSync(join(parent, 'file'), '');
  await expect(open(join(parent, 'file', 'data'))).rejects.toMatchObject({
    system: 'store',
    kind: 'denied',
    message: expect.stringMatching(
      /cannot be written \(ENOTDIR\): give it to .*FIREBREAK_DATA_DIR/,
    ),
  });
});

test('says what to do when the file is no database', async () => {
  writeFileSync(join(parent, 'firebreak.db'), 'hello '.repeat(1_000));
  const refused = { kind: 'invalid', message: expect.stringMatching(/is damaged .*newest copy/) };
  await expect(open(parent)).rejects.toMatchObject(refused);
  await expect(open(parent), 'and holds nothing afterwards').rejects.toMatchObject(refused);
});

/** A disk of 3 MB needs `mount`, which needs root. */
function mountSmallDisk(dir: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'firebreak', dir]).status === 0;
}
const unmount = (dir: string) => spawnSync('umount', [dir]);
const probe = mkdtempSync(join(tmpdir(), 'firebreak-mount-'));
const mayMount = mountSmallDisk(probe);
if (mayMount) unmount(probe);
rmSync(probe, { recursive: true });

describe.skipIf(!mayMount)('on a small disk (skipped where mounting one is refused)', () => {
  beforeEach(() => {
    mountSmallDisk(parent);
  });
  afterEach(() => {
    unmount(parent);
  });

  const filler = () => join(parent, 'filler');
  const fill = () => spawnSync('dd', ['if=/dev/zero', `of=${filler()}`, 'bs=1k']);
  const full = {
    system: 'store',
    kind: 'unavailable',
    message: expect.stringMatching(
      /^The disk under the data directory .* is full .*make room there/,
    ),
  };
  const write = (store: Store, id: string) =>
    store.transaction((tx) =>
      tx.appendTimeline('INC-1', [anEntry(id, { text: 'x'.repeat(9_000) })]),
    );

  test('tells in a ping that there is too little room, before the disk is full', async () => {
    const store = await open(join(parent, 'data'));
    await expect(store.ping()).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/has only 2 MB left of the 50 MB .* make room there/),
    });
    await store.close();
  });

  test('refuses work on a full disk, goes on reading, and goes on writing when there is room', async () => {
    const store = await open(join(parent, 'data'));
    let written = 0;
    const writeOn = async (most: number) => {
      for (let i = 0; i < most; i++) {
        await write(store, `e${written}`);
        written++;
      }
    };
    await writeOn(5);
    fill();
    await expect(writeOn(1_000)).rejects.toMatchObject(full);
    expect(await store.timeline('INC-1')).toHaveLength(written);
    rmSync(filler());
    await writeOn(5);
    const timeline = await store.timeline('INC-1');
    expect(verifyTimeline(timeline)).toMatchObject({ verdict: 'sound', entries: written });
    await store.close();
  });

  test('does not start on a full disk, new or known, and loses nothing by trying', async () => {
    const store = await open(join(parent, 'data'));
    await write(store, 'e1');
    await store.close();
    fill();
    await expect(open(join(parent, 'data'))).rejects.toMatchObject(full);
    await expect(open(join(parent, 'new'))).rejects.toMatchObject(full);
    rmSync(filler());
    const again = await open(join(parent, 'data'));
    expect(await again.timeline('INC-1')).toHaveLength(1);
    await again.close();
  });

  test('says what to do when the directory cannot be written', async () => {
    const store = await open(join(parent, 'data'));
    await store.close();
    spawnSync('mount', ['-o', 'remount,ro', parent]);
    for (const dir of ['data', 'new']) {
      await expect(open(join(parent, dir))).rejects.toMatchObject({
        kind: 'denied',
        message: expect.stringMatching(/cannot be written .*FIREBREAK_DATA_DIR/),
      });
    }
  });
});
