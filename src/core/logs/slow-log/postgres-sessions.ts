import { shortHash } from '../../kit/ids.ts';
import type { PostgresMessage } from './postgres-line.ts';
import { readTimed } from './postgres-timed.ts';
import type { SlowQuery } from './slow-query.ts';

/** Sessions remembered at once; far above any `max_connections` that works. */
const mostSessions = 10_000;

interface Session {
  /** A plan that may yet turn out to be the same execution as a timed statement. */
  plan?: SlowQuery;
  /** The last timed statement, while its plan may yet follow; a hash stands for its text. */
  timed?: { readonly statement: string; readonly durationMs: number };
  /** A statement announced without its time. */
  announced?: string;
}

/**
 * Follows each session through a log in which all sessions interleave.
 *
 * One execution may be logged twice: as a plan by auto_explain and with its time by
 * log_min_duration_statement, the plan first for a simple query and last for the extended protocol.
 * It is counted once, with its full time. A plan that stays alone is counted as it is. A bare duration belongs to the statement its session announced last,
 * once; a statement announced without a time never inherits one.
 */
export function createPostgresSessions(take: (query: SlowQuery) => void): {
  message(message: PostgresMessage): void;
  end(): void;
} {
  const sessions = new Map<string, Session>();

  function sessionOf(pid: string): Session {
    const known = sessions.get(pid);
    if (known !== undefined) return known;
    if (sessions.size >= mostSessions) {
      for (const [oldest, session] of sessions) {
        forget(oldest, session);
        break;
      }
    }
    const session: Session = {};
    sessions.set(pid, session);
    return session;
  }

  function forget(pid: string, session: Session): void {
    if (session.plan !== undefined) take(session.plan);
    sessions.delete(pid);
  }

  function timedStatement(session: Session, query: SlowQuery): void {
    const plan = session.plan;
    delete session.plan;
    delete session.announced;
    const statement = shortHash(query.statement);
    if (plan === undefined || !isSameExecution(plan, query)) {
      if (plan !== undefined) take(plan);
      session.timed = { statement, durationMs: query.durationMs };
    }
    take(query);
  }

  function planned(session: Session, plan: SlowQuery): void {
    const { plan: earlier, timed } = session;
    delete session.plan;
    delete session.timed;
    if (earlier !== undefined) take(earlier);
    const isRepeat =
      timed !== undefined &&
      timed.statement === shortHash(plan.statement) &&
      isWithin(plan.durationMs, timed.durationMs);
    if (!isRepeat) session.plan = plan;
  }

  function bareDuration(session: Session, message: PostgresMessage, durationMs: number): void {
    const { announced } = session;
    delete session.announced;
    if (announced !== undefined) take(toQuery(message, durationMs, announced));
  }

  return {
    message(message) {
      if (message.level !== 'LOG') return;
      const timed = readTimed(message.text);
      if (timed === undefined) {
        const known = sessions.get(message.pid);
        if (known !== undefined && message.text.startsWith('disconnection:'))
          forget(message.pid, known);
        return;
      }
      const session = sessionOf(message.pid);
      if (timed.kind === 'announced') session.announced = timed.statement;
      else if (timed.kind === 'duration') bareDuration(session, message, timed.durationMs);
      else if (timed.kind === 'plan')
        planned(session, toQuery(message, timed.durationMs, timed.statement));
      else timedStatement(session, toQuery(message, timed.durationMs, timed.statement));
    },
    end() {
      for (const [pid, session] of sessions) forget(pid, session);
    },
  };
}

/** The plan's time leaves out what comes before and after the execution proper, so it is shorter. */
function isSameExecution(plan: SlowQuery, query: SlowQuery): boolean {
  return plan.statement === query.statement && isWithin(plan.durationMs, query.durationMs);
}

function isWithin(planMs: number, wholeMs: number): boolean {
  return planMs <= wholeMs + 1;
}

function toQuery(message: PostgresMessage, durationMs: number, statement: string): SlowQuery {
  const { endedAt, user, database, host } = message;
  return {
    dialect: 'postgres',
    durationMs,
    statement: statement.endsWith(';') ? statement.slice(0, -1).trimEnd() : statement,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(user === undefined ? {} : { user }),
    ...(database === undefined ? {} : { database }),
    ...(host === undefined ? {} : { host }),
  };
}
