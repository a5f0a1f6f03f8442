import type { DiagnosisId } from '../../logs/error-traces/catalogue/diagnosis-id.ts';
import { diagnoses } from '../diagnoses/ko.ts';
import type { en } from './en.ts';
import { action, offers, options } from './ko/actions.ts';
import { attached } from './ko/attached.ts';
import { card, page } from './ko/card.ts';
import { duration } from './ko/duration.ts';
import { evidenceBriefing } from './ko/evidence.ts';
import { findings } from './ko/findings.ts';
import {
  evidenceNames,
  outcomeNames,
  phaseNames,
  rolloutNames,
  stateNames,
  verbNames,
  verdictNames,
} from './ko/names.ts';
import { causes, notices } from './ko/notices.ts';
import { overview } from './ko/overview.ts';
import { refusals } from './ko/refusals.ts';
import { slow } from './ko/slow.ts';
import { timeline } from './ko/timeline.ts';
import { wrongEnvironment } from './ko/wrong-environment.ts';

/**
 * Everything people read, in Korean. Names stand where no particle follows them, because the right
 * one depends on how a name is pronounced.
 */
export const ko: typeof en = {
  verb: (verb) => verbNames[verb],
  actionName: (verb) => verbNames[verb],
  phase: (phase) => phaseNames[phase],
  alarmState: (state) => stateNames[state],
  verdict: (verdict) => verdictNames[verdict],
  rollout: (phase) => rolloutNames[phase],
  outcome: (outcome) => outcomeNames[outcome],
  evidence: (kind) => evidenceNames[kind],
  unknownService: '설정에 없는 서비스',
  timeline,
  notices,
  causes,
  refusals,
  card,
  evidenceBriefing,
  findings,
  wrongEnvironment,
  diagnosis: (id) => diagnoses[id as DiagnosisId],
  attached,
  slow,
  options,
  action,
  offers,
  page,
  overview,
  duration,
};
