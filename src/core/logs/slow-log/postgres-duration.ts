import { ascii, skipSpace, startsWith } from './bytes.ts';
import { afterSqlState, type PostgresMessage } from './postgres-message.ts';

/** What stands behind the time of a `duration:` message. */
export const timedKinds = {
  /** It can not be read: cut, or not the server's. */
  unreadable: 0,
  /** log_duration's bare time of what the session announced last. */
  bare: 1,
  /** A simple query. */
  statement: 2,
  /** The execution, or a fetch of further rows, of a prepared statement. */
  execute: 3,
  /**
   * Parsing or binding a prepared statement. Both are logged beside the execution they lead to and
   * with the same text, so they are steps of it and no execution of their own: counting them would
   * make three of one call.
   */
  step: 4,
  /** auto_explain's line for an execution that may have a line of its own as well. */
  plan: 5,
  /** Timed, but no statement: a fastpath call. */
  other: 6,
} as const;

/** A `duration:` message taken apart. */
export interface TimedText {
  kind: (typeof timedKinds)[keyof typeof timedKinds];
  durationUs: number;
  /** The statement, or the plan, runs from here to the end of the message, blanks included. */
  from: number;
  /** `execute fetch from`: further rows of a portal that has run before. */
  isFetch: boolean;
}

const durationLength = 'duration: '.length;
const milliseconds = ascii(' ms');
const statement = ascii('statement: ');
const plan = ascii('plan:');
const parse = ascii('parse ');
const bind = ascii('bind ');
const execute = ascii('execute ');
const fetchFrom = ascii('fetch from ');

/** Reads a message that begins with `duration: `. */
export function readTimed(bytes: Uint8Array, from: number, to: number, timed: TimedText): void {
  timed.kind = timedKinds.unreadable;
  timed.isFetch = false;
  const unit = readMilliseconds(bytes, afterSqlState(bytes, from, to) + durationLength, to, timed);
  if (unit === -1 || !startsWith(bytes, unit, to, milliseconds)) return;
  const behind = skipSpace(bytes, unit + milliseconds.length, to);
  timed.from = behind;
  if (behind === to) timed.kind = timedKinds.bare;
  else if (startsWith(bytes, behind, to, statement)) {
    timed.kind = timedKinds.statement;
    timed.from = behind + statement.length;
  } else if (startsWith(bytes, behind, to, execute)) {
    timed.from = afterName(bytes, behind, to);
    timed.isFetch = startsWith(bytes, behind + execute.length, to, fetchFrom);
    timed.kind = timed.from === -1 ? timedKinds.unreadable : timedKinds.execute;
  } else if (startsWith(bytes, behind, to, plan)) {
    timed.kind = timedKinds.plan;
    timed.from = behind + plan.length;
  } else if (startsWith(bytes, behind, to, parse) || startsWith(bytes, behind, to, bind)) {
    timed.kind = timedKinds.step;
  } else timed.kind = timedKinds.other;
}

/** Where an announced statement begins: behind `statement: ` or `execute name: `; -1: nowhere. */
export function announcedFrom(bytes: Uint8Array, from: number, to: number): number {
  const at = afterSqlState(bytes, from, to);
  return startsWith(bytes, at, to, statement) ? at + statement.length : afterName(bytes, at, to);
}

/** Is what is announced the execution of a prepared statement? */
export function isExecution({ bytes, from, to }: PostgresMessage): boolean {
  return startsWith(bytes, afterSqlState(bytes, from, to), to, execute);
}

/** The longest name of a prepared statement or portal is taken to be this. */
const longestName = 400;

/** Behind the first `: ` of the line. */
function afterName(bytes: Uint8Array, from: number, to: number): number {
  const last = Math.min(to - 1, from + longestName);
  for (let at = from; at < last; at++) {
    if (bytes[at] === 0x0a) return -1;
    if (bytes[at] === 0x3a && bytes[at + 1] === 0x20) return at + 2;
  }
  return -1;
}

/** Reads `12.345` as whole microseconds. Gives where it ends; -1 where no number stands. */
function readMilliseconds(bytes: Uint8Array, from: number, to: number, timed: TimedText): number {
  let at = from;
  let value = 0;
  for (; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x30 || byte > 0x39) break;
    value = value * 10 + byte - 0x30;
  }
  if (at === from || at - from > 12) return -1;
  value *= 1_000;
  if (bytes[at] === 0x2e) {
    let scale = 100;
    for (at++; at < to; at++) {
      const byte = bytes[at] ?? 0;
      if (byte < 0x30 || byte > 0x39) break;
      value += Math.floor((byte - 0x30) * scale);
      scale /= 10;
    }
  }
  timed.durationUs = value;
  return at;
}
