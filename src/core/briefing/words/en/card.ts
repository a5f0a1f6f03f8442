import type { PersonId } from '../../../oncall/person.ts';
import { nameOf } from '../names.ts';

export const card = {
  since: 'Since',
  hit: 'Hit',
  phase: 'Now',
  onIt: 'On it',
  rollout: 'Rollout',
  alarms: 'Alarms',
  recovered: 'recovery confirmed, close it when you agree',
  nobodyYet: 'nobody yet',
  paging: 'paging',
  unknownHit: 'not known yet',
  tenantsHit: (hit: number, total: number | undefined, noun: string) =>
    total === undefined ? `${hit} ${noun}s` : `${hit} of ${total} ${noun}s`,
  acknowledgePlease: 'Please acknowledge.',
  declaredBy: 'declared by',
  openedByAlarm: 'opened by an alarm',
  allClear: 'All alarms are clear again.',
  moreAlarms: (count: number) => `and ${count} more`,
  measured: (value: number, limit: number) => `${value} (limit ${limit})`,
};

export const page = {
  title: 'You are being paged',
  thread: 'open the thread',
  answeredBy: (by: PersonId) => `Answered by ${nameOf(by)}.`,
  over: 'It is over.',
  answeredByYou: 'You answered this.',
};
