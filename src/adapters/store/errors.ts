import { OutsideError, type OutsideErrorKind } from '../../core/kit/outside-error.ts';

/** Trouble of the store, in one sentence for people. */
export function storeError(
  operation: string,
  kind: OutsideErrorKind,
  message: string,
  cause?: unknown,
): OutsideError {
  return new OutsideError({ system: 'store', operation, kind, message, cause });
}

export function closedError(): OutsideError {
  return storeError('use', 'unavailable', 'The store is closed: the program is shutting down.');
}

/** What an error carries that tells it from others: SQLSTATE or errno, SQLite's number, words. */
export function errorMarks(error: unknown): { code: string; number: number; text: string } {
  if (!(error instanceof Error)) return { code: '', number: 0, text: String(error) };
  return {
    code: 'code' in error && typeof error.code === 'string' ? error.code : '',
    number: 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0,
    text: error.message,
  };
}

const user = () => (process.getuid ? `user ${process.getuid()}` : 'this user');

const notWritable = (dir: string, what: string) =>
  `The data directory ${dir} cannot be written (${what}): give it to ${user()}, or name another one in FIREBREAK_DATA_DIR.`;
const diskFull = (dir: string, what: string) =>
  `The disk under the data directory ${dir} is full (${what}): make room there; nothing that was confirmed is lost.`;

/** Errors of the file system around the data directory. */
export function directoryError(operation: string, dir: string, error: unknown): OutsideError {
  const { code, text } = errorMarks(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return storeError(operation, 'unavailable', diskFull(dir, code), error);
  }
  return storeError(operation, 'denied', notWritable(dir, code || text), error);
}

/** https://www.sqlite.org/rescode.html; the low byte is the primary code. */
const sqlite = { busy: 5, readonly: 8, io: 10, corrupt: 11, full: 13, cannotOpen: 14, notADb: 26 };
/** SQLITE_IOERR_WRITE, _TRUNCATE, _SHMSIZE: how a full disk looks where SQLite does not say FULL. */
const outOfRoom = [778, 1546, 4874];

export function sqliteError(operation: string, dir: string, error: unknown): unknown {
  const { code, number, text } = errorMarks(error);
  if (code === 'ERR_INVALID_STATE' && text.includes('not open')) return closedError();
  if (code !== 'ERR_SQLITE_ERROR') return error;
  const fault = (kind: OutsideErrorKind, message: string) =>
    storeError(operation, kind, message, error);
  if (outOfRoom.includes(number)) return fault('unavailable', diskFull(dir, text));
  switch (number & 0xff) {
    case sqlite.full:
      return fault('unavailable', diskFull(dir, text));
    case sqlite.readonly:
    case sqlite.cannotOpen:
      return fault('denied', notWritable(dir, text));
    case sqlite.busy:
      return fault(
        'unavailable',
        `Another program holds the database in ${dir} (${text}): close it there; Firebreak must be alone with its data directory.`,
      );
    case sqlite.corrupt:
    case sqlite.notADb:
      return fault(
        'invalid',
        `The database in ${dir} is damaged (${text}): stop Firebreak and put back the newest copy of the directory.`,
      );
    case sqlite.io:
      return fault(
        'unavailable',
        `The disk under ${dir} failed (${text}): check the disk, then start Firebreak again.`,
      );
    default:
      return fault(
        'invalid',
        `The database in ${dir} refused a statement (${operation}): ${text}.`,
      );
  }
}
