import { classFrame, withoutPlace } from './frame.ts';
import { createMemory } from './memory.ts';
import { type Frame, longestMessage, type Trace } from './trace.ts';

const call = /^\s+at ([\w$.<>/@-]+(?:\.[\w$<>-]+)*)\(([^)]{0,200})\)/;
const headline =
  /^(?:Exception in thread "[^"]*" )?(?:.{0,200}? )?((?:[a-zA-Z_$][\w$]*\.)+[A-Z][\w$]*)(?:: (.*))?$/;
const cause = /^\s*(Caused by|Wrapped by|Suppressed): /;

/** Reads a JVM stack with its `Caused by:` chain. What was suppressed is left out. */
export function readJavaTrace(text: string): Trace | undefined {
  const thrown: { type: string; message: string[]; frames: Frame[] }[] = [];
  let suppressed = false;
  let inMessage = false;
  let callsRead = 0;
  for (const line of text.split('\n')) {
    if (line.length > longestMessage) continue;
    const frame = readCall(line);
    if (frame !== undefined) {
      callsRead++;
      inMessage = false;
      if (!suppressed) thrown.at(-1)?.frames.push(frame);
      continue;
    }
    const link = cause.exec(line)?.[1];
    if (link !== undefined) suppressed = link === 'Suppressed';
    if (suppressed) continue;
    const head =
      link !== undefined || callsRead === 0 ? headline.exec(line.replace(cause, '')) : null;
    if (head !== null && (link !== undefined || looksThrown(head[1] ?? ''))) {
      if (link === undefined) thrown.length = 0;
      const one = { type: head[1] ?? '', message: [head[2] ?? ''], frames: [] };
      // logback can print the root cause first; then each `Wrapped by` is further out.
      if (link === 'Wrapped by') thrown.unshift(one);
      else thrown.push(one);
      inMessage = true;
    } else if (inMessage && !/^\s*\.\.\. /.test(line)) thrown.at(-1)?.message.push(line);
  }
  const all = thrown.map(({ type, message, frames }) => ({
    type,
    message: message.join('\n').trim(),
    frames,
  }));
  const [first, ...others] = all;
  return first === undefined || callsRead === 0 ? undefined : [first, ...others];
}

/** The same few calls come again and again, from other lines of the same file. */
const calls = createMemory<Frame>(4_000);

function readCall(line: string): Frame | undefined {
  if (!line.includes('at ')) return undefined;
  const placeless = line.endsWith(')') ? withoutPlace(line) : line;
  const known = calls.get(placeless);
  if (known !== undefined) return known;
  const found = call.exec(line);
  if (found === null) return undefined;
  const file = (found[2] ?? '').replace(/:\d+$/, '');
  return calls.set(placeless, classFrame(found[1] ?? '', file));
}

function looksThrown(type: string): boolean {
  return /(?:Exception|Error|Throwable|Failure|Fault)$/.test(type) || /^java\./.test(type);
}
