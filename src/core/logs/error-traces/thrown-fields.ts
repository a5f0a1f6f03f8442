import { type Fields, fieldAt, isFields, textAt } from './fields.ts';
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
];
const messageFields = [
  'message',
  'errorMessage',
  'error.message',
  'exception_message',
  'exception.message',
  'localizedMessage',
  'sqlMessage',
  'msg',
];
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
];

/** Causes of causes are followed this far. */
const deepest = 8;

/**
 * The thrown thing of a structured record, whichever of the usual shapes it has: an object under
 * `err` or `error`, flat fields (Lambda, ECS, OpenTelemetry), or a stack as one text.
 */
export function readThrownFields(fields: Fields): Trace | undefined {
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
  const type = textAt(fields, [
    'errorType',
    'error.type',
    'exc_type',
    'exception.type',
    'exception_class',
  ]);
  if (trace !== undefined) return trace;
  if (type === undefined) return undefined;
  return [plain(fields, type)];
}

function readThrown(fields: Fields, depth: number): Trace | undefined {
  const stack = stackOf(fields);
  const own =
    withMessage(stack === undefined ? undefined : readTrace(stack), fields) ?? flat(fields);
  if (own === undefined || depth >= deepest) return own;
  const inner =
    fields.cause ??
    fields.parent ??
    fields.original ??
    first(fields.errors) ??
    first(fields.aggregateErrors);
  const cause = isFields(inner) ? readThrown(inner, depth + 1) : undefined;
  // A stack that already prints its causes goes deeper than the object may.
  return cause === undefined || own.length > 1 ? own : [own[0], ...cause];
}

/** A stack taken before the message was set begins with a bare `Error`. */
function withMessage(trace: Trace | undefined, fields: Fields): Trace | undefined {
  if (trace === undefined || trace[0].message !== '') return trace;
  const [outer, ...inner] = trace;
  return [{ ...outer, message: textAt(fields, messageFields) ?? '' }, ...inner];
}

function flat(fields: Fields): Trace | undefined {
  const type = textAt(fields, typeFields);
  const message = textAt(fields, messageFields);
  return type === undefined && message === undefined ? undefined : [plain(fields, type ?? '')];
}

function plain(fields: Fields, type: string): Thrown {
  return { type, message: textAt(fields, messageFields) ?? '', frames: [] };
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
      const head = `${textAt(fields, ['errorType', 'type', 'name']) ?? 'Error'}: ${textAt(fields, ['errorMessage', 'message']) ?? ''}`;
      return /^\s*at /.test(lines[0] ?? '') ? [head, ...lines].join('\n') : lines.join('\n');
    }
  }
  return undefined;
}
