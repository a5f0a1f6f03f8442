import type { Session } from './database.ts';

/**
 * Makes both databases equally strict with a transaction: after a failed statement nothing of it
 * may be kept (SQLite would keep the rest), and nothing is run through it after its end.
 */
export function watch(session: Session): {
  readonly session: Session;
  /** Throws the failure that the work may have caught. */
  assertSound(): void;
  end(): void;
} {
  let ended = false;
  let failure: { readonly error: unknown } | undefined;

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    if (ended) throw new Error('A statement was sent through a transaction that had ended');
    if (failure) throw failure.error;
    try {
      return await work();
    } catch (error) {
      failure = { error };
      throw error;
    }
  }

  return {
    session: {
      query: (sql, values) => guarded(() => session.query(sql, values)),
      lock: (names) => guarded(() => session.lock(names)),
      wake: () => session.wake(),
    },
    assertSound() {
      if (failure) throw failure.error;
    },
    end() {
      ended = true;
    },
  };
}
