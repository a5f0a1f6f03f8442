import { createReadStream, readFileSync } from 'node:fs';
import type { Terminal } from './cli/command.ts';
import { createCommands } from './cli/commands.ts';
import { runCli } from './cli/run.ts';
import { loadDotenv } from './config/dotenv.ts';

loadDotenv();

const lineOf = (text: string) => (text.endsWith('\n') ? text : `${text}\n`);
const terminal: Terminal = {
  env: process.env,
  readFile: (path) => readFileSync(path, 'utf8'),
  openFile: (path) => (path === '-' ? process.stdin : createReadStream(path)),
  print: (text) => void process.stdout.write(lineOf(text)),
  complain: (text) => void process.stderr.write(lineOf(text)),
  now: () => Date.now(),
  nodeVersion: process.versions.node,
};

// `firebreak help | head -1` closes the pipe early; that is nobody's fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runCli(createCommands(terminal), process.argv.slice(2), terminal);
