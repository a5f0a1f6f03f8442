import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A program of ours or a floor, in a process of its own. */
export interface Program {
  readonly pid: number;
  /** `performance.now()` when it was spawned, and when it printed the line that was waited for. */
  readonly spawnedAt: number;
  readonly readyAt: number;
  /** What the expression found in that line. */
  readonly found: string;
  /** SIGTERM, then SIGKILL after 10 s. */
  stop(): Promise<void>;
}

const startMs = 30_000;
const stopMs = 10_000;

export const firebreak = new URL('../src/main.ts', import.meta.url).pathname;

/** The limits `npm start` gives Node: what is measured runs under them too. */
const { scripts } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { scripts: { start: string } };
const limits = scripts.start.split(' ').filter((word) => word.startsWith('--max-'));

export function floor(name: string): string {
  return new URL(`./floors/${name}.ts`, import.meta.url).pathname;
}

/** Node with this file; resolves when it prints a line that matches, rejects when it ends before. */
export async function startProgram(options: {
  file: string;
  ready: RegExp;
  env: Readonly<Record<string, string>>;
  cwd: string;
}): Promise<Program> {
  const spawnedAt = performance.now();
  const child = spawn(
    process.execPath,
    [...(options.file === firebreak ? limits : []), options.file],
    {
      cwd: options.cwd,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...profiling(), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = once(child, 'close');
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    if (lines.length > 50) lines.shift();
  });
  const { promise: ready, resolve, reject } = Promise.withResolvers<string>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const match = options.ready.exec(line);
    if (match) resolve(match[1] ?? match[0]);
  });
  const limit = setTimeout(() => reject(new Error(`not ready after ${startMs} ms`)), startMs);
  void ended.then(([code]) => reject(new Error(`it ended with ${code} before it was ready`)));
  try {
    const found = await ready;
    const readyAt = performance.now();
    return { pid: pidOf(child), spawnedAt, readyAt, found, stop: () => stop(child, ended) };
  } catch (error) {
    await stop(child, ended);
    throw new Error(`${options.file}: ${String(error)}\n${lines.join('\n')}`);
  } finally {
    clearTimeout(limit);
  }
}

/** Node's own options for what is measured, to look into a figure: see the README. */
function profiling(): Readonly<Record<string, string>> {
  const { BENCH_NODE_OPTIONS: asked } = process.env;
  return asked ? { NODE_OPTIONS: asked } : {};
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  const limit = setTimeout(() => child.kill('SIGKILL'), stopMs);
  await ended;
  clearTimeout(limit);
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('The program has no process id.');
  return child.pid;
}
