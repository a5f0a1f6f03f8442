import { createNames } from './names.ts';
import { append, appendByte, type ByteBuffer, newBuffer } from './postgres-buffer.ts';
import { hostOf } from './postgres-csv.ts';
import { inEnglish, mayBeForeign } from './postgres-languages.ts';
import { levelOf } from './postgres-level.ts';
import { newMessage, subjectOf, subjects } from './postgres-message.ts';
import { createStamps, type Stamp } from './postgres-stamp.ts';
import type { PostgresStatements } from './postgres-statements.ts';
import type { SlowLogTaker } from './statement.ts';
import { longestStatement } from './statement.ts';

/**
 * The fields that are used, by the names of jsonlog and by those CloudNativePG gives the columns of
 * csvlog inside its own record.
 * https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-LOGGING-JSONLOG
 * https://cloudnative-pg.io/documentation/current/logging/
 */
const fieldNames = [
  ['timestamp', 'log_time'],
  ['user', 'user_name'],
  ['dbname', 'database_name'],
  ['pid', 'process_id'],
  ['remote_host', 'connection_from'],
  ['line_num', 'session_line_num'],
  ['error_severity'],
  ['message'],
  ['statement', 'query'],
  ['application_name'],
  // A line of a text log, wrapped by Cloud Logging or by a container's runtime.
  ['textPayload', 'log'],
] as const;
const fields = {
  time: 0,
  user: 1,
  database: 2,
  pid: 3,
  client: 4,
  line: 5,
  severity: 6,
  message: 7,
  statement: 8,
  caller: 9,
  text: 10,
} as const;
const fieldOf = new Map<string, number>(
  fieldNames.flatMap((names, field) => names.map((name) => [name, field] as const)),
);
/** Objects whose fields count as the line's own. */
const wrappers = new Set(['record', 'jsonPayload']);
const deepestWrapper = 3;

/** Takes lines that are one JSON object each; `takeText` the text a wrapper holds. */
export function createJsonRecords(
  statements: PostgresStatements,
  taker: SlowLogTaker,
  takeText: (bytes: Uint8Array, from: number, to: number, size: number) => void,
): (bytes: Uint8Array, from: number, to: number, size: number) => void {
  const message = newMessage();
  const stamp: Stamp = { from: 0, to: 0, at: Number.NaN };
  const stamps = createStamps();
  const nameOf = createNames();
  const text = newBuffer();
  const starts: number[] = new Array(fieldNames.length).fill(0);
  const ends: number[] = new Array(fieldNames.length).fill(0);

  function name(bytes: Uint8Array, field: number): string {
    const raw = nameOf(bytes, starts[field] ?? 0, ends[field] ?? 0);
    return raw.includes('\\') ? unescaped(raw) : raw;
  }

  function count(bytes: Uint8Array, field: number, otherwise: number): number {
    const value = name(bytes, field);
    return /^\d{1,15}$/.test(value) ? Number(value) : otherwise;
  }

  function putText(bytes: Uint8Array, field: number): void {
    text.length = 0;
    resolve(bytes, starts[field] ?? 0, ends[field] ?? 0, text);
  }

  function resolveInto(escaped: Uint8Array): void {
    text.length = 0;
    resolve(escaped, 0, escaped.length, text);
  }

  /** Notes where the values of an object stand; gives its end, -1 where it is no object. */
  function scan(bytes: Uint8Array, from: number, to: number, depth: number): number {
    let at = afterBlanks(bytes, from + 1, to);
    if (bytes[at] === 0x7d && at < to) return at + 1;
    while (at < to && bytes[at] === 0x22) {
      const keyTo = endOfString(bytes, at, to);
      if (keyTo === -1) return -1;
      const key = nameOf(bytes, at + 1, keyTo);
      at = afterBlanks(bytes, keyTo + 1, to);
      if (at >= to || bytes[at] !== 0x3a) return -1;
      const valueFrom = afterBlanks(bytes, at + 1, to);
      const isWrapper = bytes[valueFrom] === 0x7b && depth < deepestWrapper && wrappers.has(key);
      const valueTo = isWrapper
        ? scan(bytes, valueFrom, to, depth + 1)
        : endOfValue(bytes, valueFrom, to);
      if (valueTo === -1) return -1;
      const field = fieldOf.get(key);
      if (field !== undefined && bytes[valueFrom] !== 0x7b && bytes[valueFrom] !== 0x5b) {
        const isString = bytes[valueFrom] === 0x22;
        starts[field] = isString ? valueFrom + 1 : valueFrom;
        ends[field] = isString ? valueTo - 1 : valueTo;
      }
      at = afterBlanks(bytes, valueTo, to);
      if (at >= to) return -1;
      if (bytes[at] === 0x7d) return at + 1;
      if (bytes[at] !== 0x2c) return -1;
      at = afterBlanks(bytes, at + 1, to);
    }
    return -1;
  }

  function fill(bytes: Uint8Array): void {
    stamp.at = Number.NaN;
    stamps.find(bytes, starts[fields.time] ?? 0, ends[fields.time] ?? 0, stamp);
    message.at = stamp.at;
    message.user = name(bytes, fields.user);
    message.database = name(bytes, fields.database);
    message.pid = count(bytes, fields.pid, -1);
    message.line = count(bytes, fields.line, 0);
    message.caller = name(bytes, fields.caller);
    message.host = hostOf(name(bytes, fields.client));
  }

  return (bytes, from, to, size) => {
    starts.fill(0);
    ends.fill(0);
    const end = scan(bytes, from, to, 0);
    if (end === -1 || afterBlanks(bytes, end, to) !== to) {
      taker.unread(size, 'malformed');
      return;
    }
    const level = levelOf(name(bytes, fields.severity));
    if (level === undefined) {
      const field = ends[fields.text] === 0 ? fields.message : fields.text;
      putText(bytes, field);
      takeText(text.bytes, 0, text.length, size);
      return;
    }
    const textFrom = starts[fields.message] ?? 0;
    const textTo = ends[fields.message] ?? 0;
    let subject = subjectOf(level, bytes, textFrom, textTo);
    const english = mayBeForeign(level, subject) ? inEnglish(bytes, textFrom, textTo) : undefined;
    if (english !== undefined) subject = subjectOf(level, english, 0, english.length);
    if (subject === subjects.none) return;
    fill(bytes);
    message.level = level;
    message.size = size;
    message.statement = '';
    if (subject !== subjects.duration) {
      putText(bytes, fields.statement);
      message.statement = new TextDecoder().decode(text.bytes.subarray(0, text.length));
    }
    if (english === undefined) putText(bytes, fields.message);
    else resolveInto(english);
    message.bytes = text.bytes;
    message.from = 0;
    message.to = text.length;
    statements.take(subject, message);
  };
}

function afterBlanks(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0d)) at++;
  return at;
}

/** Where the closing quote of the string that opens at `from` stands; -1: nowhere. */
function endOfString(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from + 1; at < to; at++) {
    if (bytes[at] === 0x5c) at++;
    else if (bytes[at] === 0x22) return at;
  }
  return -1;
}

/** Behind a value of any kind; -1 where it does not end. */
function endOfValue(bytes: Uint8Array, from: number, to: number): number {
  if (from >= to) return -1;
  const first = bytes[from];
  if (first === 0x22) {
    const quote = endOfString(bytes, from, to);
    return quote === -1 ? -1 : quote + 1;
  }
  let depth = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte === 0x22) {
      at = endOfString(bytes, at, to);
      if (at === -1) return -1;
    } else if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) {
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    } else if (byte === 0x2c && depth === 0) return at;
  }
  return -1;
}

const escapes = new Map([
  [0x6e, 0x0a],
  [0x74, 0x09],
  [0x72, 0x0d],
  [0x62, 0x08],
  [0x66, 0x0c],
]);

/** The bytes a JSON string stands for. */
function resolve(bytes: Uint8Array, from: number, to: number, into: ByteBuffer): void {
  let start = from;
  for (let at = from; at < to; at++) {
    if (bytes[at] !== 0x5c) continue;
    append(into, bytes, start, at, longestStatement);
    const escaped = bytes[at + 1] ?? 0;
    if (escaped === 0x75) {
      // A pair of surrogates is one character, told only by both.
      const isPair = bytes[at + 6] === 0x5c && bytes[at + 7] === 0x75;
      const length = isPair && isHighSurrogate(bytes, at + 2) ? 12 : 6;
      const character = new TextEncoder().encode(
        unescaped(String.fromCharCode(...bytes.subarray(at, Math.min(to, at + length)))),
      );
      append(into, character, 0, character.length, longestStatement);
      at += length - 1;
    } else {
      if (into.length < longestStatement) appendByte(into, escapes.get(escaped) ?? escaped);
      at++;
    }
    start = at + 1;
  }
  append(into, bytes, start, to, longestStatement);
}

function isHighSurrogate(bytes: Uint8Array, at: number): boolean {
  return (
    (bytes[at] === 0x64 || bytes[at] === 0x44) &&
    /[89ab]/i.test(String.fromCharCode(bytes[at + 1] ?? 0))
  );
}

function unescaped(raw: string): string {
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    // Not an escape JSON knows: the characters stand for themselves.
    return raw;
  }
}
