import type { Evidence } from '../../evidence/evidence.ts';
import type { Phase } from '../../incident/phase.ts';
import type { AlarmState } from '../../intake/alarm.ts';
import type { DiagnosisId } from '../../logs/error-traces/catalogue/diagnosis-id.ts';
import type { Verdict } from '../../service/measurement.ts';
import type { Release } from '../../service/release.ts';
import type { RolloutPhase, Verb } from '../../service/rollout.ts';
import type { DiagnosisWords } from '../diagnoses/diagnosis-words.ts';
import { diagnoses } from '../diagnoses/en.ts';
import { action, offers, options } from './en/actions.ts';
import { attached } from './en/attached.ts';
import { card, page } from './en/card.ts';
import { duration } from './en/duration.ts';
import { evidenceBriefing } from './en/evidence.ts';
import { findings } from './en/findings.ts';
import {
  actionNames,
  evidenceNames,
  outcomeNames,
  phaseNames,
  rolloutNames,
  stateNames,
  verbNames,
  verdictNames,
} from './en/names.ts';
import { causes, notices } from './en/notices.ts';
import { overview } from './en/overview.ts';
import { refusals } from './en/refusals.ts';
import { slow } from './en/slow.ts';
import { timeline } from './en/timeline.ts';
import { wrongEnvironment } from './en/wrong-environment.ts';

/** Everything people read, in English. Whole sentences; log text never goes through here. */
export const en = {
  verb: (verb: Verb) => verbNames[verb],
  actionName: (verb: Verb) => actionNames[verb],
  phase: (phase: Phase) => phaseNames[phase],
  alarmState: (state: AlarmState) => stateNames[state],
  verdict: (verdict: Verdict) => verdictNames[verdict],
  rollout: (phase: RolloutPhase) => rolloutNames[phase],
  outcome: (outcome: Release['outcome']) => outcomeNames[outcome],
  evidence: (kind: Evidence['kind']) => evidenceNames[kind],
  unknownService: 'a service nobody configured',
  timeline,
  notices,
  causes,
  refusals,
  card,
  evidenceBriefing,
  findings,
  wrongEnvironment,
  diagnosis: (id: string): DiagnosisWords | undefined => diagnoses[id as DiagnosisId],
  attached,
  slow,
  options,
  action,
  offers,
  page,
  overview,
  duration,
};
