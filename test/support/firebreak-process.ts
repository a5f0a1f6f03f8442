import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The whole program as its users start it, in a process of its own. */
export interface FirebreakProcess {
  readonly child: ChildProcess;
  /** Resolves with the address of its web server; rejects with what it said when it ended first. */
  readonly running: Promise<string>;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** The newest lines of its log. */
  readonly log: readonly string[];
  /** kill -9. Synchronous up to the signal itself. */
  kill(): Promise<void>;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<number | null>;
}

const main = new URL('../../src/main.ts', import.meta.url).pathname;
const keptLines = 4_000;

/** `node src/main.ts` with this environment and nothing of ours but the path to programs. */
export function startFirebreakProcess(env: Readonly<Record<string, string>>): FirebreakProcess {
  const child = spawn(process.execPath, [main], {
    cwd: env.FIREBREAK_DATA_DIR,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  const keep = (line: string) => {
    log.push(line);
    if (log.length > keptLines) log.shift();
  };
  const { promise: running, resolve, reject } = Promise.withResolvers<string>();
  running.catch(() => {}); // a child that is killed as it starts is nobody's surprise
  createInterface({ input: child.stdout }).on('line', (line) => {
    keep(line);
    const url = /web server is (\S+)/.exec(line)?.[1];
    if (url) resolve(url);
  });
  createInterface({ input: child.stderr }).on('line', keep);
  const ended = once(child, 'close').then(([code, signal]) => {
    reject(new Error(`Firebreak ended (${code ?? signal}) before it ran:\n${log.join('\n')}`));
    return { code: code as number | null, signal: signal as NodeJS.Signals | null };
  });
  return {
    child,
    running,
    ended,
    log,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      return (await ended).code;
    },
  };
}
