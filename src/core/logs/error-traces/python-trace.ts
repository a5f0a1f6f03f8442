import { pathFrame } from './frame.ts';
import { type Frame, longestMessage, type Trace } from './trace.ts';

const call = /^\s+File "([^"]{1,500})", line \d+(?:, in (.{1,200}))?/;
const headline = /^([A-Za-z_][\w.]*)(?:: (.*))?$/;
const link =
  /^(?:The above exception was the direct cause of|During handling of the above exception)/;

/**
 * Reads Python tracebacks. Python prints the cause first and says which of two joined traces came
 * from which: after "direct cause" the first is the cause; after "during handling" the last is what
 * went wrong, and the first only what was being handled, which is nearly always the real reason too.
 */
export function readPythonTrace(text: string): Trace | undefined {
  if (!text.includes('Traceback (most recent call last)')) return undefined;
  const thrown: { type: string; message: string[]; frames: Frame[] }[] = [];
  let frames: Frame[] = [];
  let state: 'outside' | 'calls' | 'message' = 'outside';
  for (const line of text.split('\n')) {
    if (line.length > longestMessage) continue;
    if (line.includes('Traceback (most recent call last)')) {
      state = 'calls';
      frames = [];
    } else if (link.test(line)) {
      state = 'outside';
    } else if (state === 'calls') {
      const found = call.exec(line);
      if (found !== null) frames.push(pathFrame(found[1] ?? '', found[2] ?? ''));
      else if (/^\S/.test(line)) {
        const head = headline.exec(line);
        thrown.push({
          type: head?.[1] ?? '',
          message: [head === null ? line : (head[2] ?? '')],
          frames: frames.reverse(),
        });
        state = 'message';
      }
    } else if (state === 'message') thrown.at(-1)?.message.push(line);
  }
  const all = thrown.reverse().map(({ type, message, frames: calls }) => ({
    type,
    message: message.join('\n').trim(),
    frames: calls,
  }));
  const [first, ...others] = all;
  return first === undefined ? undefined : [first, ...others];
}
