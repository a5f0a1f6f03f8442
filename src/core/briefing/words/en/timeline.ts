import type { Evidence } from '../../../evidence/evidence.ts';
import type { Phase } from '../../../incident/phase.ts';
import type { AlarmState } from '../../../intake/alarm.ts';
import type { PersonId } from '../../../oncall/person.ts';
import type { Measurement, Verdict } from '../../../service/measurement.ts';
import type { Verb } from '../../../service/rollout.ts';
import type { Severity } from '../../../triage/severity.ts';
import { nameOf } from '../names.ts';
import { actionNames, evidenceNames, stateNames, verbNames, verdictNames } from './names.ts';

export const timeline = {
  opened: (title: string, severity: Severity, by: PersonId) =>
    by === 'firebreak'
      ? `An alarm opened this incident as ${severity}: ${title}`
      : `${nameOf(by)} declared this incident as ${severity}: ${title}`,
  alarm: (name: string, state: AlarmState, reason: string) =>
    `Alarm ${name} is ${stateNames[state]}: ${reason}`,
  severity: (from: Severity, to: Severity) => `Severity raised from ${from} to ${to}.`,
  acknowledged: (by: PersonId) => `${nameOf(by)} acknowledged: nobody else is paged.`,
  closed: (to: Phase, by: PersonId) =>
    to === 'resolved'
      ? `${nameOf(by)} says it is over.`
      : `${nameOf(by)} dismissed it: this was not an incident.`,
  reopened: (by: PersonId) =>
    by === 'firebreak'
      ? 'The alarm came back: the incident is open again.'
      : `${nameOf(by)} opened the incident again.`,
  asked: (by: PersonId, kinds: readonly Evidence['kind'][]) =>
    `${nameOf(by)} asked for fresh ${kinds.map((kind) => evidenceNames[kind]).join(' and ')}.`,
  answered: (evidence: Evidence) => answered(evidence),
  rolloutFailed: (why: string) => `The rollout could not be read. ${why}`,
  gaveUp: (effect: string, subject: string, why: string) =>
    `Gave up on "${effect}" (${subject}). ${why}`,
  paged: (person: PersonId, step: number) =>
    step === 0 ? `Paging ${nameOf(person)}.` : `Paging ${nameOf(person)}, who is next.`,
  pageDelivered: (person: PersonId) => `The page to ${nameOf(person)} was delivered.`,
  pageFailed: (person: PersonId, why: string) =>
    `The page to ${nameOf(person)} could not be delivered. ${why}`,
  requested: (verb: Verb, by: PersonId, service: string, environment: string) =>
    `${nameOf(by)} asked to ${verbNames[verb]} ${service} in ${environment}.`,
  planned: (sentence: string, approvals: number) =>
    approvals === 0
      ? `Planned, and allowed without approval: ${sentence}`
      : `Proposed, needs ${approvals} approval${approvals === 1 ? '' : 's'}: ${sentence}`,
  approved: (by: PersonId, have: number, need: number) =>
    `${nameOf(by)} approved (${have} of ${need}).`,
  withdrawn: (verb: Verb, by: PersonId) =>
    `${nameOf(by)} took the proposal to ${verbNames[verb]} back.`,
  sending: (sentence: string) => `The world is still as approved. Sending: ${sentence}`,
  started: (verb: Verb, status: string) =>
    `${actionNames[verb]} accepted by the engine (${status}). Accepted is not done: watching it.`,
  doubted: (verb: Verb, why: string) =>
    `${actionNames[verb]}: sent, but no answer came back. ${why} Reading what the engine did before anything else is tried.`,
  voided: (verb: Verb, why: string) =>
    `${actionNames[verb]}: the approval is void. ${why} The new plan is shown; it needs approval again.`,
  ended: (verb: Verb, state: 'impossible' | 'refused' | 'failed', why: string) =>
    state === 'impossible'
      ? `${actionNames[verb]} is not possible. ${why}`
      : state === 'refused'
        ? `${actionNames[verb]} was not made. ${why}`
        : `${actionNames[verb]} failed. ${why}`,
  done: (verb: Verb, status: string) => `${actionNames[verb]}: the engine says ${status}.`,
  verdict: (verb: Verb, verdict: Verdict, measurements: readonly Measurement[]) =>
    `${actionNames[verb]} ${verdictNames[verdict]}. ${measurements.map(({ text }) => text).join(' · ')}`,
};

function answered(evidence: Evidence): string {
  const kind = evidenceNames[evidence.kind];
  if (evidence.status === 'failed') {
    return `${evidence.source} could not tell about ${kind}. ${evidence.failure ?? ''}`;
  }
  if (evidence.status === 'empty') return `${evidence.source} found no ${kind}.`;
  const kinds =
    evidence.kindsFound ?? evidence.errors?.groups.length ?? evidence.slow?.classes.length ?? 0;
  return `${evidence.source} found ${kinds} kind${kinds === 1 ? '' : 's'} of ${kind}.`;
}
