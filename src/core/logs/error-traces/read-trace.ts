import { readJavaTrace } from './java-trace.ts';
import { readNodeTrace } from './node-trace.ts';
import { readGoTrace, readPhpTrace, readRubyTrace } from './other-traces.ts';
import { readPythonTrace } from './python-trace.ts';
import type { Trace } from './trace.ts';

/** The surest signs first. A JVM call looks much like a JavaScript one, so it is asked for before. */
const readers = [
  readPythonTrace,
  readGoTrace,
  readPhpTrace,
  readRubyTrace,
  readJavaTrace,
  readNodeTrace,
] as const;

/** The stack in a text, in whichever language; nothing when there is none. */
export function readTrace(text: string): Trace | undefined {
  if (!text.includes('\n') && !/^(?:panic|fatal error): /.test(text)) return undefined;
  for (const read of readers) {
    const trace = read(text);
    if (trace !== undefined) return trace;
  }
  return undefined;
}
