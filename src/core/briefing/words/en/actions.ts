import type { Verdict } from '../../../service/measurement.ts';
import type { Verb } from '../../../service/rollout.ts';
import { actionNames, verbNames, verdictNames } from './names.ts';

export const options = {
  title: 'Ways out',
  rollback: (label: string) => `Roll back to ${label}`,
  served: (length: string) => `served ${length} before the present release`,
  unproven: 'whether it ever served here is not known',
  noHistory: 'There is no earlier release that ran well here: rolling back is not possible.',
  noEngine: 'No rollout engine is configured for it: rolling back is by hand.',
  pause: 'Pause the rollout',
  resume: 'Resume the rollout',
  abort: 'Abort the rollout',
  unknownSchema:
    'Not known: whether the database changed in between. Ask whoever wrote the migrations.',
  wait: 'Fix forward or wait: costs what is lost each minute; the alarm stays open.',
  unreadable: (why: string) => `The rollout could not be read, so nothing is offered. ${why}`,
};

export const action = {
  title: (verb: Verb) => actionNames[verb],
  planning: 'Asking the engine what it would do …',
  proposedBy: 'Proposed by',
  needs: (count: number) => `Needs ${count} more yes from somebody else`,
  steps: 'What is sent',
  takes: 'Usually takes',
  undo: 'To undo',
  checks: 'Checked',
  approvedBy: 'Approved by',
  state: (state: string) => state,
  guarding: 'Approved. Reading the world once more before anything is sent …',
  sending: 'Sending …',
  unknown: 'No answer came back. Reading what the engine did …',
  running: 'The engine is at it.',
  slow: 'It takes longer than planned.',
  done: 'The engine says it is done. Checking whether the trouble is gone …',
  withdrawn: 'Taken back.',
  measurements: 'Measured',
  verdict: (verdict: Verdict) => `Verdict: ${verdictNames[verdict]}`,
  passed: 'passed',
  failed: 'failed',
  missing: 'no reading',
};

export const offers = {
  acknowledge: 'Acknowledge',
  resolve: 'Resolve',
  reopen: 'Reopen',
  dismiss: 'Not an incident',
  evidence: 'Evidence again',
  rollback: 'Roll back …',
  pause: 'Pause rollout',
  resume: 'Resume rollout',
  promote: 'Promote',
  abort: 'Abort rollout',
  approve: 'Approve',
  withdraw: 'Take back',
  declare: 'Declare incident',
  yes: 'Yes',
  no: 'No',
  confirmVerb: (verb: Verb, service: string, environment: string) =>
    `${capital(verbNames[verb])} ${service} in ${environment.toUpperCase()}?`,
  confirmApprove: (service: string, environment: string) =>
    `This changes ${service} in ${environment.toUpperCase()} as shown.`,
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
