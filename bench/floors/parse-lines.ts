import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

// The least that looks into every record: lines are made strings, JSON is parsed.
let levels = 0;
for await (const line of createInterface({ input: createReadStream(process.argv[2] ?? '') })) {
  if (line.startsWith('{')) levels += (JSON.parse(line) as { level: number }).level;
}
process.stdout.write(`${levels}\n`);
