/** What kind of trouble the outside gave us; decides about trying again (engine/retry.ts). */
export type OutsideErrorKind =
  /** Connection refused or reset, 5xx: nobody there right now. */
  | 'unavailable'
  /** No answer in time. For a change this means *unknown*, never *failed*. */
  | 'timed-out'
  | 'rate-limited'
  /** Credentials, scopes or policies do not allow it. Trying again will not help. */
  | 'denied'
  | 'not-found'
  /** The thing changed under us, or already is as asked. */
  | 'conflict'
  /** The outside says our request is wrong. */
  | 'invalid';

/**
 * The one error adapters throw. `system` and `operation` name the call as its vendor does
 * ("AWS RDS", "DownloadDBLogFilePortion"); `message` says what was tried, on what, what came back
 * and what to do.
 */
export class OutsideError extends Error {
  override readonly name = 'OutsideError';
  readonly system: string;
  readonly operation: string;
  readonly kind: OutsideErrorKind;
  readonly retryAfterMs: number | undefined;

  constructor(fault: {
    system: string;
    operation: string;
    kind: OutsideErrorKind;
    message: string;
    retryAfterMs?: number | undefined;
    cause?: unknown;
  }) {
    super(fault.message, { cause: fault.cause });
    this.system = fault.system;
    this.operation = fault.operation;
    this.kind = fault.kind;
    this.retryAfterMs = fault.retryAfterMs;
  }
}
