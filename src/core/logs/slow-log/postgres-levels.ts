/** What the word before a message says, as far as a reader of slow statements cares. */
export const levels = {
  /** LOG: timings, waits, connections. */
  log: 1,
  /** ERROR, FATAL and PANIC: the session's statement failed. */
  error: 2,
  /** STATEMENT: what the session ran when the message before was written. */
  statement: 3,
  /** Every other level, and DETAIL, HINT, CONTEXT and the like. */
  other: 4,
} as const;

export type Level = (typeof levels)[keyof typeof levels];
