import { cpus, loadavg, release, totalmem } from 'node:os';
import { acknowledgement } from './acknowledgement.ts';
import { coldStart } from './cold-start.ts';
import { engineEvents } from './engine-events.ts';
import { errorTraces } from './error-traces.ts';
import { type Benchmark, type Figure, keeps, quietest, type Result } from './figure.ts';
import { firstMessage } from './first-message.ts';
import { memory } from './memory.ts';
import { plantedDay } from './planted-day.ts';
import { slowLog } from './slow-log.ts';
import { tableOf } from './table.ts';

const all: readonly Benchmark[] = [
  coldStart,
  acknowledgement,
  firstMessage,
  memory,
  engineEvents,
  slowLog,
  errorTraces,
  plantedDay,
];
const options = ['--json', '--check'];

/** `node bench/main.ts [name…] [--json] [--check]`: 0 done, 1 failed or beyond a limit, 2 wrong usage. */
async function main(words: readonly string[]): Promise<number> {
  const names = words.filter((word) => !word.startsWith('--'));
  const unknown = words.filter(
    (word) => !options.includes(word) && !all.some(({ name }) => name === word),
  );
  if (unknown.length > 0) {
    const known = all.map(({ name }) => name).join(', ');
    process.stderr.write(
      `There is no ${unknown.join(', ')}. Benchmarks: ${known}. Options: ${options.join(', ')}.\n`,
    );
    return 2;
  }
  const isJson = words.includes('--json');
  const print = (text: string) => process[isJson ? 'stderr' : 'stdout'].write(`${text}\n`);
  const machine = machineNow();
  print(Object.values(machine).join(' · '));
  const results: { benchmark: Benchmark; result: Result }[] = [];
  for (const benchmark of all.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const result = await benchmark.run();
    results.push({ benchmark, result });
    print(`\n${tableOf(benchmark, result)}`);
  }
  if (isJson) process.stdout.write(`${JSON.stringify(documentOf(machine, results), null, 2)}\n`);
  const beyond = results.flatMap(({ result }) =>
    result.status === 'measured' ? result.figures.filter(isBeyond) : [],
  );
  if (!words.includes('--check') || beyond.length === 0) return 0;
  for (const figure of beyond) {
    process.stderr.write(
      `Beyond its limit: ${figure.what}: ${quietest(figure).toFixed(1)} ${figure.unit}, limit ${figure.limit}.\n`,
    );
  }
  return 1;
}

function isBeyond(figure: Figure): boolean {
  return figure.limit !== undefined && !keeps(figure, figure.limit);
}

function machineNow() {
  const processors = cpus();
  return {
    date: new Date().toISOString(),
    processor: `${processors.length} × ${processors[0]?.model ?? 'unknown processor'}`,
    memory: `${(totalmem() / 1e9).toFixed(0)} GB`,
    system: `${process.platform} ${release()}`,
    node: `Node ${process.versions.node}`,
    load: `load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
  };
}

function documentOf(
  machine: ReturnType<typeof machineNow>,
  results: readonly { benchmark: Benchmark; result: Result }[],
) {
  return {
    machine,
    benchmarks: results.map(({ benchmark: { name, measures }, result }) => ({
      name,
      measures,
      ...result,
      ...(result.status === 'measured'
        ? { figures: result.figures.map((one) => ({ ...one, quietest: quietest(one) })) }
        : {}),
    })),
  };
}

process.exitCode = await main(process.argv.slice(2));
