import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What Node keeps compiled, once for all children of a test file. */
const cache = mkdtempSync(join(tmpdir(), 'firebreak-cache-'));

/** Variables a child of a test has: none of the developer's own. */
export const childEnv = { PATH: process.env.PATH, XDG_CACHE_HOME: cache };

/** Runs the command as people do and waits for its end, which comes within the test's limit. */
export async function firebreak(
  args: readonly string[],
  given: { readonly input?: Uint8Array; readonly cwd?: string } = {},
) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../../bin/firebreak.js'), ...args],
    {
      env: childEnv,
      ...(given.cwd === undefined ? {} : { cwd: given.cwd }),
    },
  );
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => out.push(piece));
  child.stderr.on('data', (piece: Buffer) => err.push(piece));
  child.stdin.on('error', () => {});
  child.stdin.end(given.input);
  const [status, signal] = (await once(child, 'close')) as [number | null, string | null];
  return {
    status,
    signal,
    out: Buffer.concat(out).toString(),
    err: Buffer.concat(err).toString(),
  };
}
