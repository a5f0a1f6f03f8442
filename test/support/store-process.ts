import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A child that runs one of the store's test programs. */
export interface StoreProcess {
  readonly child: ChildProcess;
  /** All lines it has said so far. */
  readonly lines: readonly string[];
  /** Resolves when it has said a line that begins so, with that line. */
  said(beginning: string): Promise<string>;
  /** Resolves when it ended, with its exit status (null: killed). */
  readonly ended: Promise<{ code: number | null; errors: string }>;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
}

export function startProcess(
  program: URL,
  args: readonly string[],
  user: { uid?: number; gid?: number } = {},
): StoreProcess {
  const child = spawn(process.execPath, [program.pathname, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const changed = () => {
    for (const look of [...waiting]) look();
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    changed();
  });
  let errors = '';
  child.stderr.on('data', (part) => {
    errors += part;
  });
  const ended = once(child, 'close').then(([code]) => {
    changed();
    return { code: code as number | null, errors };
  });
  return {
    child,
    lines,
    ended,
    said: (beginning) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const line = lines.find((candidate) => candidate.startsWith(beginning));
          if (line === undefined && child.exitCode === null && child.signalCode === null) return;
          waiting.delete(look);
          if (line !== undefined) resolve(line);
          else reject(new Error(`it ended without saying "${beginning}": ${errors}`));
        };
        waiting.add(look);
        look();
      }),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
