import { pathFrame } from './frame.ts';
import { type Frame, longestMessage, type Thrown, type Trace } from './trace.ts';

/** Go: `panic: …` or `fatal error: …`, then the goroutines; the first is the one that died. */
export function readGoTrace(text: string): Trace | undefined {
  if (!text.includes('panic: ') && !text.includes('fatal error: ')) return undefined;
  const lines = text.split('\n').filter((line) => line.length <= longestMessage);
  const start = lines.findIndex((line) => /^(?:panic|fatal error): /.test(line));
  if (start === -1) return undefined;
  const frames: Frame[] = [];
  let goroutines = 0;
  for (let i = start + 1; i < lines.length; i++) {
    if (/^goroutine \d+ \[/.test(lines[i] ?? '') && ++goroutines > 1) break;
    const file = /^\t(\S.*?):\d+(?: \+0x[0-9a-f]+)?$/.exec(lines[i] ?? '')?.[1];
    const called = /^(?:created by )?(\S.{0,300}?)(?:\([^()]*\))?(?: in goroutine \d+)?$/.exec(
      lines[i - 1] ?? '',
    )?.[1];
    if (file === undefined || called === undefined) continue;
    const isRuntime = /^(?:runtime|panic)(?:\.|$)/.test(called);
    const frame = pathFrame(file, called.slice(called.lastIndexOf('/') + 1));
    frames.push(isRuntime ? { ...frame, inApp: false } : frame);
  }
  const [, type = '', message = ''] = /^(panic|fatal error): (.*)$/.exec(lines[start] ?? '') ?? [];
  return [{ type, message: message.replace(/ \[recovered\]$/, ''), frames }];
}

/** PHP: `PHP Fatal error:  Uncaught X: message in file:line`, numbered calls, `Next Y: …` outwards. */
export function readPhpTrace(text: string): Trace | undefined {
  if (!text.includes('#0 ') || !/\bUncaught |Stack trace:/.test(text) || !/^#0 /m.test(text))
    return undefined;
  const thrown: { type: string; message: string; frames: Frame[] }[] = [];
  for (const line of text.split('\n')) {
    if (line.length > longestMessage) continue;
    const head =
      /(?:Uncaught |^Next |(?:^|[\s:])(?=[\w\\]*(?:Exception|Error): ))([A-Za-z_\\][\w\\]*): (.*?)(?: in (\S+?)(?::| on line )\d+)?$/.exec(
        line,
      );
    const found = /^#\d+ (.+?)\(\d+\): (.{1,300})$/.exec(line);
    if (found !== null) {
      const called = (found[2] ?? '').replace(/\(.*$/, '').replace(/^.*\\/, '');
      thrown.at(-1)?.frames.push(pathFrame(found[1] ?? '', called));
    } else if (head !== null && (thrown.length === 0 || line.startsWith('Next '))) {
      const at = head[3] === undefined ? [] : [pathFrame(head[3], '{thrown}')];
      thrown.push({ type: head[1] ?? '', message: head[2] ?? '', frames: at });
    }
  }
  // PHP prints the cause first.
  const [first, ...others] = thrown.reverse() as Thrown[];
  return first === undefined ? undefined : [first, ...others];
}

/** Ruby: `file.rb:5:in 'exec': message (Class)`, then `from` lines. Old versions open the quote with a backtick. */
export function readRubyTrace(text: string): Trace | undefined {
  if (!text.includes(':in ') || !/\.(?:rb|ru|erb|rake):\d/.test(text)) return undefined;
  const thrown: { type: string; message: string; frames: Frame[] }[] = [];
  for (const line of text.split('\n')) {
    if (line.length > longestMessage) continue;
    const head =
      /(\S{1,500}\.(?:rb|ru|erb|rake)):\d+:in [`'](.{1,200}?)'?: (.*?)(?: \(([A-Z][\w:]*)\))?$/.exec(
        line,
      );
    const found = /^\s+(?:from )?(\S+\.(?:rb|ru|erb|rake)):\d+:in [`'](.{1,200}?)'$/.exec(line);
    if (found !== null) thrown.at(-1)?.frames.push(pathFrame(found[1] ?? '', found[2] ?? ''));
    else if (head !== null) {
      thrown.push({
        type: head[4] ?? '',
        message: head[3] ?? '',
        frames: [pathFrame(head[1] ?? '', head[2] ?? '')],
      });
    }
  }
  const [first, ...others] = thrown as Thrown[];
  return first === undefined ? undefined : [first, ...others];
}
