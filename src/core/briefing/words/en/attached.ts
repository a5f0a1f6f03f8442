import type { SlowChange } from '../../../logs/slow-log/digest.ts';

/** What stands in pictures and files. */
export const attached = {
  onset: 'it began',
  load: 'Database time by query, per minute',
  rest: (kinds: number) => `${kinds} other kinds`,
  slowText: 'Slow queries: load by query, and all of them as text.',
  slowAlt: (top: string) =>
    `Chart of database time by query, per minute. Most of it: ${top}. The numbers are in the text file.`,
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
