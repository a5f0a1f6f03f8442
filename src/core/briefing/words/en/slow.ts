import type { SlowChange, SlowDiagnosis, SlowHappening } from '../../../logs/slow-log/digest.ts';
import { percent } from '../../amounts.ts';
import type { Inline } from '../../briefing.ts';
import { duration } from './duration.ts';

const happeningNames: Readonly<
  Record<SlowHappening['kind'], readonly [one: string, many: string]>
> = {
  'lock-wait': ['lock wait', 'lock waits'],
  deadlock: ['deadlock', 'deadlocks'],
  'temp-file': ['temporary file', 'temporary files'],
  cancelled: ['cancelled statement', 'cancelled statements'],
};

export const slow = {
  nothingWorse: 'None is new, slower or more frequent. Those that take most time:',
  headline: (statement: string, facts: string) => `DB: ${statement} ${facts}`,
  share: (share: string) => `${share} of slow time`,
  ofLoad: (share: string) => `${share} of the load`,
  sessions: (count: string) => `${count} sessions`,
  calls: (perSecond: string, each: string | undefined) =>
    each === undefined ? `${perSecond} calls/s` : `${perSecond} calls/s of ${each}`,
  change: (kind: Exclude<SlowChange['kind'], 'same' | 'less'>, times: string | undefined) =>
    kind === 'new'
      ? 'new'
      : kind === 'slower'
        ? times === undefined
          ? 'slower'
          : `${times}× slower`
        : 'more often',
  rows: (examined: string, sent: string | undefined) =>
    sent === undefined ? `reads ${examined} rows` : `reads ${examined} rows to give ${sent}`,
  sure: { known: 'known', likely: 'likely', guess: 'guess' },
  diagnosis: (diagnosis: SlowDiagnosis): readonly Inline[] => diagnosisOf(diagnosis),
  checkNext: 'Check next:',
  check: (diagnosis: SlowDiagnosis) => checkOf(diagnosis),
  kinds: (count: number) => `${count} kinds of slow statements in all.`,
  gone: (count: number, total: string) =>
    `Not seen any more: ${count} kind${count === 1 ? '' : 's'} that took ${total} then.`,
  unread: (size: string) => `${size} of the log could not be read as anything.`,
  happening: (kind: SlowHappening['kind'], count: number, amount: string | undefined) => {
    const text = `${count} ${happeningNames[kind][count === 1 ? 0 : 1]}`;
    return amount === undefined ? text : `${text} (${amount})`;
  },
};

/** What it is, with the numbers it rests on. */
function diagnosisOf(diagnosis: SlowDiagnosis): readonly Inline[] {
  switch (diagnosis.id) {
    case 'missing-index':
      return diagnosis.columns.length > 0
        ? ['no index for ', { code: diagnosis.columns.join(', ') }]
        : ['no index that fits'];
    case 'blocked':
      return [`waits for locks, ${percent(diagnosis.lockShare)} of its time`];
    case 'more-calls': {
      const who = diagnosis.caller ?? diagnosis.user ?? diagnosis.host;
      return [`called ${Math.round(diagnosis.times)}× as often${who ? `, by ${who}` : ''}`];
    }
    case 'plan-or-saturation':
      return [`another plan, or a busy server: ${diagnosis.times.toFixed(1)}× slower, same rows`];
    case 'spilling':
      return [`sorts or temporary tables on disk in ${percent(diagnosis.share)} of its runs`];
    case 'failing':
      return [`${percent(diagnosis.share)} of its runs end with an error or are killed`];
    case 'began-with-release':
      return [
        diagnosis.began === 'running' ? 'began ' : 'slow since ',
        `${duration(diagnosis.afterMs)} after ${diagnosis.release}`,
      ];
  }
}

function checkOf(diagnosis: SlowDiagnosis): string {
  switch (diagnosis.id) {
    case 'missing-index':
      return diagnosis.table
        ? `EXPLAIN the statement; list the indexes of ${diagnosis.table}.`
        : 'EXPLAIN the statement; list the indexes of its tables.';
    case 'blocked':
      return 'Which transaction holds the lock, and for how long is it open?';
    case 'more-calls':
      return 'Who calls it: a new caller, a retry, or a loop that asks one by one?';
    case 'plan-or-saturation':
      return 'EXPLAIN now and from before; CPU and IOPS of the instance.';
    case 'spilling':
      return 'How much it sorts, and the memory one sort may take.';
    case 'failing':
      return 'The errors of the application at the same minutes.';
    case 'began-with-release':
      return `What ${diagnosis.release} changed in queries and tables.`;
  }
}
