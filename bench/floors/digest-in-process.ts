import { closeSync, openSync, readSync } from 'node:fs';
import { createSlowDigest } from '../../src/core/logs/slow-log/slow-digest.ts';
import { createSlowLogReader } from '../../src/core/logs/slow-log/slow-log-reader.ts';

// The digest without the command around it: how fast once Node has started and compiled everything.
const [path = '', repeats = '3'] = process.argv.slice(2);
const piece = Buffer.allocUnsafeSlow(1024 * 1024);
const runs: { wallMs: number; cpuMs: number }[] = [];
for (let run = 0; run < Number(repeats); run += 1) {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const digest = createSlowDigest();
  const reader = createSlowLogReader({ dialect: 'auto', taker: digest });
  const file = openSync(path, 'r');
  for (let size = readSync(file, piece); size > 0; size = readSync(file, piece))
    reader.push(piece.subarray(0, size));
  closeSync(file);
  reader.end();
  if (digest.result().events === 0) throw new Error(`no statement in ${path}`);
  const { user, system } = process.cpuUsage(before);
  runs.push({ wallMs: performance.now() - startedAt, cpuMs: (user + system) / 1_000 });
}
process.stdout.write(`${JSON.stringify(runs)}\n`);
