/**
 * What can go wrong on demand: `rate-limit` 429 with Retry-After · `lost-answer` it happened, but
 * the connection breaks before the answer · `error` `{ ok: false, error }` · `unavailable` HTTP 503
 * · `silent` nothing happens and nothing is ever answered.
 */
export interface InjectedFault {
  /** A Web API method, or `*` for all. */
  readonly method: string;
  readonly kind: 'rate-limit' | 'lost-answer' | 'error' | 'unavailable' | 'silent';
  /** How often; 1 when absent. */
  readonly times?: number;
  /** error: the code; `internal_error` when absent. */
  readonly error?: string;
  /** rate-limit: seconds; 1 when absent. */
  readonly retryAfterSeconds?: number;
}

export interface Faults {
  inject(fault: InjectedFault): void;
  clear(): void;
  /** The next fault due for a method, used up by asking. */
  take(method: string): InjectedFault | undefined;
}

export function createFaults(): Faults {
  let waiting: { fault: InjectedFault; left: number }[] = [];
  return {
    inject(fault) {
      waiting.push({ fault, left: fault.times ?? 1 });
    },
    clear() {
      waiting = [];
    },
    take(method) {
      const due = waiting.find(({ fault }) => fault.method === method || fault.method === '*');
      if (!due) return undefined;
      due.left -= 1;
      if (due.left <= 0) waiting = waiting.filter((each) => each !== due);
      return due.fault;
    },
  };
}
