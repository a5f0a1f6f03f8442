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
  'changes',
  'db',
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

/** What to compare with, as people say it; a release by its label, else the newest. */
export type BaselineWish =
  | { readonly is: 'yesterday' | 'week' | 'before' }
  | { readonly is: 'release'; readonly label?: string };

/** What a person asked of the bot, once read. */
export interface Command {
  readonly verb: CommandVerb;
  /** `points-api`, if one was named. */
  readonly service?: string;
  /** `production`, if one was named. */
  readonly environment?: string;
  /** `INC-42`, if one was named. */
  readonly incident?: string;
  /** errors, slow, changes, db: how far to look back. */
  readonly lookBackMs?: number;
  /** slow: what to compare with. */
  readonly baseline?: BaselineWish;
  /** oncall: which rotation. */
  readonly rotation?: string;
  /** declare: the title; rollback: the release as people name it. */
  readonly rest?: string;
}

/** One line a verb, in the order people are shown them; `usage` is what may follow the verb. */
export const commandHelp: Readonly<Record<CommandVerb, { usage: string; does: string }>> = {
  overview: { usage: '', does: 'What is going on: open incidents, rollouts, who is on call' },
  declare: { usage: '[title]', does: 'Open an incident with a form' },
  ack: { usage: '[INC-42]', does: 'Say that you are on it; stops the paging' },
  resolve: { usage: '[INC-42]', does: 'Say that it is over' },
  reopen: { usage: '[INC-42]', does: 'It came back: take it up again' },
  dismiss: { usage: '[INC-42]', does: 'Say that it was no incident' },
  errors: { usage: '[service] [environment] [30m]', does: 'Fresh errors from the logs' },
  slow: {
    usage: '[service] [environment] [30m] [vs yesterday | vs last week | vs before | vs release]',
    does: 'Fresh slow queries of the database, and what changed since',
  },
  changes: {
    usage: '[service] [environment] [2h]',
    does: 'What changed: releases, the database, alarms, scaling',
  },
  db: {
    usage: '[service] [environment] [30m]',
    does: 'The database: who writes, failovers, connections, lag, room',
  },
  status: { usage: '[service] [environment]', does: 'What runs where, since when, how far' },
  rollback: {
    usage: '[service] [environment] [release]',
    does: 'Choose an earlier release, see the plan, propose it',
  },
  pause: { usage: '[service] [environment]', does: 'Hold the running rollout' },
  resume: { usage: '[service] [environment]', does: 'Let a held rollout go on' },
  promote: { usage: '[service] [environment]', does: 'Give the new release all traffic' },
  abort: { usage: '[service] [environment]', does: 'Stop the running rollout' },
  oncall: { usage: '[rotation]', does: 'Who has the shift, and who is next' },
  timeline: { usage: '[INC-42]', does: 'What happened so far, and who did it' },
  help: { usage: '', does: 'This list' },
};
