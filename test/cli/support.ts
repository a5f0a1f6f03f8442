import type { Terminal } from '../../src/cli/command.ts';

/** A terminal that remembers what was written to it. */
export function rememberingTerminal(given: Partial<Terminal> & { file?: string } = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    env: {},
    readFile: () => given.file ?? '',
    openFile: () => ({ pieces: pieces(Buffer.from(given.file ?? '')) }),
    print: (text) => void out.push(text),
    complain: (text) => void err.push(text),
    now: () => Date.parse('2026-11-10T00:00:00Z'),
    nodeVersion: '24.1.0',
    columns: 80,
    hasColours: false,
    ...given,
  };
  return { terminal, out, err };
}

/** In pieces that end in the middle of lines and characters. */
async function* pieces(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
}
