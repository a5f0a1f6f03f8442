/** One call on a stack: `pool.js:acquire`. Without line numbers, bundle hashes and addresses. */
export interface Frame {
  /** File and function, normalised. */
  readonly name: string;
  /** Written by the people who run the service, as opposed to a library or the language itself. */
  readonly inApp: boolean;
}

/** One thrown thing. */
export interface Thrown {
  /** The class or name: `TypeError`, `java.sql.SQLException`; empty where the language gives none. */
  readonly type: string;
  /** As written, possibly several lines. Foreign, not redacted. */
  readonly message: string;
  /** Innermost call first, whatever order the language prints. */
  readonly frames: readonly Frame[];
  /** Of structured records: `ECONNREFUSED`, MySQL's number or else the SQLSTATE. */
  readonly codes?: readonly string[];
}

/** What was thrown, outermost first; the last one is the innermost cause. Never empty. */
export type Trace = readonly [Thrown, ...Thrown[]];

/** A line of a message may not be longer than this when a trace is read. */
export const longestMessage = 4_000;

export function innermost(trace: Trace): Thrown {
  return trace.at(-1) ?? trace[0];
}

/**
 * The application's frames closest to the innermost cause. A cause thrown deep inside a library often
 * prints library frames only; then those of what it caused serve.
 */
export function applicationFrames(trace: Trace): string[] {
  for (let i = trace.length - 1; i >= 0; i--) {
    const names = (trace[i]?.frames ?? []).filter(({ inApp }) => inApp).map(({ name }) => name);
    // A recursion counts once, however deep it went.
    if (names.length > 0) return names.filter((name, n) => name !== names[n - 1]);
  }
  return [];
}
