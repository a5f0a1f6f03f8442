import type { SlowChange } from '../../../logs/slow-log/digest.ts';

/** What stands in pictures and files. */
export const attached = {
  now: 'now',
  overview: 'At a glance',
  errors: 'Errors per minute',
  load: 'Database time by query, per minute',
  volume: 'Log lines per minute',
  origins: 'Log lines per minute, by where they say they run',
  databaseUse: 'Database: CPU and connections in use',
  databaseLag: 'Replica lag',
  databaseLatency: 'Database: time per read and write',
  cpu: (instance: string) => `${instance} CPU`,
  databaseWork: 'Database: reads and writes per second',
  connections: (instance: string) => `${instance} connections`,
  reads: (instance: string) => `${instance} read`,
  writes: (instance: string) => `${instance} write`,
  before: (name: string) => `${name} · before`,
  usual: (name: string) => `${name} · usual at this hour`,
  newGroup: (title: string) => `NEW · ${title}`,
  rest: (kinds: number) => (kinds === 1 ? '1 other kind' : `${kinds} other kinds`),
  couldNotRead: (kinds: readonly string[]) => `Could not be read: ${kinds.join(', ')}`,
  notAsked: (kinds: readonly string[]) => `Not looked at: ${kinds.join(', ')}`,
  foundNothing: (kinds: readonly string[]) => `Nothing found: ${kinds.join(', ')}`,
  hatched: 'Hatched: not read',
  marked: 'Marked',
  most: (value: string, time: string) => `at most ${value} (${time})`,
  latest: (value: string) => `now ${value}`,
  last: (value: string, time: string) => `last ${value} (${time})`,
  since: (time: string) => `since ${time}`,
  slowFile: 'All slow queries',
  reportTitle: 'Slow queries',
  sum: (events: number, total: string, kinds: number) =>
    `${events} slow statements of ${kinds} kinds, ${total} in all`,
  numbers: (count: string, total: string, share: string) =>
    `${count}× · ${total} in all · ${share} of slow time`,
  locks: (total: string) => `waited for locks: ${total}`,
  change: ({ kind, beforeCount, beforeP95Ms }: SlowChange, ms: (ms: number) => string) => {
    const names = {
      new: 'new',
      'more-often': 'more often',
      slower: 'slower',
      less: 'less',
      same: 'as before',
    };
    const p95 = beforeP95Ms === undefined ? '' : `, p95 ${ms(beforeP95Ms)}`;
    return kind === 'new' ? names.new : `${names[kind]}; before ${Math.round(beforeCount)}×${p95}`;
  },
  example: (statement: string) => `example: ${statement}`,
  callers: (names: readonly string[]) => `called by ${names.join(', ')}`,
  failed: (why: string) => `Picture and file could not be uploaded: ${why}`,
};
