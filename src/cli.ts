import { readFileSync } from 'node:fs';
import type { Terminal } from './cli/command.ts';
import { createCommands } from './cli/commands.ts';
import type { BarScreen } from './cli/log-file/progress.ts';
import { openRawFile } from './cli/log-file/raw-file.ts';
import { runCli } from './cli/run.ts';
import { loadDotenv } from './config/dotenv.ts';

loadDotenv();

const lineOf = (text: string) => (text.endsWith('\n') ? text : `${text}\n`);

function barScreen(): BarScreen {
  // The bar is taken away before the signal ends the process as it would have.
  process.once('SIGINT', () => {
    process.stderr.write('\r\u001b[K');
    process.kill(process.pid, 'SIGINT');
  });
  return {
    write: (text) => void process.stderr.write(text),
    columns: process.stderr.columns || 80,
    now: () => performance.now(),
  };
}

const terminal: Terminal = {
  env: process.env,
  readFile: (path) => readFileSync(path, 'utf8'),
  openFile: openRawFile,
  print: (text) => void process.stdout.write(lineOf(text)),
  complain: (text) => void process.stderr.write(lineOf(text)),
  now: () => Date.now(),
  nodeVersion: process.versions.node,
  columns: process.stdout.columns || 80,
  hasColours: process.stdout.isTTY === true && process.stdout.hasColors() && !process.env.NO_COLOR,
  ...(process.stderr.isTTY === true ? { screen: barScreen() } : {}),
};

// `firebreak help | head -1` closes the pipe early; that is nobody's fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runCli(createCommands(terminal), process.argv.slice(2), terminal);
