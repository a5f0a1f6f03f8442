import { keptText, type OpenHappening } from './postgres-happenings.ts';
import type { KeptStatement, Session } from './postgres-sessions.ts';
import { signBits, type TimedStatement } from './statement.ts';

/**
 * Signs the statement it happened to: the named one; where none is named the one that runs; else
 * the prepared one executed last, whose temporary files go with its portal, at the latest when the
 * transaction ends. Gives its text.
 */
export function signed(session: Session, open: OpenHappening): string {
  const { announced, held } = session;
  const running = announced ? keptText(announced.bytes, 0, announced.bytes.length) : '';
  const text = open.statement === '' ? running : open.statement;
  const sign = signOf(open);
  if (sign === 0) return open.statement;
  if (held !== undefined && isLeftBy(held, open, text)) {
    session.held = { ...held, signs: held.signs | sign };
    return keptText(held.text.bytes, 0, held.text.length);
  }
  if (session.signed !== text) session.signs = 0;
  session.signs |= sign;
  session.signed = text;
  session.signedAt = open.at;
  return text;
}

/** The signs on the way to this execution, if it is the statement they are of. */
export function takeSigns(session: Session, execution: TimedStatement): number {
  const { signs } = session;
  session.signs = 0;
  return signs !== 0 && isSigned(session, signs, execution) ? signs : 0;
}

function signOf({ kind }: OpenHappening): number {
  if (kind === 'lock-wait') return signBits['lock-wait'];
  return kind === 'temp-file' ? signBits['temp-table-on-disk'] : 0;
}

/** A portal is closed soon, and nothing runs then but what ends the transaction. */
function isLeftBy({ at }: KeptStatement, open: OpenHappening, running: string): boolean {
  if (open.kind !== 'temp-file' || open.at - at > 1_000) return false;
  return running === '' || /^(?:commit|end|rollback|abort|close)\b/i.test(running);
}

function isSigned(
  { signed: named, signedAt }: Session,
  signs: number,
  execution: TimedStatement,
): boolean {
  if (named !== '') return isOf(named, execution);
  // A lock is waited for on the way to the next time in any case.
  return signs === signBits['lock-wait'] || wasRunningAt(execution, signedAt);
}

function isOf(named: string, { bytes, from, to }: TimedStatement): boolean {
  // What begins alike for so long is not told apart; a happening's statement may be cut.
  const compared = 4_000;
  return named.slice(0, compared) === keptText(bytes, from, to).slice(0, compared);
}

/** Did it surely run at this moment? Many logs have whole seconds only. */
function wasRunningAt({ endedAt, durationUs }: TimedStatement, at: number): boolean {
  const exactMs = endedAt % 1_000 === 0 && at % 1_000 === 0 ? 1_000 : 1;
  return endedAt + exactMs - durationUs / 1_000 <= at && at <= endedAt;
}
