import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createStore } from '../../src/adapters/store/store.ts';
import { approvalsCheck } from '../../src/cli/approvals-check.ts';
import { type Check, fail, pass, runChecks, warn } from '../../src/cli/check.ts';
import { createDoctorCommand } from '../../src/cli/doctor-command.ts';
import { runCli } from '../../src/cli/run.ts';
import { isFaulty } from '../../src/config/fault.ts';
import { readWorld } from '../../src/config.ts';
import { silentLog } from '../../src/engine/log.ts';
import { rememberingTerminal } from './support.ts';

const file = readFileSync('firebreak.example.yml', 'utf8');
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function dataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-doctor-'));
  folders.push(folder);
  return folder;
}

async function doctor(checks: readonly Check[], folder = dataDir(), given = {}) {
  const env = {
    SLACK_BOT_TOKEN: 'xoxb-1-2-3',
    SLACK_APP_TOKEN: 'xapp-1-2-3',
    FIREBREAK_DATA_DIR: folder,
  };
  const { terminal, out, err } = rememberingTerminal({ file, env, ...given });
  let closed = 0;
  const command = createDoctorCommand(async () => ({ checks, close: () => void closed++ }));
  const status = await runCli([command], ['doctor', '--json'], terminal);
  const text = rememberingTerminal({ file, env, ...given });
  await runCli([command], ['doctor'], text.terminal);
  const document = JSON.parse(out[0] ?? '') as { ok: boolean; checks: { name: string }[] };
  return { status, document, text: text.out.join('\n'), err, closed: () => closed };
}

const slack: Check = { name: 'Slack', look: async () => pass('the token is U1') };

test('passes when everything does, and lets go of what it opened', async () => {
  const { status, document, text, err, closed } = await doctor([slack]);
  expect([status, document.ok, err]).toEqual([0, true, []]);
  expect(document.checks.map(({ name }) => name)).toEqual([
    'Node.js',
    'configuration',
    'database',
    'approvals',
    'Slack',
  ]);
  expect(text).toContain('ok    Slack          the token is U1');
  expect(text).toContain('Nothing stands in the way.');
  expect(closed()).toBe(2);
});

test('fails when one thing does, and still shows the others', async () => {
  const broken: Check = {
    name: 'alarms',
    look: () => Promise.reject(new Error('AWS refused DescribeAlarms.')),
  };
  const { status, document, text } = await doctor([broken, slack]);
  expect([status, document.ok]).toEqual([1, false]);
  expect(text).toContain('FAIL  alarms         AWS refused DescribeAlarms.');
  expect(text).toContain('ok    Slack');
  expect(text).toContain('1 of 6 failed.');
});

test('a warning does not fail', async () => {
  const { status, text } = await doctor([{ name: 'alarms', look: async () => warn('none fits') }]);
  expect(status).toBe(0);
  expect(text).toContain('warn  alarms         none fits');
});

test('with a faulty configuration shows its faults and looks no further', async () => {
  const { status, document, text } = await doctor([slack], dataDir(), { file: 'slak: 1' });
  expect([status, document.checks.map(({ name }) => name)]).toEqual([
    1,
    ['Node.js', 'configuration'],
  ]);
  expect(text).toContain('Did you mean slack?');
});

test('an old Node.js is told', async () => {
  const { status, text } = await doctor([], dataDir(), { nodeVersion: '22.3.0' });
  expect(status).toBe(1);
  expect(text).toContain('22.3.0 is too old');
});

test('a directory held by a running Firebreak is a warning; one that cannot be is a failure', async () => {
  const folder = dataDir();
  const running = await createStore({ dataDir: folder, log: silentLog });
  try {
    const { status, text } = await doctor([], folder);
    expect(status).toBe(0);
    expect(text).toMatch(/warn {2}database .*in use by another Firebreak/);
  } finally {
    await running.close();
  }
  const { status, text } = await doctor([], '/dev/null/nowhere');
  expect(status).toBe(1);
  expect(text).toMatch(/FAIL {2}database/);
});

test('a look that never ends is given up', async () => {
  const checks = [{ name: 'slow', look: () => new Promise<never>(() => {}) }];
  expect(await runChecks(checks, 10)).toEqual([
    { name: 'slow', ...fail('No answer within 0.01 seconds.') },
  ]);
});

describe('approvals', () => {
  const at = Date.parse('2026-11-10T00:00:00Z');
  const look = async (text: string) => {
    const read = readWorld({ env: {}, readFile: () => text });
    if (isFaulty(read)) throw new Error(JSON.stringify(read.faults));
    return approvalsCheck(read.world, at).look();
  };
  const withoutPolicies = file.slice(0, file.indexOf('# Who may do what.'));

  test('somebody can carry through everything', async () => {
    expect(await look(file)).toMatchObject({ status: 'pass' });
    expect(await look(withoutPolicies)).toMatchObject({ status: 'pass' });
  });

  test('one person alone cannot approve their own rollback', async () => {
    const alone = withoutPolicies.replace('people: [ana, ben]', 'people: [ana]');
    expect(await look(alone)).toEqual(
      warn(
        'Nobody could carry through: rollback, promote, abort of points-api in production. Add people to the rotation, or a policy.',
      ),
    );
  });
});
