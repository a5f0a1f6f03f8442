import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Timed {
  readonly wallMs: number;
  /** Of all its processes, user and system. */
  readonly cpuMs: number;
  /** Most memory one of its processes had, MB (10^6 bytes). */
  readonly peak: number;
  readonly out: string;
}

/**
 * Runs a program to its end under GNU time, which knows what the system counted. Ended by force
 * after `limitMs`; fails then, and when the program does.
 * https://www.gnu.org/software/time/
 */
export async function runTimed(
  line: readonly [string, ...string[]],
  options: { readonly limitMs: number; readonly env?: NodeJS.ProcessEnv },
): Promise<Timed> {
  const mark = 'firebreak-time';
  const startedAt = performance.now();
  const child = spawn('/usr/bin/time', ['-f', `${mark} %U %S %M`, ...line], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const limit = setTimeout(() => {
    // With its children: time itself is only their parent.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, options.limitMs);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => out.push(piece));
  child.stderr.on('data', (piece: Buffer) => err.push(piece));
  const [code] = await once(child, 'close');
  const wallMs = performance.now() - startedAt;
  clearTimeout(limit);
  const said = Buffer.concat(err).toString();
  const [, user, system, kib] = new RegExp(`${mark} (\\S+) (\\S+) (\\d+)`).exec(said) ?? [];
  if (code !== 0 || kib === undefined)
    throw new Error(`${line.join(' ')} ended with ${code} after ${wallMs.toFixed(0)} ms\n${said}`);
  return {
    wallMs,
    cpuMs: (Number(user) + Number(system)) * 1_000,
    peak: (Number(kib) * 1024) / 1e6,
    out: Buffer.concat(out).toString(),
  };
}
