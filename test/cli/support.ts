import type { Terminal } from '../../src/cli/command.ts';

/** A terminal that remembers what was written to it. */
export function rememberingTerminal(given: Partial<Terminal> & { file?: string } = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    env: {},
    readFile: () => given.file ?? '',
    print: (text) => void out.push(text),
    complain: (text) => void err.push(text),
    now: () => Date.parse('2026-11-10T00:00:00Z'),
    nodeVersion: '24.1.0',
    ...given,
  };
  return { terminal, out, err };
}
