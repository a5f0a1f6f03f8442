import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeErrorLog } from './error-log.ts';
import type { Benchmark, Figure } from './figure.ts';
import { floor } from './program.ts';
import { runTimed, type Timed } from './run-timed.ts';

const records = 1_000_000;
const runs = 2;
const limitMs = 120_000;
const cli = join(resolve(import.meta.dirname, '..'), 'bin/firebreak.js');

/** `firebreak errors` over a log of a million records, JSON and text, two fifths of them errors. */
export const errorTraces: Benchmark = {
  name: 'error-traces',
  measures: `\`firebreak errors\` of a log of ${records} records, ${runs} runs`,
  async run() {
    if (!existsSync('/usr/bin/time'))
      return { status: 'skipped', why: 'GNU time is not installed (apt install time)' };
    const dir = mkdtempSync(join(tmpdir(), 'firebreak-bench-'));
    const path = join(dir, 'app.log');
    try {
      writeErrorLog(path, records);
      const ours: Timed[] = [];
      const floors: Timed[] = [];
      for (let run = 0; run < runs; run += 1) {
        ours.push(await errors(path, dir));
        floors.push(await runTimed([process.execPath, floor('parse-lines'), path], { limitMs }));
      }
      return { status: 'measured', figures: figuresOf(ours, floors) };
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

async function errors(path: string, cache: string): Promise<Timed> {
  const line = [cli, 'errors', path, '--tenant', 'shopId', '--json'];
  const env = { XDG_CACHE_HOME: cache };
  const timed = await runTimed([process.execPath, ...line], { limitMs, env });
  const { groups } = JSON.parse(timed.out) as { groups: unknown[] };
  // As many causes as were planted, with room for one that is counted in two ways.
  if (groups.length < 5 || groups.length > 60) throw new Error(`${groups.length} groups of errors`);
  return timed;
}

function figuresOf(ours: readonly Timed[], floors: readonly Timed[]): readonly Figure[] {
  const speed = (what: string, timed: readonly Timed[]) =>
    ({
      what: `${what}, a second of processor`,
      unit: 'records/s',
      better: 'higher',
      runs: timed.map(({ cpuMs }) => (records * 1_000) / cpuMs),
    }) as const;
  const memory = (what: string, timed: readonly Timed[]) =>
    ({ what, unit: 'MB', better: 'lower', runs: timed.map(({ peak }) => peak) }) as const;
  return [
    { ...speed('whole command', ours), aim: 100_000, limit: 20_000 },
    { ...speed('JSON.parse of the same lines', floors), isFloor: true },
    { ...memory('peak memory', ours), aim: 300, limit: 600 },
    { ...memory('peak memory of JSON.parse', floors), isFloor: true },
  ];
}
