import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStore } from '../../../src/adapters/store/store.ts';
import {
  type ChainedEntry,
  canonicalJson,
  verifyTimeline,
} from '../../../src/adapters/store/timeline.ts';
import { silentLog } from '../../../src/engine/log.ts';
import { anEntry } from '../../contracts/store-examples.ts';

let entries: readonly ChainedEntry[];
const dataDir = mkdtempSync(join(tmpdir(), 'firebreak-timeline-'));
beforeAll(async () => {
  const store = await createStore({ dataDir, log: silentLog });
  const written = ['a', 'b', 'c', 'd'].map((id) => anEntry(id, { detail: { sent: [1, { id }] } }));
  await store.transaction((tx) => tx.appendTimeline('INC-1', written));
  entries = await store.timeline('INC-1');
  await store.close();
});
afterAll(() => rmSync(dataDir, { recursive: true }));

const [first, second, third, fourth] = [0, 1, 2, 3];
const at = (index: number) => entries[index]!;

test('finds nothing wrong with a timeline as it was written', () => {
  expect(verifyTimeline([])).toEqual({ verdict: 'sound', entries: 0, lastHash: '' });
  expect(verifyTimeline(entries)).toEqual({
    verdict: 'sound',
    entries: 4,
    lastHash: at(fourth).hash,
  });
  expect(at(first).hash).toMatch(/^[0-9a-f]{64}$/);
});

test.each<[string, () => readonly ChainedEntry[], number]>([
  [
    'a changed word',
    () => entries.map((entry) => (entry.seq === 2 ? { ...entry, by: 'ben' } : entry)),
    2,
  ],
  [
    'a changed detail',
    () => entries.map((entry) => (entry.seq === 3 ? { ...entry, detail: { sent: [2] } } : entry)),
    3,
  ],
  ['an entry left out', () => [at(first), at(third), at(fourth)], 2],
  ['the first ones left out', () => [at(second), at(third)], 1],
  ['an entry left out and the rest numbered anew', () => [at(first), { ...at(third), seq: 2 }], 2],
  [
    'two entries that changed places',
    () => [at(first), { ...at(third), seq: 2 }, { ...at(second), seq: 3 }, at(fourth)],
    2,
  ],
  ['an entry put in', () => [at(first), { ...at(first), seq: 2 }, at(second)], 2],
])('finds %s', (_what, tampered, seq) => {
  expect(verifyTimeline(tampered())).toMatchObject({ verdict: 'broken', seq });
});

test('writes JSON the same whatever the order of names', () => {
  expect(canonicalJson({ b: 1, a: { d: [{ f: 1, e: 2 }], c: undefined } })).toBe(
    canonicalJson({ a: { d: [{ e: 2, f: 1 }] }, b: 1 }),
  );
});
