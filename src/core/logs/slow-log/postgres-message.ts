import { ascii, startsWith } from './bytes.ts';
import { type Level, levels } from './postgres-levels.ts';

/**
 * One message of a PostgreSQL server, whatever form the log has. The reader of a form owns one and
 * fills it anew for the next message. Names that are not known are empty.
 */
export interface PostgresMessage {
  level: Level;
  /** Epoch milliseconds; NaN where the log does not say. */
  at: number;
  /** The server process, which is the session; -1 where the log does not say. */
  pid: number;
  /** Number of the line within its session; 0 where the log does not say. */
  line: number;
  user: string;
  database: string;
  host: string;
  /** application_name. */
  caller: string;
  /** The message is `bytes` from `from` to `to`, UTF-8. */
  bytes: Uint8Array;
  from: number;
  to: number;
  /** What the session ran, where the record itself says so (csv and json). Foreign, holds literals. */
  statement: string;
  /** Bytes of the log it stands for. */
  size: number;
}

export function newMessage(): PostgresMessage {
  return {
    level: levels.other,
    at: Number.NaN,
    pid: -1,
    line: 0,
    user: '',
    database: '',
    host: '',
    caller: '',
    bytes: new Uint8Array(0),
    from: 0,
    to: 0,
    statement: '',
    size: 0,
  };
}

/** What a message is about. */
export const subjects = {
  none: 0,
  /** `duration: … ms`, with a statement, a plan or nothing behind it. */
  duration: 1,
  /** `statement: …` or `execute name: …`: begun, its time not known yet. */
  announced: 2,
  /** `process 7 still waiting for …` or `acquired …`. */
  lockWait: 3,
  tempFile: 4,
  /** A process number is used anew. */
  connected: 5,
  disconnected: 6,
  /** An error of any kind: the session's statement ended without a time. */
  failed: 7,
  /** The text of the statement the message before belongs to. */
  statementOf: 8,
} as const;

export type Subject = (typeof subjects)[keyof typeof subjects];

/** Tells from the first bytes of a message whether anything here wants it. */
export function subjectOf(level: Level, bytes: Uint8Array, from: number, to: number): Subject {
  if (level === levels.error) return subjects.failed;
  if (level === levels.statement) return subjects.statementOf;
  if (level !== levels.log) return subjects.none;
  const at = afterSqlState(bytes, from, to);
  const first = bytes[at];
  if (first === 0x64) {
    if (startsWith(bytes, at, to, duration)) return subjects.duration;
    return startsWith(bytes, at, to, disconnection) ? subjects.disconnected : subjects.none;
  }
  if (first === 0x63) {
    return startsWith(bytes, at, to, connection) ? subjects.connected : subjects.none;
  }
  if (first === 0x73 || first === 0x65) {
    return startsWith(bytes, at, to, statement) || startsWith(bytes, at, to, execute)
      ? subjects.announced
      : subjects.none;
  }
  if (first === 0x70) return startsWith(bytes, at, to, process) ? subjects.lockWait : subjects.none;
  return first === 0x74 && startsWith(bytes, at, to, tempFile) ? subjects.tempFile : subjects.none;
}

/** Verbose messages begin with their SQLSTATE: `00000: duration: …`. */
export function afterSqlState(bytes: Uint8Array, from: number, to: number): number {
  if (from + 7 > to || bytes[from + 5] !== 0x3a || bytes[from + 6] !== 0x20) return from;
  for (let at = from; at < from + 5; at++) {
    const byte = bytes[at] ?? 0;
    if (!((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a))) return from;
  }
  return from + 7;
}

const duration = ascii('duration: ');
const disconnection = ascii('disconnection: ');
const connection = ascii('connection received: ');
const statement = ascii('statement: ');
const execute = ascii('execute ');
const process = ascii('process ');
const tempFile = ascii('temporary file: ');
