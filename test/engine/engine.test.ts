import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createStore } from '../../src/adapters/store/store.ts';
import { silentLog } from '../../src/engine/log.ts';
import { engineContract } from '../contracts/engine.contract.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

engineContract('SQLite', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'firebreak-engine-'));
  folders.push(dataDir);
  return createStore({ dataDir, log: silentLog });
});
