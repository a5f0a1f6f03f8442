import { textOf } from './bytes.ts';
import { afterSqlState, type PostgresMessage } from './postgres-message.ts';
import type { LoggedHappening } from './statement.ts';

/** A happening while its statement, or the end of its wait, may yet follow. */
export interface OpenHappening {
  readonly kind: LoggedHappening['kind'];
  readonly at: number;
  amount: number;
  statement: string;
  /** `still waiting`: the lock may yet be acquired. */
  readonly isWaiting: boolean;
}

/** The longest statement a happening keeps; enough to tell its fingerprint. */
const longestKept = 16_384;
/** What matters of these messages stands near their beginning. */
const longestRead = 2_000;

const lockWait = /^process \d+ (still waiting for|acquired) .* after (\d+(?:\.\d+)?) ms/;
const tempFile = /^temporary file: path .*, size (\d+)/;
const cancelled =
  /^(?:canceling statement due to |terminating connection due to conflict with recovery)/;

/** Reads a message about a wait, a temporary file or an error; nothing for any other error. */
export function readHappening(message: PostgresMessage): OpenHappening | undefined {
  const { bytes, from, to, at, statement } = message;
  const textFrom = afterSqlState(bytes, from, to);
  const text = textOf(bytes, textFrom, Math.min(to, textFrom + longestRead));
  const open = (kind: OpenHappening['kind'], amount: number, isWaiting = false): OpenHappening => ({
    kind,
    at,
    amount,
    statement: trimmed(statement.slice(0, longestKept)),
    isWaiting,
  });
  const wait = lockWait.exec(text);
  if (wait !== null) return open('lock-wait', Number(wait[2]), wait[1] === 'still waiting for');
  const file = tempFile.exec(text);
  if (file !== null) return open('temp-file', Number(file[1]));
  if (text.startsWith('deadlock detected')) return open('deadlock', 0);
  return cancelled.test(text) ? open('cancelled', 0) : undefined;
}

/** The statement a STATEMENT line names. */
export function readStatementOf({ bytes, from, to }: PostgresMessage): string {
  return keptText(bytes, from, to);
}

/** A statement's text without the blanks around and the closing `;`, as long as a happening keeps. */
export function keptText(bytes: Uint8Array, from: number, to: number): string {
  return trimmed(textOf(bytes, from, Math.min(to, from + longestKept)));
}

function trimmed(statement: string): string {
  return statement.trim().replace(/[;\s]+$/, '');
}
