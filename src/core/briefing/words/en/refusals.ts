import type { Evidence } from '../../../evidence/evidence.ts';
import type { Phase } from '../../../incident/phase.ts';
import type { PersonId } from '../../../oncall/person.ts';
import type { Verb } from '../../../service/rollout.ts';
import { nameOf } from '../names.ts';
import { evidenceNames, phaseNames, verbNames } from './names.ts';

export const refusals = {
  noIncident: () => 'I know no such incident. `/incident` lists what is open.',
  closed: (id: string, phase: Phase) =>
    `${id} is ${phaseNames[phase]}. \`/incident reopen ${id}\` opens it again.`,
  open: (id: string) => `${id} is open already.`,
  acknowledged: (id: string, by: PersonId, self: boolean) =>
    self
      ? `You have acknowledged ${id} already.`
      : `${nameOf(by)} has acknowledged ${id} already; nobody else is being paged.`,
  acting: (id: string) =>
    `A change of ${id} is still running. Wait until it has ended, then close it.`,
  phase: (id: string, from: Phase, to: Phase) =>
    `${id} is ${phaseNames[from]}; from there it cannot become ${phaseNames[to]}.`,
  notConfigured: (service: string) =>
    `${service} is not in the configuration, so I do not know where to look. Add it to firebreak.yml.`,
  noSource: (service: string, kinds: readonly Evidence['kind'][]) =>
    `I have nowhere to look for ${kinds.map((kind) => evidenceNames[kind]).join(' and ')} of ${service}: add logs or a database to its environment in firebreak.yml.`,
  noRollout: (service: string, environment: string) =>
    `${service} in ${environment} has no rollout engine in firebreak.yml, so I cannot move its releases.`,
  liveAction: (verb: Verb, by: PersonId) =>
    `There is already an action under way (${verbNames[verb]}, asked by ${nameOf(by)}). One at a time: finish it or take it back first.`,
  planMoved: () =>
    'The world moved while you were looking: this is no longer the plan you saw. Look at the new one and decide again.',
  notProposed: (state: string | undefined) =>
    state === undefined
      ? 'I know no such action.'
      : `This action is not waiting for approval any more: it is ${state}.`,
  whichService: (names: readonly string[]) => `Which service? Name one of: ${names.join(', ')}.`,
  whichEnvironment: (service: string, names: readonly string[]) =>
    `Which environment of ${service}? Name one of: ${names.join(', ')}. I never assume production.`,
  whichIncident: (ids: readonly string[]) =>
    ids.length === 0
      ? 'Nothing is open. Name the incident, like INC-42.'
      : `Which incident? Open are: ${ids.join(', ')}.`,
  unknownEnvironment: (service: string, environment: string) =>
    `${service} has no environment called ${environment} in firebreak.yml.`,
  noSuchRelease: (labels: readonly string[]) =>
    labels.length === 0
      ? 'I know no release to compare with. Write `vs yesterday`, `vs last week` or `vs before`.'
      : `I know no such release to compare with. Known: ${labels.slice(0, 5).join(', ')}.`,
  noRotation: (name: string, known: readonly string[]) =>
    known.length === 0
      ? 'No rotation is configured. Add one under `rotations` in firebreak.yml.'
      : `There is no rotation called ${name}. Known: ${known.join(', ')}.`,
};
