import { type Fields, parseWhole } from './fields.ts';
import { longestRecord, wrappedLine } from './record.ts';
import { readServerLine } from './server-line.ts';

/** One event as a log service delivers it: usually a line. */
export interface LogEvent {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The pieces of one record come from one stream, in order. */
  readonly stream: string;
  readonly text: string;
}

/** One record, whole. `fields`: it is JSON, read already. `around`: what a log driver put around its lines. */
export interface WholeEvent extends LogEvent {
  readonly fields?: Fields;
  readonly around?: Fields;
}

/** The pieces of one record arrive together; later ones belong to something else. */
const longestPauseMs = 2_000;
const mostLines = 200;
/** Streams followed at once; the one that has waited longest is given first. */
const mostStreams = 2_000;

interface Open {
  readonly event: WholeEvent;
  lastAt: number;
  text: string;
  lines: number;
  /** Inside a trace whose own lines need not be indented. */
  inTrace: 'python' | 'go' | 'php' | undefined;
  hasCalls: boolean;
}

/**
 * Puts a stack that arrived line by line back together. Drivers that deliver every line of output as
 * an event of its own (awslogs without a pattern, fluent-bit around each line) tear traces apart; a
 * JSON line is always whole. PostgreSQL's processes write between each other and are told apart.
 */
export function createJoiner(take: (event: WholeEvent) => void): {
  add(event: LogEvent): void;
  end(): void;
} {
  const open = new Map<string, Open>();
  /** Which process of a PostgreSQL log wrote last: a line without a prefix goes on with its record. */
  const writers = new Map<string, string>();

  function give(key: string): void {
    const waiting = open.get(key);
    if (waiting === undefined) return;
    open.delete(key);
    take({ ...waiting.event, text: waiting.text });
  }

  function add(event: WholeEvent, key: string): void {
    const waiting = open.get(key);
    if (waiting !== undefined) {
      if (event.at - waiting.lastAt <= longestPauseMs && continues(waiting, event.text)) {
        append(waiting, event);
        return;
      }
      give(key);
    }
    if (event.text.trim() === '') return;
    if (open.size >= mostStreams) {
      for (const oldest of open.keys()) {
        give(oldest);
        break;
      }
    }
    open.set(key, start(event));
  }

  /** Which record a line of text may belong to. */
  function keyOf(stream: string, text: string): string {
    const pid = text.includes(':  ', 0) ? readServerLine(text)?.pid : undefined;
    if (pid !== undefined) {
      if (writers.size >= mostStreams) writers.clear();
      const key = `${stream}\u0000${pid}`;
      writers.set(stream, key);
      return key;
    }
    const writer = writers.get(stream);
    if (writer === undefined) return stream;
    if (/^[\t ]/.test(text) && open.has(writer)) return writer;
    writers.delete(stream);
    return stream;
  }

  return {
    add(event) {
      const fields = parseWhole(event.text);
      const wrapped = fields === undefined ? undefined : wrappedLine(fields);
      if (fields === undefined) {
        const text = event.text.replace(containerLead, '');
        add(text === event.text ? event : { ...event, text }, keyOf(event.stream, text));
      } else if (wrapped === undefined) {
        give(event.stream);
        take({ at: event.at, stream: event.stream, text: event.text, fields });
      } else {
        const container = fields.container_id ?? fields.container_name ?? '';
        const stream = `${event.stream}\u0000${String(container)}`;
        add({ ...event, text: wrapped, around: fields }, keyOf(stream, wrapped));
      }
    },
    end() {
      for (const key of [...open.keys()]) give(key);
    },
  };
}

/** What a container runtime puts before every line of output. */
const containerLead = /^\d{4}-\S{10,40} (?:stdout|stderr) [FP] /;

function start(event: WholeEvent): Open {
  const state: Open = {
    event,
    lastAt: event.at,
    text: '',
    lines: 0,
    inTrace: undefined,
    hasCalls: false,
  };
  append(state, event);
  return state;
}

/** Past the caps pieces still belong to the record, they are only not kept. */
function append(open: Open, event: LogEvent): void {
  open.lastAt = Math.max(open.lastAt, event.at);
  const text = event.text.replace(/\r?\n$/, '');
  const room = longestRecord - open.text.length;
  if (open.lines === 0) open.text = text;
  else if (open.lines < mostLines && room > 1) open.text += `\n${text.slice(0, room - 1)}`;
  open.lines++;
  open.inTrace = traceKind(text) ?? open.inTrace;
  open.hasCalls ||= /^\s+at /.test(text) || (text.includes('\n') && /^\s+at /m.test(text));
}

function traceKind(text: string): Open['inTrace'] {
  const start = text.length > 2_000 ? text.slice(0, 2_000) : text;
  if (start.includes('Traceback (most recent call last)')) return 'python';
  if (
    start.includes('panic: ') ||
    start.includes('fatal error: ') ||
    start.includes('goroutine ')
  ) {
    if (/^(?:panic|fatal error): |^goroutine \d+ \[/m.test(start)) return 'go';
  }
  if (!start.includes('PHP ') && !start.includes('Stack trace:')) return undefined;
  return /\bPHP (?:Fatal|Parse) error: |^PHP Stack trace:|^Stack trace:/m.test(start)
    ? 'php'
    : undefined;
}

/** A line with which every logger would begin. */
const begins =
  /^(?:\[?\d{4}[-/]\d\d[-/]\d\d[T ]|\[?\d\d[-/]\w{3}[-/]\d{4}[: ]|\[?\d\d:\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |\s*\{\s*"|\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL)\b|(?:START|END|REPORT|INIT_START) )/;

/** Lines that only ever go on with something. */
const goesOn =
  /^(?:\s+\S|[}\])]+[,;]?\s*$|Caused by: |Wrapped by: |Suppressed: |\.\.\. \d+ |caused by: |\[cause\]: |Traceback \(most recent call last\)|During handling of the above|The above exception was|\[SQL: |\[parameters: |\(Background on this error|LINE \d+: |(?:DETAIL|HINT|CONTEXT|QUERY|LOCATION): |Stack trace:|#\d+ |Next \S+: |goroutine \d+ \[|\[signal |created by |exit status \d|-- End of |from \S+:\d+:in )/;

/** A thrown thing's own first line, which may follow the line that announced it. */
const thrown = /^(?:Uncaught )?(?:[\w$]+\.)*[A-Z][\w$]*(?:Error|Exception|Throwable)\b|^Error: /;

/** Ruby on Rails prints the message and the calls as lines of their own, at the margin. */
const rubyCall = /^\S{1,300}\.(?:rb|ru|erb|rake):\d+:in [`']/;

function continues(open: Open, text: string): boolean {
  const line = text.length > 500 ? text.slice(0, 500) : text;
  if (line.trim() === '') return true;
  if (line.includes(':  ')) {
    const server = readServerLine(line);
    if (server !== undefined) return server.isSecondary;
  }
  if (begins.test(line)) return false;
  if (goesOn.test(line) || rubyCall.test(line)) return true;
  if (open.inTrace === 'go' || open.inTrace === 'php')
    return !/^(?:panic|fatal error): /.test(line);
  // After the calls comes `Type: message`, possibly of several lines, at the margin.
  if (open.inTrace === 'python') return true;
  return thrown.test(line) && !open.hasCalls;
}
