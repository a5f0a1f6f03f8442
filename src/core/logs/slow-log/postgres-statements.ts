import { textOf } from './bytes.ts';
import { isSame } from './names.ts';
import { append, type ByteBuffer, newBuffer } from './postgres-buffer.ts';
import {
  announcedFrom,
  isExecution,
  readTimed,
  type TimedText,
  timedKinds,
} from './postgres-duration.ts';
import { type OpenHappening, readHappening, readStatementOf } from './postgres-happenings.ts';
import { type PostgresMessage, type Subject, subjects } from './postgres-message.ts';
import { readPlan } from './postgres-plan.ts';
import { ownPlans, planToleranceUs } from './postgres-plans.ts';
import { createSessionTable, type KeptStatement, type Session } from './postgres-sessions.ts';
import { signed, takeSigns } from './postgres-signs.ts';
import { newStatement, type SlowLogTaker, type TimedStatement } from './statement.ts';
import { keyOf, trim } from './statement-range.ts';

/** Takes the messages of a log, all its sessions interleaved, in the order they stand there. */
export interface PostgresStatements {
  take(subject: Subject, message: PostgresMessage): void;
  /** The log ends here. */
  end(): void;
}

/** Plans of one statement remembered until its own line comes: one query may hold several. */
const mostPlans = 16;

/** Memory for a kept execution is used again up to this size, or every session might have a large one. */
const largestSpare = 1_024;

/**
 * Makes timed statements of messages.
 *
 * An execution is one `statement:` or `execute …:` line with a time, or a pair of a line that
 * announces it and a bare `duration:` of the same process, or a plan of auto_explain that no such
 * line belongs to. A plan that does have one is the same execution: it is handed over with it. It
 * comes before the line of a simple query and after that of a prepared one, and so may a temporary
 * file: such executions are kept back until the session goes on.
 *
 * A statement that fails is logged without a time and so is no execution; it is told as a happening
 * if it was cancelled. A bare time without an announcement belongs to a parse or a bind.
 */
export function createPostgresStatements(taker: SlowLogTaker): PostgresStatements {
  const sessions = createSessionTable(leave);
  const out = newStatement('postgres');
  const earlier = newStatement('postgres');
  /** Of an execution handed over, for the next that is kept. */
  let spare: ByteBuffer | undefined;
  const timed: TimedText = { kind: 0, durationUs: 0, from: 0, isFetch: false };

  /** Hands over one that was kept; `out` may be half filled at this moment. */
  function emit(kept: KeptStatement): void {
    // Field by field: this is done for every execution of a prepared statement.
    earlier.bytes = kept.text.bytes;
    earlier.to = kept.text.length;
    earlier.endedAt = kept.at;
    earlier.durationUs = kept.durationUs;
    earlier.user = kept.user;
    earlier.database = kept.database;
    earlier.host = kept.host;
    earlier.caller = kept.caller;
    earlier.signs = kept.signs;
    earlier.plan = kept.plan;
    taker.statement(earlier);
  }

  function tell(session: Session): void {
    const open = session.happening;
    if (open === undefined) return;
    session.happening = undefined;
    const { kind, at, amount } = open;
    const statement = signed(session, open);
    taker.happening?.({ kind, at, amount, statement });
  }

  function release(session: Session): void {
    const { held } = session;
    if (held === undefined) return;
    session.held = undefined;
    sessions.remember(-held.text.length, session);
    emit(held);
    if (held.text.bytes.length <= largestSpare) spare = held.text;
  }

  function dropPlans(session: Session, howMany: number): KeptStatement[] {
    const dropped = session.plans.splice(0, howMany);
    for (const plan of dropped) sessions.remember(-plan.text.length, session);
    return dropped;
  }

  function dropAnnounced(session: Session): Session['announced'] {
    const { announced } = session;
    session.announced = undefined;
    if (announced !== undefined) sessions.remember(-announced.bytes.length, session);
    return announced;
  }

  function leave(session: Session): void {
    tell(session);
    release(session);
    for (const plan of dropPlans(session, session.plans.length)) emit(plan);
    dropAnnounced(session);
  }

  /**
   * Hands over an execution whose statement stands in `bytes`. Of the plans waiting for it the
   * latest are its own, as many as fit into its time; the others stood alone.
   */
  function execution(
    message: PostgresMessage,
    session: Session | undefined,
    isPrepared: boolean,
  ): void {
    out.durationUs = timed.durationUs;
    out.endedAt = message.at;
    out.user = message.user;
    out.database = message.database;
    out.host = message.host;
    out.caller = message.caller;
    out.signs = 0;
    out.plan = undefined;
    const before = timed.isFetch && session?.held !== undefined && isHeld(session.held, out);
    const beforeUs = before ? session.heldUs : 0;
    if (session !== undefined) settle(session);
    if (!isPrepared || message.pid === -1) {
      taker.statement(out);
      return;
    }
    const owner = session ?? sessions.open(message);
    owner.heldUs = beforeUs + timed.durationUs;
    hold(owner);
  }

  function hold(session: Session): void {
    const text = spare ?? newBuffer();
    spare = undefined;
    text.length = 0;
    append(text, out.bytes, out.from, out.to, Number.POSITIVE_INFINITY);
    session.held = {
      text,
      durationUs: out.durationUs,
      at: out.endedAt,
      user: out.user,
      database: out.database,
      host: out.host,
      caller: out.caller,
      signs: out.signs,
      plan: out.plan,
    };
    sessions.remember(text.length, session);
  }

  /** What is known of the session goes into `out`, and what is left of earlier ones is handed over. */
  function settle(session: Session): void {
    tell(session);
    release(session);
    if (session.plans.length > 0) {
      const own = ownPlans(session.plans, out);
      for (const plan of dropPlans(session, session.plans.length - own)) emit(plan);
      const plans = dropPlans(session, own);
      if (own > 0) out.plan = plans.flatMap(({ plan }) => plan ?? []);
      for (const plan of plans) out.signs |= plan.signs;
    }
    out.signs |= takeSigns(session, out);
  }

  function statement(message: PostgresMessage, from: number, isPrepared: boolean): void {
    out.bytes = message.bytes;
    trim(out, from, message.to);
    const session = sessions.size === 0 ? undefined : sessions.find(message);
    if (session !== undefined) {
      tell(session);
      dropAnnounced(session);
    }
    execution(message, session, isPrepared);
  }

  function bareDuration(message: PostgresMessage): void {
    const session = message.pid === -1 ? undefined : sessions.find(message);
    if (session === undefined) return;
    tell(session);
    const announced = dropAnnounced(session);
    if (announced === undefined) return;
    out.bytes = announced.bytes;
    out.from = 0;
    out.to = announced.bytes.length;
    execution(message, session, announced.isPrepared);
  }

  function announce(message: PostgresMessage): void {
    const from = announcedFrom(message.bytes, message.from, message.to);
    // Without a process number there is no telling whose time comes next.
    if (from === -1 || message.pid === -1) return;
    const session = sessions.open(message);
    tell(session);
    dropAnnounced(session);
    out.bytes = message.bytes;
    trim(out, from, message.to);
    const bytes = message.bytes.slice(out.from, out.to);
    session.announced = { bytes, isPrepared: isExecution(message) };
    sessions.remember(bytes.length, session);
  }

  function planned(message: PostgresMessage): void {
    const read = readPlan(textOf(message.bytes, timed.from, message.to));
    if (read === undefined) {
      taker.unread(message.size, 'malformed');
      return;
    }
    const bytes = new TextEncoder().encode(read.statement);
    out.bytes = bytes;
    trim(out, 0, bytes.length);
    const session = sessions.open(message);
    tell(session);
    const { held } = session;
    if (
      held !== undefined &&
      isHeld(held, out) &&
      timed.durationUs <= session.heldUs + planToleranceUs
    ) {
      session.held = { ...held, signs: held.signs | read.signs, plan: read.steps };
      release(session);
      return;
    }
    release(session);
    const { user, database, host, caller, at } = message;
    const kept: KeptStatement = {
      text: { bytes: bytes.slice(out.from, out.to), length: out.to - out.from },
      durationUs: timed.durationUs,
      at,
      user,
      database,
      host,
      caller,
      signs: read.signs,
      plan: read.steps,
    };
    awaitStatement(session, kept);
  }

  function awaitStatement(session: Session, plan: KeptStatement): void {
    const last = session.plans.at(-1);
    if (last !== undefined && !isSame(last.text.bytes, plan.text.bytes, 0, plan.text.length)) {
      for (const other of dropPlans(session, session.plans.length)) emit(other);
    }
    if (session.plans.length >= mostPlans) for (const other of dropPlans(session, 1)) emit(other);
    session.plans.push(plan);
    sessions.remember(plan.text.length, session);
  }

  function duration(message: PostgresMessage): void {
    const { bytes, from, to } = message;
    readTimed(bytes, from, to, timed);
    if (timed.kind === timedKinds.statement) statement(message, timed.from, false);
    else if (timed.kind === timedKinds.execute) statement(message, timed.from, true);
    else if (timed.kind === timedKinds.plan) planned(message);
    else if (timed.kind === timedKinds.bare) bareDuration(message);
    else if (timed.kind === timedKinds.unreadable) taker.unread(message.size, 'no-duration');
  }

  function happened(message: PostgresMessage): void {
    const read = readHappening(message);
    if (read === undefined) return;
    const session = sessions.open(message);
    const before = session.happening;
    if (before?.isWaiting && read.kind === 'lock-wait' && !read.isWaiting) {
      session.happening = continued(before, read);
    } else {
      tell(session);
      session.happening = read;
    }
  }

  function failed(message: PostgresMessage): void {
    const session = sessions.find(message);
    if (session !== undefined) {
      tell(session);
      dropAnnounced(session);
      session.signs = 0;
    }
    happened(message);
  }

  function statementOf(message: PostgresMessage): void {
    const open = sessions.size === 0 ? undefined : sessions.find(message)?.happening;
    if (open !== undefined && open.statement === '') open.statement = readStatementOf(message);
  }

  function over(message: PostgresMessage): void {
    const session = sessions.size === 0 ? undefined : sessions.find(message);
    if (session !== undefined) sessions.close(session);
  }

  return {
    take(subject, message) {
      if (subject === subjects.duration) duration(message);
      else if (subject === subjects.announced) announce(message);
      else if (subject === subjects.failed) failed(message);
      else if (subject === subjects.statementOf) statementOf(message);
      else if (subject === subjects.lockWait || subject === subjects.tempFile) happened(message);
      else if (subject === subjects.connected || subject === subjects.disconnected) over(message);
    },
    end: sessions.closeAll,
  };
}

function isHeld({ text }: KeptStatement, { bytes, from, to }: TimedStatement): boolean {
  return text.length === to - from && keyOf(text.bytes, 0, text.length) === keyOf(bytes, from, to);
}

function continued(wait: OpenHappening, acquired: OpenHappening): OpenHappening {
  const statement = wait.statement === '' ? acquired.statement : wait.statement;
  return { ...acquired, at: wait.at, statement };
}
