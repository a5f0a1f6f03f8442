import type { OutsideErrorKind } from '../../core/kit/outside-error.ts';
import { errorMarks, storeError } from './errors.ts';

/** Two running jobs of one lane: the index that keeps lanes in single file. */
export const laneIndex = 'jobs_one_running_a_lane';

/** The database undid it and asks us to try once more: a deadlock, a conflict, a race for a lane. */
export function mayRunAgain(error: unknown): boolean {
  const { code } = errorMarks(error);
  if (code === '40001' || code === '40P01') return true;
  return (
    code === '23505' &&
    error instanceof Error &&
    'constraint' in error &&
    error.constraint === laneIndex
  );
}

/** SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html, or an errno. */
const known: readonly [RegExp, OutsideErrorKind, string][] = [
  [/^28/, 'denied', 'refused the user or password: correct DATABASE_URL.'],
  [/^3D000$/, 'not-found', 'has no such database: create it, or correct DATABASE_URL.'],
  [/^42501$/, 'denied', 'does not let this user do that: make it the owner of the database.'],
  [/^25006$/, 'denied', 'is read-only (a replica?): point DATABASE_URL at the writer.'],
  [/^53100$/, 'unavailable', 'has no room left on its disk: make room there.'],
  [/^53300$/, 'unavailable', 'has no connection free: raise max_connections or stop other users.'],
  [/^(57014|55P03|25P03)$/, 'timed-out', 'took too long: look for what holds its locks.'],
  [/^(40001|40P01)$/, 'conflict', 'undid it several times for others: try again.'],
  [/^(08|57P)/, 'unavailable', 'is stopping or went away: it is tried again.'],
  [/^ENOTFOUND$|^EAI_/, 'unavailable', 'cannot be found by that name: correct DATABASE_URL.'],
  [/^ETIMEDOUT$/, 'timed-out', 'did not answer: check the network on the way to it.'],
  [/^E[A-Z]+$/, 'unavailable', 'cannot be reached: start it, or correct DATABASE_URL.'],
];

/** Turns what `pg` throws into a sentence; anything that did not come from the database stays as it is. */
export function postgresError(operation: string, name: string, error: unknown): unknown {
  const { code, text } = errorMarks(error);
  const match = known.find(([pattern]) => pattern.test(code));
  if (match) {
    const [, kind, words] = match;
    return storeError(operation, kind, `PostgreSQL at ${name} ${words} (${code}: ${text})`, error);
  }
  if (/^[0-9A-Z]{5}$/.test(code)) {
    const message = `PostgreSQL at ${name} refused a statement (${operation}, ${code}): ${text}.`;
    return storeError(operation, code === '23505' ? 'conflict' : 'invalid', message, error);
  }
  if (/timeout/i.test(text)) {
    const message = `PostgreSQL at ${name} did not answer in time (${text}): check the network on the way to it.`;
    return storeError(operation, 'timed-out', message, error);
  }
  if (/terminated|closed|not queryable|SSL|SASL|socket/i.test(text)) {
    const message = `The connection to PostgreSQL at ${name} failed (${text}): it is tried again; if it stays, check DATABASE_URL.`;
    return storeError(operation, 'unavailable', message, error);
  }
  return error;
}

/** The commit was sent and the answer lost: what it held may or may not be there. */
export function commitLost(name: string, error: unknown): unknown {
  const message = `The connection to PostgreSQL at ${name} was lost during a commit: it may or may not have happened; send the same event again.`;
  return storeError('commit', 'timed-out', message, error);
}
