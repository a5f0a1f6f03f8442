import { longestRecord } from './record.ts';

/** One event as a log service delivers it: usually a line. */
export interface LogEvent {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The pieces of one record come from one stream, in order. */
  readonly stream: string;
  readonly text: string;
}

/** The pieces of one record arrive together; later ones belong to something else. */
const longestPauseMs = 2_000;
const mostLines = 200;
/** Streams followed at once; the one that has waited longest is given first. */
const mostStreams = 2_000;

interface Open {
  readonly event: LogEvent;
  lastAt: number;
  text: string;
  lines: number;
  /** Inside a trace whose own lines need not be indented. */
  inTrace: 'python' | 'go' | 'php' | undefined;
  /** The last line that was not blank. */
  lastLine: string;
}

/**
 * Puts a stack that arrived line by line back together. Drivers that deliver every line of output as
 * an event of its own (awslogs without a pattern) tear traces apart; a JSON line is always whole.
 */
export function createJoiner(take: (event: LogEvent) => void): {
  add(event: LogEvent): void;
  end(): void;
} {
  const open = new Map<string, Open>();

  function give(stream: string): void {
    const waiting = open.get(stream);
    if (waiting === undefined) return;
    open.delete(stream);
    take({ ...waiting.event, text: waiting.text });
  }

  return {
    add(event) {
      const waiting = open.get(event.stream);
      if (waiting !== undefined) {
        if (event.at - waiting.lastAt <= longestPauseMs && continues(waiting, event.text)) {
          append(waiting, event);
          return;
        }
        give(event.stream);
      }
      if (event.text.trim() === '') return;
      if (isWhole(event.text)) {
        take(event);
        return;
      }
      if (open.size >= mostStreams) {
        for (const oldest of open.keys()) {
          give(oldest);
          break;
        }
      }
      open.set(event.stream, start(event));
    },
    end() {
      for (const stream of [...open.keys()]) give(stream);
    },
  };
}

function isWhole(text: string): boolean {
  return /^\s*\{\s*"/.test(text.slice(0, 50)) && /\}\s*$/.test(text.slice(-8));
}

function start(event: LogEvent): Open {
  const state: Open = {
    event,
    lastAt: event.at,
    text: '',
    lines: 0,
    inTrace: undefined,
    lastLine: '',
  };
  append(state, event);
  return state;
}

/** Past the caps pieces still belong to the record, they are only not kept. */
function append(open: Open, event: LogEvent): void {
  open.lastAt = Math.max(open.lastAt, event.at);
  const text = event.text.replace(/\r?\n$/, '');
  const room = longestRecord - open.text.length;
  const isFirst = open.lines === 0;
  if (isFirst) open.text = text;
  else if (open.lines < mostLines && room > 1) open.text += '\n' + text.slice(0, room - 1);
  open.lines++;
  if (text.trim() === '') return;
  open.lastLine = lastLineOf(text);
  open.inTrace = traceKind(text) ?? open.inTrace;
}

function lastLineOf(text: string): string {
  const trimmed = text.trimEnd();
  return trimmed.slice(trimmed.lastIndexOf('\n') + 1);
}

function traceKind(text: string): Open['inTrace'] {
  const start = text.slice(0, 2_000);
  if (start.includes('Traceback (most recent call last)')) return 'python';
  if (/^(?:panic|fatal error): |^goroutine \d+ \[/m.test(start)) return 'go';
  return /\bPHP (?:Fatal|Parse) error: |^PHP Stack trace:|^Stack trace:/m.test(start)
    ? 'php'
    : undefined;
}

/** A line with which every logger would begin. */
const begins =
  /^(?:\[?\d{4}[-/]\d\d[-/]\d\d[T ]|\[?\d\d[-/]\w{3}[-/]\d{4}[: ]|\[?\d\d:\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |\s*\{\s*"|\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL)\b|(?:START|END|REPORT|INIT_START) )/;

/** Lines that only ever go on with something. */
const goesOn =
  /^(?:\s+\S|[}\])]+[,;]?\s*$|Caused by: |Wrapped by: |Suppressed: |\.\.\. \d+ |caused by: |\[cause\]: |Traceback \(most recent call last\)|During handling of the above|The above exception was|\[SQL: |\[parameters: |\(Background on this error|LINE \d+: |(?:DETAIL|HINT|CONTEXT|QUERY|LOCATION): |Stack trace:|#\d+ |Next \S+: |goroutine \d+ \[|\[signal |created by |exit status \d|-- End of )/;

/** A thrown thing's own first line, which may follow the line that announced it. */
const thrown = /^(?:Uncaught )?(?:[\w$]+\.)*[A-Z][\w$]*(?:Error|Exception|Throwable)\b|^Error: /;

function continues(open: Open, text: string): boolean {
  if (text.trim() === '') return true;
  const line = text.slice(0, 500);
  if (begins.test(line)) return false;
  if (goesOn.test(line)) return true;
  if (open.inTrace === 'go' || open.inTrace === 'php')
    return !/^(?:panic|fatal error): /.test(line);
  // After the calls comes `Type: message`, possibly of several lines, at the margin.
  if (open.inTrace === 'python') return true;
  return thrown.test(line) && !hasCalls(open.text);
}

function hasCalls(text: string): boolean {
  return /^\s+at /m.test(text);
}
