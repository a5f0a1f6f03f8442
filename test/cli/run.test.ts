import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createCommands } from '../../src/cli/commands.ts';
import { runCli } from '../../src/cli/run.ts';
import { rememberingTerminal } from './support.ts';

const file = readFileSync('firebreak.example.yml', 'utf8');

async function run(line: string, given: Parameters<typeof rememberingTerminal>[0] = { file }) {
  const { terminal, out, err } = rememberingTerminal(given);
  const status = await runCli(createCommands(terminal), line.split(' ').filter(Boolean), terminal);
  return { status, out: out.join('\n'), err: err.join('\n') };
}

describe('usage', () => {
  test.each(['', 'help', '--help', 'oncall --help', 'help oncall'])(
    '%j prints help',
    async (line) => {
      const { status, out, err } = await run(line);
      expect([status, err]).toEqual([0, '']);
      expect(out).toContain('firebreak oncall [rotation] [--at time]');
    },
  );

  test.each([
    ['oncal', 'Did you mean oncall?'],
    ['dance', 'Try: firebreak help'],
    ['help dance', 'There is no command "dance"'],
    ['oncall --nonsense', "Unknown option '--nonsense'"],
    ['config check --at now', 'config does not take --at'],
    ['config', 'config check'],
    ['config chekc', 'config schema'],
    ['doctor now', 'takes no words'],
    ['oncall backend web', 'one rotation'],
    ['oncall bakend', 'Did you mean backend?'],
    ['oncall --at tomorrow', '"tomorrow" is no time'],
    ['export', 'INC-42'],
    ['export forty-two', 'INC-42'],
  ])('%j is wrong usage, told on standard error', async (line, part) => {
    const { status, out, err } = await run(line);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(part);
  });

  test.each(['oncal --json', 'oncall --at nix --json', '--json config', 'doctor --json now'])(
    '%j still prints one document and nothing else',
    async (line) => {
      const { status, out, err } = await run(line);
      expect([status, err]).toEqual([2, '']);
      expect(JSON.parse(out)).toEqual({ error: expect.any(String) });
    },
  );
});

describe('oncall', () => {
  test('says who, until when, and who is next', async () => {
    const { status, out } = await run('oncall');
    expect([status, out]).toEqual([0, 'backend: ben until 2026-11-16 10:00 Asia/Seoul, then ana']);
  });

  test('at another time, meant in the zone of the rotation', async () => {
    const { out } = await run('oncall backend --at 2026-11-09T09:59 --json');
    expect(JSON.parse(out)).toEqual({
      rotations: [
        {
          rotation: 'backend',
          zone: 'Asia/Seoul',
          at: '2026-11-09T00:59:00.000Z',
          holder: 'ana',
          until: '2026-11-09T01:00:00.000Z',
          next: 'ben',
          escalation: ['ana', 'ben'],
        },
      ],
    });
  });

  test('with a faulty file lists the faults and fails', async () => {
    const { status, out } = await run('oncall', { file: 'slak: 1' });
    expect(status).toBe(1);
    expect(out).toContain('Did you mean slack?');
  });
});

describe('config', () => {
  const env = { SLACK_BOT_TOKEN: 'xoxb-1-2-3', SLACK_APP_TOKEN: 'xapp-1-2-3' };

  test('check passes a sound file and environment', async () => {
    const { status, out } = await run('config check', { file, env });
    expect([status, out]).toEqual([
      0,
      'firebreak.yml is sound: services 1, environments 2, people 2, rotations 1, policies 2.',
    ]);
  });

  test('check looks at the environment, unless only the file is asked for', async () => {
    expect((await run('config check')).status).toBe(1);
    expect((await run('config check --file')).status).toBe(0);
  });

  test('check --json gives every fault with its place', async () => {
    const line = file.slice(0, file.indexOf('handover: weekly Mon 10:00')).split('\n').length;
    const { status, out } = await run('config check --file --json', {
      file: file.replace('handover: weekly Mon 10:00', 'handover: Mon 10:00'),
    });
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      faults: [{ source: 'firebreak.yml', path: 'rotations.backend.handover', line }],
    });
  });

  test('schema prints the schema with and without --json', async () => {
    const plain = await run('config schema');
    expect(JSON.parse(plain.out)).toHaveProperty('properties.services');
    expect((await run('config schema --json')).out).toBe(plain.out);
  });
});
