import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStore } from '../../src/adapters/store/store.ts';
import { exportCommand } from '../../src/cli/export-command.ts';
import { runCli } from '../../src/cli/run.ts';
import type { Dossier } from '../../src/core/dossier.ts';
import { silentLog } from '../../src/engine/log.ts';
import { rememberingTerminal } from './support.ts';

let dataDir = '';
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'firebreak-export-'));
  const store = await createStore({ dataDir, log: silentLog });
  await store.transaction(async (tx) => {
    await tx.saveDossier(incident, 1);
    await tx.appendTimeline('INC-42', [
      { id: 'a', at: 0, by: 'firebreak', kind: 'opened', text: 'Opened.' },
      {
        id: 'b',
        at: 1000,
        by: 'ana',
        kind: 'acked',
        text: 'ana is\non it \u001b[31mred\u001b[0m.',
      },
    ]);
  });
  await store.close();
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const incident: Dossier = {
  id: 'INC-42',
  number: 42,
  title: 'Points cannot be used',
  service: 'points-api',
  environment: 'production',
  channel: '#incidents',
  severity: 'SEV2',
  phase: 'investigating',
  openedAt: 0,
  openedBy: 'firebreak',
  alerts: {},
  asking: [],
  evidence: {},
  actions: [],
  pages: [],
  messages: {},
  notices: {},
};

async function run(...line: string[]) {
  const { terminal, out, err } = rememberingTerminal({ env: { FIREBREAK_DATA_DIR: dataDir } });
  const status = await runCli([exportCommand], ['export', ...line], terminal);
  return { status, out: out.join('\n'), err: err.join('\n') };
}

test('writes the incident and its timeline, and that the chain holds', async () => {
  const { status, out } = await run('inc-42');
  expect(status).toBe(0);
  expect(out.split('\n')).toEqual([
    'INC-42 · SEV2 · points-api · production · investigating',
    'Points cannot be used',
    '',
    '1970-01-01T00:00:00.000Z  firebreak  Opened.',
    '1970-01-01T00:00:01.000Z  ana  ana is on it red.',
    '',
    expect.stringMatching(/^The hash chain holds: 2 entries, the last hash is [0-9a-f]{64}$/),
  ]);
});

test('reads beside a Firebreak that is running on the same directory', async () => {
  const running = await createStore({ dataDir, log: silentLog });
  try {
    expect((await run('42')).status).toBe(0);
  } finally {
    await running.close();
  }
});

test('says where to look when there is no database, and makes none', async () => {
  const empty = join(dataDir, 'nowhere');
  const { terminal, err } = rememberingTerminal({ env: { FIREBREAK_DATA_DIR: empty } });
  expect(await runCli([exportCommand], ['export', '42'], terminal)).toBe(1);
  expect(err.join('\n')).toContain(`There is no database in ${empty}`);
  expect(existsSync(empty)).toBe(false);
});

test('as JSON gives everything, hashes included', async () => {
  const { status, out } = await run('42', '--json');
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    incident: { id: 'INC-42' },
    timeline: [{ seq: 1, hash: expect.any(String), by: 'firebreak' }, { seq: 2 }],
    chain: { verdict: 'sound', entries: 2 },
  });
});

test('says when somebody changed the past, and fails', async () => {
  const database = new DatabaseSync(join(dataDir, 'firebreak.db'));
  for (const { name } of database
    .prepare("select name from sqlite_master where type = 'trigger' and tbl_name = 'timeline'")
    .all()) {
    database.exec(`drop trigger "${String(name)}"`);
  }
  database.exec("update timeline set entry = replace(entry, 'ana', 'ben') where seq = 2");
  database.close();
  const { status, out } = await run('42');
  expect(status).toBe(1);
  expect(out).toContain('THE HASH CHAIN IS BROKEN at entry 2');
});

test('an incident nobody knows is told', async () => {
  const { status, out, err } = await run('INC-7');
  expect([status, out, err]).toEqual([1, '', 'There is no incident INC-7 in this database.']);
});

test('a database that cannot be opened is one sentence', async () => {
  writeFileSync(join(dataDir, 'firebreak.db'), 'not a database at all, but longer than nothing');
  const { status, out, err } = await run('INC-42');
  expect([status, out]).toEqual([1, '']);
  expect(err).toContain(dataDir);
  expect(err.trim().split('\n')).toHaveLength(1);
});
