import { head, plainText } from '../../kit/text.ts';
import { type Fields, isFields, parseFields, textAt } from './fields.ts';
import { type Level, levelOfText, readLevel } from './level.ts';
import { readTrace } from './read-trace.ts';
import { readThrownFields, stackOf } from './thrown-fields.ts';
import type { Trace } from './trace.ts';

/** One thing a program logged, whole. All text is foreign and not redacted. */
export interface LogRecord {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly stream: string;
  /** `broken` looked structured and could not be read; what could be made out is there. */
  readonly form: 'structured' | 'raw' | 'broken';
  readonly level?: Level;
  readonly message: string;
  readonly trace?: Trace;
  readonly fields?: Fields;
  /** For showing: the message and the stack, as lines. */
  readonly text: string;
}

/** Longest text of one record that is kept: what a stack needs, many times over. */
export const longestRecord = 64 * 1024;

/** CloudWatch's largest event is 1 MB; JSON up to that size is parsed whole. */
const longestJson = 1_100_000;

/** What stands before the JSON of a line: the time, the request id, the level; a container's name. */
const longestLead = 200;

/** Reads one record, structured or not. Never fails, whatever the text is. */
export function readRecord(text: string, at: number, stream: string): LogRecord {
  return read(text, at, stream, 0);
}

/** A record somebody should look at: it says so, or it holds a stack and does not say otherwise. */
export function isErrorRecord({ level, trace }: LogRecord): boolean {
  return level === undefined ? trace !== undefined : level === 'error' || level === 'fatal';
}

function read(text: string, at: number, stream: string, depth: number): LogRecord {
  const start = jsonStart(text);
  if (start === -1) return raw(text, at, stream);
  const fields = text.length <= longestJson ? parseFields(text.slice(start)) : undefined;
  const lead = text.slice(0, start);
  if (fields !== undefined) return structured(fields, lead, at, stream, depth);
  return start === 0 ? broken(text, at, stream) : raw(text, at, stream);
}

function jsonStart(text: string): number {
  const start = text.slice(0, longestLead).search(/\{\s*"/);
  if (start === -1 || text.slice(0, start).includes('\n')) return -1;
  return start === 0 || /\}\s*$/.test(text.slice(-8)) ? start : -1;
}

function structured(
  outer: Fields,
  lead: string,
  at: number,
  stream: string,
  depth: number,
): LogRecord {
  const wrapped = depth < 3 ? wrappedText(outer) : undefined;
  if (wrapped !== undefined) {
    const inner = read(wrapped, at, stream, depth + 1);
    return { ...inner, fields: { ...outer, ...inner.fields } };
  }
  const fields = isFields(outer.message) ? { ...outer, ...outer.message } : outer;
  const level = levelOf(fields) ?? levelOfText(lead);
  const trace = readThrownFields(fields);
  const message = plainText(head(messageOf(fields) ?? '', longestRecord)).trim();
  const stack = plainText(head(stackOf(errorOf(fields)) ?? '', longestRecord));
  const shown = stack === '' ? describe(message, trace) : `${message}\n${stack}`.trim();
  return {
    at,
    stream,
    form: 'structured',
    message,
    fields,
    text: shown || head(JSON.stringify(outer), longestRecord),
    ...(level === undefined ? {} : { level }),
    ...(trace === undefined ? {} : { trace }),
  };
}

/** What a log driver put around the line: fluent-bit and Docker call it `log`. */
function wrappedText(fields: Fields): string | undefined {
  if (typeof fields.log === 'string') return fields.log;
  for (const inner of [fields.message, fields.msg]) {
    if (
      typeof inner === 'string' &&
      /^\s*\{\s*"[\s\S]*\}\s*$/.test(inner.slice(0, 20) + inner.slice(-5))
    )
      return parseFields(inner) === undefined ? undefined : inner;
  }
  return undefined;
}

const levelFields = [
  'level',
  'severity',
  'levelname',
  'log.level',
  'lvl',
  'loglevel',
  'logLevel',
  'log_level',
  '@l',
  'severity_text',
  'severityText',
  'error_severity',
  'status',
];

function levelOf(fields: Fields): Level | undefined {
  for (const path of levelFields) {
    const value =
      fields[path] ?? (path === 'log.level' && isFields(fields.log) ? fields.log.level : undefined);
    const level = readLevel(value);
    if (level !== undefined && !(path === 'status' && typeof value === 'number')) return level;
  }
  return undefined;
}

function messageOf(fields: Fields): string | undefined {
  return textAt(fields, [
    'msg',
    'message',
    '@m',
    'event',
    'short_message',
    'errorMessage',
    'error.message',
    'text',
    'body',
    'error',
    'err',
  ]);
}

function errorOf(fields: Fields): Fields {
  for (const key of ['err', 'error', 'exception', 'thrown'] as const) {
    const value = fields[key];
    if (isFields(value) && stackOf(value) !== undefined) return value;
  }
  return fields;
}

function describe(message: string, trace: Trace | undefined): string {
  if (trace === undefined) return message;
  const thrown = trace.map(({ type, message: said }) => (type === '' ? said : `${type}: ${said}`));
  return [message, ...thrown].filter((line) => line !== '').join('\n');
}

/** JSON that was cut: its level, message and stack may still be there to be read. */
function broken(text: string, at: number, stream: string): LogRecord {
  const start = text.slice(0, longestRecord);
  const said = /"(?:level|severity|levelname|log\.level)"\s*:\s*"?([A-Za-z]+|\d{2})\b/.exec(start);
  const level = readLevel(said?.[1]);
  const message = jsonText(start, /"(?:msg|message)"\s*:\s*"/);
  const stack = jsonText(start, /"(?:stack|stack_trace|stackTrace|exc_info)"\s*:\s*"/);
  const trace = readTrace(stack);
  return {
    at,
    stream,
    form: 'broken',
    message,
    text: plainText(stack === '' ? message || start : `${message}\n${stack}`),
    ...(level === undefined ? {} : { level }),
    ...(trace === undefined ? {} : { trace }),
  };
}

function jsonText(json: string, field: RegExp): string {
  const found = field.exec(json);
  if (found === null) return '';
  const from = found.index + found[0].length;
  let end = from;
  while (end < json.length && json[end] !== '"') end += json[end] === '\\' ? 2 : 1;
  const text = json.slice(from, end).replace(/\\(?:u[0-9a-fA-F]{0,3})?$/, '');
  return plainText(text.replace(/\\n/g, '\n').replace(/\\t/g, '\t').replace(/\\(.)/g, '$1')).trim();
}

/** Time stamps, request ids and levels before the message of a plain line. */
const lead =
  /^(?:\S+Z? (?:stdout|stderr) [FP] )?(?:\[?(?:\d{4}[-/]\d\d[-/]\d\d|\d\d[-/]\w{3}[-/]\d{4})[T: ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?\]?\s+)?(?:[0-9a-f]{8}-[0-9a-f-]{27}\s+)?(?:[[<]?(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERR(?:OR)?|SEVERE|FATAL|CRIT(?:ICAL)?|PANIC)[\]>]?:?\s+)?/;

function raw(text: string, at: number, stream: string): LogRecord {
  const shown = plainText(head(text, longestRecord)).trimEnd();
  const level = levelOfText(shown);
  const trace = readTrace(shown);
  const first = shown.trimStart().split('\n', 1)[0] ?? '';
  const afterLead = first.replace(lead, '');
  // `[ERROR] 2026-11-22 …` has them the other way round.
  const message = afterLead.replace(lead, '').trim();
  return {
    at,
    stream,
    form: 'raw',
    message,
    text: shown,
    ...(level === undefined ? {} : { level }),
    ...(trace === undefined ? {} : { trace }),
  };
}
