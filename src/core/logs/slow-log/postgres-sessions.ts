import type { PlanStep } from './digest.ts';
import type { ByteBuffer } from './postgres-buffer.ts';
import type { OpenHappening } from './postgres-happenings.ts';
import type { PostgresMessage } from './postgres-message.ts';

/** Sessions remembered at once; far above any `max_connections` that works. */
const mostSessions = 10_000;
/** Bytes of statements remembered at once over all sessions. */
const mostBytes = 16 * 1024 * 1024;

/** A statement a session is remembered by, with what its line said. */
export interface KeptStatement {
  readonly text: Readonly<ByteBuffer>;
  readonly durationUs: number;
  readonly at: number;
  readonly user: string;
  readonly database: string;
  readonly host: string;
  readonly caller: string;
  readonly signs: number;
  readonly plan: readonly PlanStep[] | undefined;
}

/** What is remembered of one session between its messages. */
export interface Session {
  readonly pid: number;
  /** The highest line number seen; a lower one means another session under the same number. */
  line: number;
  /** log_statement's announcement of what runs now. */
  announced: { readonly bytes: Uint8Array; readonly isPrepared: boolean } | undefined;
  /** Plans of one statement whose own line may yet follow; nothing else is in their texts' memory. */
  readonly plans: KeptStatement[];
  /** The last execution of a prepared statement, kept back for its plan and its temporary files. */
  held: KeptStatement | undefined;
  /** How long that took, with the fetches before it. */
  heldUs: number;
  happening: OpenHappening | undefined;
  /** What happened on the way to the next timed statement, if that is the statement it happened to. */
  signs: number;
  /** Its text, as far as a happening keeps one; empty: not named. */
  signed: string;
  /** When. */
  signedAt: number;
}

export interface SessionTable {
  find(message: PostgresMessage): Session | undefined;
  open(message: PostgresMessage): Session;
  /** Gives up what is remembered of a session after handing it to `leave`. */
  close(session: Session): void;
  closeAll(): void;
  /** Counts bytes remembered (or, negative, no longer) and makes room by closing the oldest. */
  remember(bytes: number, forSession: Session): void;
  /** Sessions with something left to say. */
  readonly size: number;
}

/**
 * The sessions of a log by their process number, bounded in number and in what they remember: the
 * oldest is given up first. `leave` takes what a session has not said yet.
 */
export function createSessionTable(leave: (session: Session) => void): SessionTable {
  const sessions = new Map<number, Session>();
  let bytes = 0;

  function close(session: Session): void {
    leave(session);
    sessions.delete(session.pid);
  }

  function find(message: PostgresMessage): Session | undefined {
    const session = sessions.get(message.pid);
    if (session === undefined || message.line === 0) return session;
    if (message.line < session.line) {
      close(session);
      return undefined;
    }
    session.line = message.line;
    return session;
  }

  function closeOldest(but?: Session): void {
    for (const session of sessions.values()) {
      if (session === but) continue;
      close(session);
      return;
    }
  }

  return {
    find,
    open(message) {
      const known = find(message);
      if (known !== undefined) return known;
      if (sessions.size >= mostSessions) closeOldest();
      const session: Session = {
        pid: message.pid,
        line: message.line,
        announced: undefined,
        plans: [],
        held: undefined,
        heldUs: 0,
        happening: undefined,
        signs: 0,
        signed: '',
        signedAt: Number.NaN,
      };
      sessions.set(message.pid, session);
      return session;
    },
    close,
    closeAll() {
      for (const session of sessions.values()) close(session);
    },
    remember(more, forSession) {
      bytes += more;
      while (bytes > mostBytes && sessions.size > 1) closeOldest(forSession);
    },
    get size() {
      return sessions.size;
    },
  };
}
