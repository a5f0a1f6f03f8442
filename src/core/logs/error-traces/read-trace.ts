import { readJavaTrace } from './java-trace.ts';
import { readNodeTrace } from './node-trace.ts';
import { readGoTrace, readPhpTrace, readRubyTrace } from './other-traces.ts';
import { readPythonTrace } from './python-trace.ts';
import type { Trace } from './trace.ts';

/** The stack in a text, in whichever language; nothing when there is none. The surest signs first. */
export function readTrace(text: string): Trace | undefined {
  if (!text.includes('\n'))
    return /^(?:panic|fatal error): /.test(text) ? readGoTrace(text) : undefined;
  const trace =
    readPythonTrace(text) ?? readGoTrace(text) ?? readPhpTrace(text) ?? readRubyTrace(text);
  if (trace !== undefined || !/^\s+at /m.test(text)) return trace;
  // A JVM call looks much like a JavaScript one, so it is asked for before.
  return (looksJava(text) ? readJavaTrace(text) : undefined) ?? readNodeTrace(text);
}

function looksJava(text: string): boolean {
  if (!javaSigns.some((sign) => text.includes(sign))) return false;
  return /^\s+at [\w$./@<>-]+\((?:[\w$]+\.(?:java|kt|scala|groovy|clj)\b|Native Method|Unknown Source|<)/m.test(
    text,
  );
}

const javaSigns = [
  '.java',
  '.kt',
  '.scala',
  '.groovy',
  '.clj',
  'Native Method',
  'Unknown Source',
  '(<',
];
