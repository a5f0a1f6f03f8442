/** The words of `/incident`, the same as mentions in a thread and behind the buttons. */
export const commandVerbs = [
  'help',
  'overview',
  'declare',
  'ack',
  'resolve',
  'reopen',
  'dismiss',
  'errors',
  'slow',
  'status',
  'rollback',
  'pause',
  'resume',
  'promote',
  'abort',
  'oncall',
  'timeline',
] as const;
export type CommandVerb = (typeof commandVerbs)[number];

/** What a person asked of the bot, once read. */
export interface Command {
  readonly verb: CommandVerb;
  /** `points-api`, if one was named. */
  readonly service?: string;
  /** `production`, if one was named. */
  readonly environment?: string;
  /** `INC-42`, if one was named. */
  readonly incident?: string;
  /** errors, slow: how far to look back. */
  readonly lookBackMs?: number;
  /** oncall: which rotation. */
  readonly rotation?: string;
  /** declare: the title; rollback: the release as people name it. */
  readonly rest?: string;
}
