import { spawn } from 'node:child_process';
import { buffer, text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Draughtsman } from '../../core/briefing/picture.ts';
import { OutsideError } from '../../core/kit/outside-error.ts';
import { composeSvg } from './compose.ts';

const program = fileURLToPath(new URL('./rasterise.ts', import.meta.url));
/** A picture takes a third of a second; on a machine that has no time for it, people have the numbers. */
const ordinarilyMs = 20_000;

/**
 * Draws with resvg in a process that lives for one picture: in ours it leaves 110–190 MB behind,
 * and a fault of native code would end it. One picture at a time, however many incidents want one.
 */
export function createDraughtsman(
  options: { rasteriser?: string; longestMs?: number } = {},
): Draughtsman {
  const { rasteriser = program, longestMs = ordinarilyMs } = options;
  let before: Promise<unknown> = Promise.resolve();
  return {
    draw(picture) {
      const mine = before.then(() => rasterise(composeSvg(picture), rasteriser, longestMs));
      before = mine.catch(() => {});
      return mine;
    },
  };
}

async function rasterise(svg: string, rasteriser: string, longestMs: number): Promise<Uint8Array> {
  // An empty environment: no secret of ours is where foreign text is drawn.
  const child = spawn(process.execPath, [rasteriser], {
    env: {},
    timeout: longestMs,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) =>
      resolve(code === 0 ? undefined : `ended with ${signal ?? code}`),
    );
  });
  // What it ended with is said below; writing to one that has ended is no news.
  child.stdin.on('error', () => {});
  child.stdin.end(svg);
  const [png, said, fault] = await Promise.all([
    buffer(child.stdout).catch(() => Buffer.alloc(0)),
    text(child.stderr).catch(() => ''),
    ended,
  ]);
  if (fault === undefined && isPng(png)) return png;
  throw new OutsideError({
    system: 'resvg',
    operation: 'render',
    kind: 'invalid',
    message: `resvg: wanted to draw a picture: ${fault ?? 'no picture came back'}${reason(said)}; run npm ci where its binary or its fonts are missing.`,
  });
}

function reason(said: string): string {
  const line = said.split('\n').find((each) => /\bError\b|panicked/.test(each));
  return line ? ` (${line.trim().slice(0, 200)})` : '';
}

function isPng(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 4)).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
}
