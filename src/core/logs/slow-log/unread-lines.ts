import type { SlowLogTaker, UnreadReason } from './statement.ts';

/** Lines between entries that are nothing, told together once something follows. */
export interface UnreadLines {
  add(bytes: number): void;
  readonly any: boolean;
  tell(): void;
  /** Tells what came before; what follows is the rest of something that was cut. */
  cut(): void;
}

export function createUnreadLines(taker: SlowLogTaker): UnreadLines {
  let waiting = 0;
  let reason: UnreadReason = 'not-a-log-line';

  function tell(): void {
    if (waiting > 0) taker.unread(waiting, reason);
    waiting = 0;
    reason = 'not-a-log-line';
  }

  return {
    add(bytes) {
      waiting += bytes;
    },
    get any() {
      return waiting > 0;
    },
    tell,
    cut() {
      tell();
      reason = 'cut';
    },
  };
}
