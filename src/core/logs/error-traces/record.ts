import { head, plainText } from '../../kit/text.ts';
import { type FailedRequest, failedRequestIn, failedRequestInText } from './failed-request.ts';
import { type Fields, isFields, parseFields, pathTo, textAt } from './fields.ts';
import type { WholeEvent } from './join.ts';
import { type Level, levelOfText, readLevel } from './level.ts';
import { readTrace } from './read-trace.ts';
import { readServerLine } from './server-line.ts';
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
  /** It tells of a request that ended with 5xx. */
  readonly request?: FailedRequest;
  /** A database server's own log: its notes and warnings can be what went wrong. */
  readonly isServer?: true;
}

/** Longest text of one record that is kept: what a stack needs, many times over. */
export const longestRecord = 64 * 1024;

/** What stands before the JSON of a line: the time, the request id, the level; a container's name. */
const longestLead = 200;

/** Reads one record, structured or not. Never fails, whatever the text is. */
export function readRecord(text: string, at: number, stream: string): LogRecord {
  return read({ text, at, stream }, 0, true);
}

/**
 * The same for one whose JSON may be read already. Of a record that says it is no error only the
 * level and the fields are read: nearly all records are such.
 */
export function readWhole(event: WholeEvent): LogRecord {
  const record = read(event, 0, false);
  return event.around === undefined
    ? record
    : { ...record, fields: { ...event.around, ...record.fields } };
}

/**
 * A record somebody should look at: it says so, or it holds a stack and does not say otherwise, or a
 * request failed, however quietly that is told.
 */
export function isErrorRecord(record: LogRecord): boolean {
  const { level, trace, isServer, message } = record;
  if (isServer) return isLoud(level) || serverNotes.test(message);
  if (record.request !== undefined) return true;
  return level === undefined ? trace !== undefined : isLoud(level);
}

/** It says that a request failed, and nothing of what failed in it. */
export function isAccessLine({ request, level, trace, message }: LogRecord): boolean {
  if (request === undefined) return false;
  if (trace !== undefined) return trace.every((thrown) => saysOnlyStatus.test(thrown.message));
  return !isLoud(level) || saysOnlyThat.test(message);
}

/** https://github.com/pinojs/pino-http makes an error of the status where it was given none. */
const saysOnlyStatus = /^failed with status code 5\d\d$/;
const saysOnlyThat =
  /^$|^(?:incoming |http )?(?:request|response)\b[\w ]{0,30}$|(?:^|["\s])(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \S/i;

/** Trouble that database servers report as a note or a warning. */
const serverNotes =
  /^(?:process \d+ still waiting for |server process \(PID \d+\) was terminated by signal|Aborted connection \d+ to db: .{0,300}\(Too many connections\)|Access denied for user |database .{0,80} must be vacuumed within |Disk (?:is )?full |Could not receive data from WAL|(?:Slave|Replica)(?: SQL)?[: ].{0,300}Error_code: )/i;

export function isLoud(level: Level | undefined): boolean {
  return level === 'error' || level === 'fatal';
}

type Source = Pick<WholeEvent, 'text' | 'at' | 'stream' | 'fields'>;

function read(source: Source, depth: number, isWanted: boolean): LogRecord {
  const { text } = source;
  if (source.fields !== undefined) return structured(source.fields, '', source, depth, isWanted);
  const start = jsonStart(text);
  if (start === -1) return raw(text, source);
  const fields = parseFields(text.slice(start));
  if (fields !== undefined)
    return structured(fields, text.slice(0, start), source, depth, isWanted);
  return start === 0 ? broken(text, source) : raw(text, source);
}

function jsonStart(text: string): number {
  if (text.indexOf('{') === -1) return -1;
  const start = text.slice(0, longestLead).search(/\{\s*"/);
  if (start === -1 || text.slice(0, start).includes('\n')) return -1;
  return start === 0 || /\}\s*$/.test(text.slice(-8)) ? start : -1;
}

function structured(
  outer: Fields,
  lead: string,
  source: Source,
  depth: number,
  isWanted: boolean,
): LogRecord {
  const wrapped = depth < 3 ? wrappedText(outer) : undefined;
  if (wrapped !== undefined) {
    const { at, stream } = source;
    const inner = read({ at, stream, text: wrapped }, depth + 1, isWanted);
    return { ...inner, fields: { ...outer, ...inner.fields } };
  }
  const fields = flattened(outer);
  const level = levelOf(fields) ?? (lead === '' ? undefined : levelOfText(lead));
  const { at, stream } = source;
  const isServer = 'error_severity' in fields;
  const request = failedRequestIn(fields);
  if (!isWanted && level !== undefined && !isLoud(level) && !isServer && request === undefined)
    return { at, stream, form: 'structured', fields, level, message: '', text: '' };
  const trace = readThrownFields(fields);
  const message = plainText(head(messageOf(fields) ?? '', longestRecord)).trim();
  return {
    at,
    stream,
    form: 'structured',
    fields,
    message,
    get text() {
      return request === undefined || trace !== undefined
        ? shownText(fields, message, trace)
        : head(JSON.stringify(fields), longestRecord);
    },
    ...(request === undefined ? {} : { request }),
    ...(level === undefined ? {} : { level }),
    ...(trace === undefined ? {} : { trace }),
    ...(isServer ? { isServer } : {}),
  };
}

/** Lambda's own records and loggers that nest: what is told stands one level down. */
function flattened(outer: Fields): Fields {
  if (isFields(outer.message)) return { ...outer, ...outer.message };
  if (typeof outer.type === 'string' && outer.type.startsWith('platform.')) return platform(outer);
  return outer;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html */
function platform(outer: Fields): Fields {
  const { status, errorType } = isFields(outer.record) ? outer.record : {};
  if (status !== 'timeout' && status !== 'error' && status !== 'failure') return outer;
  const message =
    status === 'timeout' ? 'Task timed out' : `Runtime exited with error: ${String(errorType)}`;
  return { ...outer, type: undefined, level: 'fatal', message };
}

function shownText(fields: Fields, message: string, trace: Trace | undefined): string {
  const stack = plainText(head(stackOf(errorOf(fields)) ?? '', longestRecord));
  const shown = stack === '' ? describe(message, trace) : `${message}\n${stack}`.trim();
  return shown || head(JSON.stringify(fields), longestRecord);
}

/** A line of text that a log driver put into JSON: fluent-bit and Docker call it `log`. */
export function wrappedLine(fields: Fields): string | undefined {
  const { log } = fields;
  return typeof log === 'string' && !/^\s*\{\s*"/.test(log.slice(0, 20)) ? log : undefined;
}

/** JSON text inside JSON. */
function wrappedText(fields: Fields): string | undefined {
  if (typeof fields.log === 'string') return fields.log;
  for (const inner of [fields.message, fields.msg]) {
    if (typeof inner !== 'string' || !/^\s*\{\s*"/.test(inner.slice(0, 20))) continue;
    if (/\}\s*$/.test(inner.slice(-5))) return parseFields(inner) === undefined ? undefined : inner;
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
    if (value === undefined) continue;
    const level = readLevel(value);
    if (level !== undefined && !(path === 'status' && typeof value === 'number')) return level;
  }
  return undefined;
}

const messageFields = [
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
].map(pathTo);

function messageOf(fields: Fields): string | undefined {
  return textAt(fields, messageFields);
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
function broken(text: string, { at, stream }: Source): LogRecord {
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
  /^(?:\[?(?:\d{4}[-/]\d\d[-/]\d\d|\d\d[-/]\w{3}[-/]\d{4})[T: ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?\]?\s+)?(?:[0-9a-f]{8}-[0-9a-f-]{27}\s+)?(?:[[<]?(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERR(?:OR)?|SEVERE|FATAL|CRIT(?:ICAL)?|PANIC)[\]>]?:?\s+)?/;

function raw(text: string, { at, stream }: Source): LogRecord {
  const shown = plainText(head(text, longestRecord)).trimEnd();
  const server = readServerLine(shown);
  if (server !== undefined) {
    const message = server.message.trim();
    return { at, stream, form: 'raw', message, level: server.level, text: shown, isServer: true };
  }
  const level = levelOfText(shown);
  const trace = readTrace(shown);
  const first = shown.trimStart().split('\n', 1)[0] ?? '';
  const afterLead = first.replace(lead, '');
  // `[ERROR] 2026-11-22 …` has them the other way round.
  const message = afterLead.replace(lead, '').trim();
  const request = failedRequestInText(first);
  return {
    at,
    stream,
    form: 'raw',
    message,
    text: shown,
    ...(request === undefined ? {} : { request }),
    ...(level === undefined ? {} : { level }),
    ...(trace === undefined ? {} : { trace }),
  };
}
