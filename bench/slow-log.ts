import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdtempSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Benchmark, Figure } from './figure.ts';
import { memoryOf } from './memory-of.ts';
import { floor } from './program.ts';

const runs = 4;
const lookEveryMs = 20;
const root = resolve(import.meta.dirname, '..');
const cli = join(root, 'src/cli.ts');

const logs = [
  { title: 'MariaDB', file: 'mariadb-slow-50MB.log.xz', engine: 'mysql' },
  { title: 'PostgreSQL', file: 'postgres-50MB.log.xz', engine: 'postgres' },
] as const;

/** `firebreak digest` over a big log, as a whole process, beside what only counts its lines. */
export const slowLog: Benchmark = {
  name: 'slow-log',
  measures: `\`firebreak digest\` of a 50 MB log, start of Node included, ${runs} runs`,
  async run() {
    const folder = bigLogs();
    if (folder === undefined) {
      return {
        status: 'skipped',
        why: 'the big logs are not here: name the folder that holds data/big in FIREBREAK_SHARED',
      };
    }
    const dir = mkdtempSync(join(tmpdir(), 'firebreak-bench-'));
    try {
      const figures: Figure[] = [];
      for (const { title, file, engine } of logs) {
        const path = join(dir, file.replace(/\.xz$/, ''));
        await unpack(join(folder, file), path);
        figures.push(...(await ofLog(title, path, engine)));
        rmSync(path);
      }
      return { status: 'measured', figures };
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

function bigLogs(): string | undefined {
  const shared = process.env.FIREBREAK_SHARED ?? join(root, '../shared');
  const folder = join(shared, 'data/big');
  return logs.every(({ file }) => existsSync(join(folder, file))) ? folder : undefined;
}

async function unpack(from: string, to: string): Promise<void> {
  const xz = spawn('xz', ['-dc'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(xz, 'close');
  await Promise.all([
    pipeline(createReadStream(from), xz.stdin),
    pipeline(xz.stdout, createWriteStream(to)),
  ]);
  const [code] = await ended;
  if (code !== 0) throw new Error(`xz -dc ended with ${code} on ${from}`);
}

async function ofLog(title: string, path: string, engine: string): Promise<readonly Figure[]> {
  const megabytes = statSync(path).size / 1e6;
  const speeds: Record<'digest' | 'wc' | 'node', number[]> = { digest: [], wc: [], node: [] };
  const peaks: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const timed = await digest(path, engine);
    speeds.digest.push((megabytes * 1_000) / timed.ms);
    peaks.push(timed.peak);
    speeds.wc.push(megabytes / seconds(() => execFileSync('wc', ['-l', path])));
    const count = () => execFileSync(process.execPath, [floor('count-lines'), path]);
    speeds.node.push(megabytes / seconds(count));
  }
  const speed = (what: string, values: readonly number[]) =>
    ({ what: `${title}: ${what}`, unit: 'MB/s', better: 'higher', runs: values }) as const;
  return [
    { ...speed('digest', speeds.digest), limit: 15 },
    { ...speed('wc -l', speeds.wc), isFloor: true },
    { ...speed('bare Node line count', speeds.node), isFloor: true },
    { what: `${title}: peak memory`, unit: 'MB', better: 'lower', runs: peaks, limit: 400 },
  ];
}

/** Runs the command; fails unless it found statements. */
async function digest(path: string, engine: string): Promise<{ ms: number; peak: number }> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [cli, 'digest', path, '--engine', engine, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('The command could not be started.');
  let peak = 0;
  const look = setInterval(() => {
    peak = Math.max(peak, memoryOf(pid)?.peak ?? 0);
  }, lookEveryMs);
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  child.once('exit', () => clearInterval(look));
  const [code] = await once(child, 'close');
  const ms = performance.now() - startedAt;
  clearInterval(look);
  if (code !== 0) throw new Error(`firebreak digest ended with ${code}`);
  const { events } = JSON.parse(Buffer.concat(pieces).toString()) as { events: number };
  if (!(events > 0)) throw new Error(`firebreak digest found no statement in ${path}`);
  return { ms, peak };
}

function seconds(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return (performance.now() - startedAt) / 1_000;
}
