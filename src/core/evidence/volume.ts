import type { LogOrigins } from './log-origins.ts';
import type { Window } from './question.ts';

/** How much one log group wrote, minute by minute, and what. */
export interface LogVolume {
  readonly groups: readonly GroupVolume[];
  /** Where the lines say they come from; asked only where there is another environment. */
  readonly origins?: LogOrigins;
}

export interface GroupVolume {
  readonly group: string;
  /**
   * Lines a minute, oldest first. CloudWatch has no number for a minute without lines; the source
   * writes zero for minutes old enough to be complete, and leaves out what it does not know.
   */
  readonly minutes: readonly { readonly at: number; readonly lines: number }[];
  /** The same clock minutes in the baseline. */
  readonly before?: readonly { readonly at: number; readonly lines: number }[];
  /** Lines an hour over up to two weeks, oldest first, whole hours only; zeros as above. */
  readonly hours?: readonly { readonly at: number; readonly lines: number }[];
  /** Lines by level in consecutive stretches of the window and its baseline. */
  readonly levels?: readonly LevelMix[];
  /** Streams that wrote, and did before. */
  readonly streams?: { readonly now: number; readonly before?: number };
}

export interface LevelMix {
  readonly window: Window;
  /** `error`, `warn`, `info`, `debug`, `access`, `none`. */
  readonly lines: Readonly<Record<string, number>>;
}
