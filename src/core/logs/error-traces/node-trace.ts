import { pathFrame, withoutPlace } from './frame.ts';
import { createMemory } from './memory.ts';
import { type Frame, longestMessage, type Thrown, type Trace } from './trace.ts';

/** `    at pool.acquire (/srv/app/pool.js:10:5)`, `    at async file:///srv/app/main.mjs:3:1`. */
const call =
  /^\s*at (?:(?:async )?(.{1,300}?) \()?((?:async )?(?:file:\/\/|node:|https?:\/\/|webpack|[\w.@<\\/~-]|[A-Za-z]:\\).{0,500}?)(?::\d+){1,2}\)?(?:,? \{)?$/;

const headline =
  /(?:^|[\s:\])])(?:Uncaught )?((?:[A-Z$_][\w$.]*(?:Error|Exception|Warning|Rejection)|[Ee]rror|AggregateError|DOMException))(?: \[([\w.]+)\])?(?:: (.*))?$/;

/** Sequelize's `parent` is its cause; `original`, the same again, is left out. */
const cause = /^\s*(?:\[cause\]: |\[errors\]: \[|caused by: |parent: )/i;

/**
 * Reads a JavaScript stack: V8's own, what `util.inspect` adds (`[cause]:`, properties in braces)
 * and pino's `caused by:`. Nothing when no line of the text is a call.
 */
export function readNodeTrace(text: string): Trace | undefined {
  const thrown: { type: string; message: string[]; frames: Frame[] }[] = [];
  let inMessage = true;
  let calls = 0;
  for (const line of text.split('\n')) {
    if (line.length > longestMessage) continue;
    const frame = readCall(line);
    const open = thrown.at(-1);
    if (frame !== undefined) {
      calls++;
      inMessage = false;
      open?.frames.push(frame);
      continue;
    }
    if (/^\s*at /.test(line)) {
      inMessage = false;
      continue;
    }
    const isCause = cause.test(line);
    if (thrown.length === 0 || isCause) {
      const head = headline.exec(isCause ? line.replace(cause, '') : line);
      if (head !== null) {
        thrown.push({ type: head[2] ?? head[1] ?? '', message: [head[3] ?? ''], frames: [] });
        inMessage = true;
      } else if (isCause) inMessage = false;
    } else if (inMessage && open !== undefined && open.message.length < 20) open.message.push(line);
  }
  const all = thrown.map(
    ({ type, message, frames }): Thrown => ({
      type: type === 'error' ? 'Error' : type,
      message: message.join('\n').replace(/ \{$/, '').trim(),
      frames,
    }),
  );
  const [first, ...others] = all;
  return first === undefined || calls === 0 ? undefined : [first, ...others];
}

/** The same few calls come again and again, from other lines of the same file. */
const remembered = createMemory<Frame>(4_000);

function readCall(line: string): Frame | undefined {
  if (!line.includes('at ')) return undefined;
  const placeless = withoutPlace(line);
  const known = remembered.get(placeless);
  if (known !== undefined) return known;
  const found = call.exec(line);
  if (found === null || (found[1] === undefined && /\s/.test(found[2] ?? ' '))) return undefined;
  return remembered.set(placeless, pathFrame(found[2] ?? '', found[1] ?? ''));
}
