import { createReadStream } from 'node:fs';

// A bare Node line count: no line is ever made a string.
let lines = 0;
for await (const piece of createReadStream(process.argv[2] ?? '', { highWaterMark: 1 << 18 })) {
  const bytes = piece as Buffer;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines += 1;
}
process.stdout.write(`${lines}\n`);
