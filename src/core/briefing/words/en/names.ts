import type { Evidence } from '../../../evidence/evidence.ts';
import type { Phase } from '../../../incident/phase.ts';
import type { AlarmState } from '../../../intake/alarm.ts';
import type { Verdict } from '../../../service/measurement.ts';
import type { Release } from '../../../service/release.ts';
import type { RolloutPhase, Verb } from '../../../service/rollout.ts';

export const evidenceNames: Readonly<Record<Evidence['kind'], string>> = {
  errors: 'error traces',
  'slow-queries': 'slow queries',
  'log-volume': 'how much is logged',
  database: 'the database',
  changes: 'what changed',
};
export const verbNames: Readonly<Record<Verb, string>> = {
  rollback: 'roll back',
  pause: 'pause',
  resume: 'resume',
  promote: 'promote',
  abort: 'abort',
};
export const actionNames: Readonly<Record<Verb, string>> = {
  rollback: 'Rollback',
  pause: 'Pause',
  resume: 'Resume',
  promote: 'Promotion',
  abort: 'Abort',
};
export const phaseNames: Readonly<Record<Phase, string>> = {
  investigating: 'investigating',
  deciding: 'waiting for a decision',
  acting: 'a change is being made',
  verifying: 'checking whether it recovered',
  resolved: 'resolved',
  dismissed: 'dismissed: not an incident',
  reviewed: 'reviewed',
};
export const stateNames: Readonly<Record<AlarmState, string>> = {
  alarm: 'firing',
  ok: 'clear',
  'insufficient-data': 'no data',
};
export const verdictNames: Readonly<Record<Verdict, string>> = {
  confirmed: 'confirmed',
  'not-confirmed': 'not confirmed',
  'cannot-tell': 'cannot tell',
};
export const rolloutNames: Readonly<Record<RolloutPhase, string>> = {
  idle: 'no rollout running',
  pending: 'about to start',
  progressing: 'rolling out',
  paused: 'paused',
  baking: 'baking',
  finishing: 'finishing',
  stopping: 'stopping',
  'rolling-back': 'rolling back',
  succeeded: 'rolled out',
  failed: 'failed',
  'rolled-back': 'rolled back',
  'stopped-mixed': 'stopped, old and new both serving',
  unknown: 'in a state we do not know',
};
export const outcomeNames: Readonly<Record<Release['outcome'], string>> = {
  succeeded: 'was rolled out',
  failed: 'failed',
  'rolled-back': 'was rolled back',
  stopped: 'was stopped',
  running: 'still rolling out',
  unknown: 'outcome unknown',
};
