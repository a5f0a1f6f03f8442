import type { PersonId } from '../../../oncall/person.ts';
import type { Inline } from '../../briefing.ts';
import { nameOf } from '../names.ts';

export const overview = {
  nothingOpen: 'Nothing is open.',
  open: 'Open incidents',
  rollouts: 'Rollouts',
  onCall: 'On call',
  until: (moment: Inline): readonly Inline[] => ['until ', moment],
  nobody: 'nobody',
  help: 'What I understand',
  helpText: 'In a thread, mention me with the same words: `@Firebreak rollback`.',
  looking: (id: string) => `Looking. The answer comes into the thread of ${id}.`,
  lookingAtRollout: (service: string, environment: string) =>
    `Looking what runs in ${service} ${environment} …`,
  asked: (id: string) => `Asked. It continues in the thread of ${id}.`,
  done: 'Done.',
  declared: (id: string) => `Opened ${id}.`,
  history: 'Releases',
  timeline: 'Timeline',
  home: 'Firebreak',
  yourShift: 'You are on call for',
  testPhone: 'To test your phone, ask a colleague to declare a SEV1 in staging.',
  handover: (rotation: string, to: PersonId) =>
    `Hand-over: ${nameOf(to)} is on call for ${rotation} now.`,
  handoverOpen: (ids: readonly string[]) =>
    ids.length === 0 ? 'Nothing is open.' : `Still open: ${ids.join(', ')}.`,
};
