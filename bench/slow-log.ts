import { spawn } from 'node:child_process';
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
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Benchmark, Figure } from './figure.ts';
import { floor } from './program.ts';
import { runTimed, type Timed } from './run-timed.ts';

const runs = 5;
const largeRuns = 2;
/** The large log is so many times the big one; `BENCH_SLOW_LOG_TIMES=20` for the memory claim. */
const times = Number(process.env.BENCH_SLOW_LOG_TIMES ?? 4);
const limitMs = 60_000;
const peerLimitMs = 120_000;
const root = resolve(import.meta.dirname, '..');
const cli = join(root, 'bin/firebreak.js');

/** A peer that gives no percentiles does less; it is shown, and not what we are measured by. */
interface Peer {
  readonly name: string;
  readonly hasPercentiles: boolean;
  readonly line: (path: string) => readonly [string, ...string[]];
}

const logs: readonly {
  readonly title: string;
  readonly file: string;
  readonly aim: number;
  readonly peers: readonly Peer[];
}[] = [
  {
    title: 'MariaDB',
    file: 'mariadb-slow-50MB.log.xz',
    aim: 300,
    peers: [
      {
        name: 'pt-query-digest',
        hasPercentiles: true,
        line: (path) => ['pt-query-digest', '--no-version-check', '--limit', '20', path],
      },
      {
        name: 'mysqldumpslow',
        hasPercentiles: false,
        line: (path) => ['mysqldumpslow', '-s', 't', path],
      },
    ],
  },
  {
    title: 'PostgreSQL',
    file: 'postgres-50MB.log.xz',
    aim: 200,
    peers: [
      {
        name: 'pgBadger -j 1',
        hasPercentiles: true,
        // Told the prefix of RDS; it finds no statement otherwise. Its pid file keeps others out.
        line: (path) => [
          'pgbadger',
          ...['-q', '-j', '1', '-p', '%t:%r:%u@%d:[%p]:', '--pid-dir', dirname(path)],
          ...['-x', 'json', '-o', '-', path],
        ],
      },
    ],
  },
];

/** `firebreak digest` over big logs, beside what only counts their lines and beside other digesters. */
export const slowLog: Benchmark = {
  name: 'slow-log',
  measures: `\`firebreak digest\` of a 50 MB log and of one ${times} times as large, beside its peers`,
  async run() {
    const folder = bigLogs();
    if (folder === undefined) {
      return {
        status: 'skipped',
        why: 'the big logs are not here: name the folder that holds data/big in FIREBREAK_SHARED',
      };
    }
    if (!existsSync('/usr/bin/time'))
      return { status: 'skipped', why: 'GNU time is not installed (apt install time)' };
    const dir = mkdtempSync(join(tmpdir(), 'firebreak-bench-'));
    try {
      const figures: Figure[] = [];
      for (const log of logs) {
        const path = join(dir, log.file.replace(/\.xz$/, ''));
        await unpack(join(folder, log.file), path);
        figures.push(...(await ofLog(log, path, dir)));
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

async function ofLog(
  { aim, peers, title }: (typeof logs)[number],
  path: string,
  dir: string,
): Promise<readonly Figure[]> {
  const large = `${path}.large`;
  for (let copy = 0; copy < times; copy += 1)
    await pipeline(createReadStream(path), createWriteStream(large, { flags: 'a' }));
  // What Node keeps compiled: the first start of a version is slower, and not what people have.
  const env = { XDG_CACHE_HOME: dir };
  await digest(path, env);
  const small = await repeat(runs, () => digest(path, env));
  const big = await repeat(largeRuns, () => digest(large, env));
  const [inProcess] = await repeat(1, () =>
    runTimed([process.execPath, floor('digest-in-process'), path, String(runs)], { limitMs }),
  );
  const alone = JSON.parse(inProcess?.out ?? '[]') as { wallMs: number; cpuMs: number }[];
  const wc = await repeat(runs, () => runTimed(['wc', '-l', path], { limitMs }));
  const node = await repeat(runs, () =>
    runTimed([process.execPath, floor('count-lines'), path], { limitMs }),
  );
  const megabytes = statSync(path).size / 1e6;
  const largeMegabytes = megabytes * times;
  rmSync(large);
  const figures: Figure[] = [
    { ...wall(`${title}, ${megabytes.toFixed(0)} MB: whole command`, megabytes, small), limit: 15 },
    cpu(
      `${title}, ${megabytes.toFixed(0)} MB: whole command, a second of processor`,
      megabytes,
      small,
    ),
    wall(`${title}, ${largeMegabytes.toFixed(0)} MB: whole command`, largeMegabytes, big),
    {
      ...cpu(
        `${title}, ${largeMegabytes.toFixed(0)} MB: whole command, a second of processor`,
        largeMegabytes,
        big,
      ),
      aim,
    },
    cpu(`${title}: digest alone, in process, a second of processor`, megabytes, alone),
    {
      ...memory(`${title}, ${largeMegabytes.toFixed(0)} MB: peak memory`, big),
      aim: 120,
      limit: 400,
    },
    memory(`${title}, ${megabytes.toFixed(0)} MB: peak memory`, small),
    { ...wall(`${title}: wc -l`, megabytes, wc), isFloor: true },
    { ...wall(`${title}: bare Node line count`, megabytes, node), isFloor: true },
  ];
  return [...figures, ...(await besidePeers(title, peers, path, small))];
}

async function digest(path: string, env: NodeJS.ProcessEnv): Promise<Timed> {
  const timed = await runTimed([process.execPath, cli, 'digest', path, '--json'], { limitMs, env });
  const { events } = JSON.parse(timed.out) as { events: number };
  if (!(events > 0)) throw new Error(`firebreak digest found no statement in ${path}`);
  return timed;
}

/** Each peer once: they take seconds where we repeat. One that is not installed is left out aloud. */
async function besidePeers(
  title: string,
  peers: readonly Peer[],
  path: string,
  ours: readonly Timed[],
): Promise<readonly Figure[]> {
  const megabytes = statSync(path).size / 1e6;
  const figures: Figure[] = [];
  const measured: number[] = [];
  for (const { hasPercentiles, line, name } of peers) {
    if (!isInstalled(line(path)[0])) {
      process.stderr.write(`${name} is not installed: left out.\n`);
      continue;
    }
    const once = [await runTimed(line(path), { limitMs: peerLimitMs })];
    figures.push(wall(`${title}: peer ${name}`, megabytes, once));
    figures.push(cpu(`${title}: peer ${name}, a second of processor`, megabytes, once));
    figures.push(memory(`${title}: peer ${name}, peak memory`, once));
    if (hasPercentiles) measured.push(...once.map(({ cpuMs }) => cpuMs));
  }
  if (measured.length === 0) return figures;
  const fastest = Math.min(...measured);
  const what = `${title}: times the fastest peer with percentiles, by processor time`;
  const factors = ours.map(({ cpuMs }) => fastest / cpuMs);
  return [...figures, { what, unit: '×', better: 'higher', runs: factors, aim: 30 }];
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)));
}

async function repeat<T>(count: number, run: () => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  for (let done = 0; done < count; done += 1) all.push(await run());
  return all;
}

function wall(what: string, megabytes: number, timed: readonly { wallMs: number }[]): Figure {
  return speed(
    what,
    timed.map(({ wallMs }) => (megabytes * 1_000) / wallMs),
  );
}

function cpu(what: string, megabytes: number, timed: readonly { cpuMs: number }[]): Figure {
  return speed(
    what,
    timed.map(({ cpuMs }) => (megabytes * 1_000) / cpuMs),
  );
}

function speed(what: string, values: readonly number[]): Figure {
  return { what, unit: 'MB/s', better: 'higher', runs: values };
}

function memory(what: string, timed: readonly Timed[]): Figure {
  return { what, unit: 'MB', better: 'lower', runs: timed.map(({ peak }) => peak) };
}
