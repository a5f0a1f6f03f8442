import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoClock } from '../../src/demo/clock.ts';
import { type Surroundings, startSurroundings } from '../../src/demo/surroundings.ts';

const mainFile = join(import.meta.dirname, '../../src/main.ts');

const faulty = `
slack: { channel: incidents }
aws: { region: Seoul }
intake: { backstop: 1s }
people: { ana: { slack: ana } }
services:
  points-api: { rotation: nights, environments: { production: {} } }
`;

/** `npm start`, as a process of its own. */
describe('starting the program', { timeout: 30_000 }, () => {
  let surroundings: Surroundings;
  let dir: string;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'firebreak-start-'));
    const clock = createDemoClock({ startAt: Date.now(), speed: 1 });
    surroundings = await startSurroundings({ clock });
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await surroundings.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  function start(config: string, env: Readonly<Record<string, string>> = {}) {
    const file = join(dir, `${children.length}.yml`);
    writeFileSync(file, config);
    const child = spawn(process.execPath, [mainFile], {
      cwd: dir,
      env: {
        PATH: process.env.PATH ?? '',
        ...surroundings.env,
        FIREBREAK_CONFIG: file,
        FIREBREAK_DATA_DIR: join(dir, `data-${children.length}`),
        LOG_LEVEL: 'warn',
        ...env,
      },
    });
    children.push(child);
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk) => {
      said.out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      said.err += chunk;
    });
    const ended = once(child, 'close').then(([code]) => code as number | null);
    return { child, said, ended };
  }

  it('names every fault with its place and its remedy, before anybody is asked anything', async () => {
    const { said, ended } = start(faulty);
    expect(await ended).toBe(1);
    expect(said.out).toBe('');
    expect(said.err).toContain('5 faults');
    for (const place of [
      'slack.channel',
      'aws.region',
      'intake.backstop',
      'people.ana.slack',
      'services.points-api.rotation',
    ]) {
      expect(said.err).toContain(place);
    }
    expect(surroundings.slack.control.calls).toEqual([]);
    expect(surroundings.aws.calls).toEqual([]);
  });

  it('says in one line why Slack does not let it in', async () => {
    const { said, ended } = start(surroundings.configText, { SLACK_BOT_TOKEN: 'xoxb-not-ours' });
    expect(await ended).toBe(1);
    expect(said.err.trim().split('\n')).toHaveLength(1);
    expect(said.err).toContain('check SLACK_BOT_TOKEN');
    expect(said.err).not.toContain('xoxb-not-ours');
  });

  it('prints its address once it listens, and ends cleanly when it is told to', async () => {
    const { child, said, ended } = start(surroundings.configText);
    await surroundings.slack.control.waitFor(() => said.out.includes('\n'), 20_000);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said.out)?.[0] ?? '';
    const ready = await fetch(`${url}/readyz`);
    expect(ready.status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(said.out.trim().split('\n')).toHaveLength(1);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });
});
