import { type Fields, fieldAt, isFields, pathTo, textAt } from './fields.ts';
import { readTrace } from './read-trace.ts';
import type { Thrown, Trace } from './trace.ts';

/** Where loggers put the thrown thing as an object: pino and bunyan, winston, log4j, structlog. */
const objects = ['err', 'error', 'exception', 'thrown', 'exc', 'e', 'cause'] as const;

const typeFields = [
  'type',
  'errorType',
  'error.type',
  'exc_type',
  'exception_class',
  'exception.type',
  'class',
  'className',
  'name',
  'kind',
].map(pathTo);
const messageFields = [
  'message',
  'errorMessage',
  'error.message',
  'exception_message',
  'exception.message',
  'localizedMessage',
  'sqlMessage',
  'msg',
].map(pathTo);
const stackFields = [
  'stack',
  'stack_trace',
  'stackTrace',
  'stacktrace',
  'error.stack_trace',
  'error.stack',
  'exception.stacktrace',
  'exc_info',
  'exc_text',
  'traceback',
  'extendedStackTrace',
  'exception',
  'error',
  '@x',
  'trace',
].map(pathTo);

const nameFields = [pathTo('name')];
/** Beside a stack that is a list of calls. */
const headTypes = ['errorType', 'type', 'name'].map(pathTo);
const headMessages = ['errorMessage', 'message'].map(pathTo);

/** Causes of causes are followed this far. */
const deepest = 8;

/**
 * The thrown thing of a structured record, whichever of the usual shapes it has: an object under
 * `err` or `error`, flat fields (Lambda, ECS, OpenTelemetry), or a stack as one text.
 */
export function readThrownFields(fields: Fields): Trace | undefined {
  if (typeof fields.stack === 'string') {
    const trace = readThrown(fields, 0);
    if (trace !== undefined) return trace;
  }
  for (const key of objects) {
    const value = fields[key];
    if (!isFields(value)) continue;
    const trace = readThrown(value, 0);
    if (trace !== undefined) return trace;
  }
  const message = fields.message;
  if (isFields(message)) {
    const trace = readThrownFields(message);
    if (trace !== undefined) return trace;
  }
  const stack = stackOf(fields);
  const trace = stack === undefined ? undefined : readTrace(stack);
  if (trace !== undefined) return trace;
  const type = textAt(fields, flatTypes);
  return type === undefined ? undefined : [plain(fields, type)];
}

const flatTypes = ['errorType', 'error.type', 'exc_type', 'exception.type', 'exception_class'].map(
  pathTo,
);

/** What a thrown thing came from, by the names loggers and libraries give it. */
const causeFields = ['cause', 'parent', 'driverError', 'original', 'inner', 'innerException'];

function readThrown(fields: Fields, depth: number): Trace | undefined {
  const stack = stackOf(fields);
  const own =
    withFields(stack === undefined ? undefined : readTrace(stack), fields) ?? flat(fields);
  if (own === undefined || depth >= deepest) return own;
  const inner =
    causeFields.map((name) => fields[name]).find(isFields) ??
    first(fields.errors) ??
    first(fields.aggregateErrors);
  const cause = isFields(inner) ? readThrown(inner, depth + 1) : undefined;
  // A stack that already prints its causes goes deeper than the object may.
  return cause === undefined || own.length > 1 ? own : [own[0], ...cause];
}

/** A stack taken before the message was set begins with a bare `Error`; the fields say the rest. */
function withFields(trace: Trace | undefined, fields: Fields): Trace | undefined {
  if (trace === undefined) return trace;
  const [outer, ...inner] = trace;
  const codes = codesOf(fields);
  const name = outer.type === 'Error' ? (textAt(fields, nameFields) ?? outer.type) : outer.type;
  const message = outer.message === '' ? (textAt(fields, messageFields) ?? '') : outer.message;
  return [{ ...outer, type: name, message, ...(codes.length > 0 ? { codes } : {}) }, ...inner];
}

function flat(fields: Fields): Trace | undefined {
  const type = textAt(fields, typeFields);
  const message = textAt(fields, messageFields);
  return type === undefined && message === undefined ? undefined : [plain(fields, type ?? '')];
}

function plain(fields: Fields, type: string): Thrown {
  const codes = codesOf(fields);
  return {
    type,
    message: textAt(fields, messageFields) ?? '',
    frames: [],
    ...(codes.length > 0 ? { codes } : {}),
  };
}

const codeFields = ['code', 'errorno', 'errorCode', 'error_code', 'error.code', '__type', 'Code'];
const stateFields = ['sqlState', 'sqlstate', 'SQLState', 'sql_state', 'pgcode', 'state_code'];

/** The codes of a thrown thing, MySQL's number before all: its SQLSTATEs stand for many things. */
export function codesOf(fields: Fields): readonly string[] {
  const errno = fields.errno;
  if (typeof errno === 'number' && errno >= 1_000 && errno < 5_000) return [String(errno)];
  const codes: string[] = [];
  for (const name of [...stateFields, ...codeFields]) {
    const code = fields[name];
    if (typeof code === 'string' && /^\w{4,60}$/.test(code)) codes.push(code);
    else if (typeof code === 'number' && code >= 1_000 && code < 5_000) codes.push(String(code));
  }
  return codes;
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

/** The stack as one text; some runtimes give a list of lines. */
export function stackOf(fields: Fields): string | undefined {
  for (const path of stackFields) {
    const value = fieldAt(fields, path);
    if (typeof value === 'string' && value.includes('\n')) return value;
    if (
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((line) => typeof line === 'string')
    ) {
      const lines: string[] = value;
      const head = `${textAt(fields, headTypes) ?? 'Error'}: ${textAt(fields, headMessages) ?? ''}`;
      return /^\s*at /.test(lines[0] ?? '') ? [head, ...lines].join('\n') : lines.join('\n');
    }
  }
  return undefined;
}
