import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDemoClock } from '../src/demo/clock.ts';
import { type Surroundings, startSurroundings } from '../src/demo/surroundings.ts';
import { firebreak, floor, type Program, startProgram } from './program.ts';

export type Mode = 'socket' | 'http';

/** The far end of the network in this process, in real time; what is measured runs in its own. */
export interface Stage {
  readonly surroundings: Surroundings;
  /** The program with an empty database, as its users start it. */
  startFirebreak(): Promise<Program>;
  /** In its place: the least that could do the same. */
  startFloor(name: string): Promise<Program>;
  end(): Promise<void>;
}

export const people = ['U1', 'U2', 'U3', 'U4'] as const;
export const incidents = 'C1';

export async function setStage(mode: Mode = 'socket'): Promise<Stage> {
  const surroundings = await startSurroundings({
    clock: createDemoClock({ startAt: Date.now(), speed: 1 }),
    mode,
    duplicates: 0,
    escalateAfter: '4h',
    // What is measured is the program, not how long Slack would hold it back.
    limits: { postsPerSecond: 1_000, postBurst: 10_000 },
  });
  const { control } = surroundings.slack;
  const dir = mkdtempSync(join(tmpdir(), 'firebreak-bench-'));
  const configFile = join(dir, 'firebreak.yml');
  writeFileSync(configFile, surroundings.configText);
  let started = 0;

  async function start(file: string, ready: RegExp): Promise<Program> {
    started += 1;
    const program = await startProgram({
      file,
      ready,
      cwd: dir,
      env: {
        ...surroundings.env,
        FIREBREAK_CONFIG: configFile,
        FIREBREAK_DATA_DIR: join(dir, `data-${started}`),
      },
    });
    if (mode === 'http') control.setRequestUrl(`${program.found}/slack/events`);
    return program;
  }

  return {
    surroundings,
    startFirebreak: () => start(firebreak, /is running; its web server is (\S+)/),
    startFloor: (name) => start(floor(name), /^ready (\S+)/),
    async end() {
      await surroundings.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
