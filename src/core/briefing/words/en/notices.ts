import type { Evidence } from '../../../evidence/evidence.ts';
import type { PersonId } from '../../../oncall/person.ts';
import type { Measurement, Verdict } from '../../../service/measurement.ts';
import type { Verb } from '../../../service/rollout.ts';
import { nameOf } from '../names.ts';
import { actionNames, evidenceNames, verdictNames } from './names.ts';

export const notices = {
  verdict: (verb: Verb, verdict: Verdict, measurements: readonly Measurement[]) => {
    const doubtful = measurements.filter(({ result }) => result !== 'pass');
    const passed = measurements.length - doubtful.length;
    const rest = doubtful.map(({ text }) => text).join(' · ');
    return `${actionNames[verb]} ${verdictNames[verdict]}: ${passed} of ${measurements.length} measurements passed.${rest ? ` The others: ${rest}` : ''}`;
  },
  nobodyToPage: (service: string) =>
    `Nobody was paged: ${service} has no rotation in the configuration.`,
  notRead: (why: string) => `The engine could not be read, so nothing was sent. ${why}`,
  lostSight: (why: string) =>
    `It was sent, and we lost sight of it: look in the engine's console what became of it. ${why}`,
  nobodyAnswers: (people: readonly PersonId[], pages: number) =>
    `Nobody answered ${pages} pages to ${[...new Set(people)].map(nameOf).join(', ')}. Call them another way.`,
};

/** Why something could not be done or told, said by the program itself. */
export const causes = {
  otherIncident:
    'Another incident is changing the same service right now. Wait until that has ended.',
  rolloutMoved: 'The rollout is not as it was when this was approved.',
  failedWhileSending: 'The program failed while it was being sent.',
  stoppedWhileSending: 'The program was stopped while it was being sent.',
  notSentInTime:
    'The program was not running when this was to be sent; the world is read again first.',
  approvalTooOld:
    'It could not be sent within 15 minutes of its approval. Decide again by what you see now.',
  noTrace: 'The engine shows no trace of it after a minute of looking: it was not made.',
  noAnswer: (source: string, seconds: number) =>
    `${source} gave no answer within ${seconds} s. Look yourself, or ask again.`,
  noSource: (kind: Evidence['kind'], service: string, environment: string) =>
    `No source can tell about ${evidenceNames[kind]} of ${service} in ${environment}. Check its logs and database in firebreak.yml.`,
};
