import type { Evidence } from '../../../evidence/evidence.ts';
import type * as en from '../en/timeline.ts';
import { evidenceNames, kindList, person, stateNames, verbNames, verdictNames } from './names.ts';

export const timeline: typeof en.timeline = {
  opened: (title, severity, by) =>
    by === 'firebreak'
      ? `알람으로 장애가 열렸습니다 (${severity}): ${title}`
      : `${person(by)}이 장애를 선언했습니다 (${severity}): ${title}`,
  alarm: (name, state, reason) => `알람 ${name} ${stateNames[state]}: ${reason}`,
  severity: (from, to) => `심각도가 올라갔습니다: ${from} → ${to}`,
  acknowledged: (by) => `${person(by)}이 확인했습니다. 더 이상 호출하지 않습니다.`,
  closed: (to, by) =>
    to === 'resolved'
      ? `${person(by)}이 해결되었다고 알렸습니다.`
      : `${person(by)}이 장애가 아니라고 알렸습니다.`,
  reopened: (by) =>
    by === 'firebreak'
      ? '알람이 다시 발생해 장애를 다시 열었습니다.'
      : `${person(by)}이 장애를 다시 열었습니다.`,
  asked: (by, kinds) => `${person(by)}이 다시 조사를 요청했습니다: ${kindList(kinds)}`,
  answered: (evidence) => answered(evidence),
  rolloutFailed: (why) => `배포 상태를 읽지 못했습니다. ${why}`,
  gaveUp: (effect, subject, why) => `"${effect}" 작업을 포기했습니다 (${subject}). ${why}`,
  paged: (to, step) =>
    step === 0 ? `${person(to)}을 호출합니다.` : `다음 순서인 ${person(to)}을 호출합니다.`,
  pageDelivered: (to) => `${person(to)}에게 호출이 전달되었습니다.`,
  pageFailed: (to, why) => `${person(to)}에게 호출을 전달하지 못했습니다. ${why}`,
  requested: (verb, by, service, environment) =>
    `${person(by)}이 요청했습니다: ${environment} ${service} ${verbNames[verb]}`,
  planned: (sentence, approvals) =>
    approvals === 0
      ? `계획됨, 승인 불필요: ${sentence}`
      : `승인 요청, ${approvals}명 필요: ${sentence}`,
  approved: (by, have, need) => `${person(by)}이 승인했습니다 (${need}명 중 ${have}명).`,
  withdrawn: (verb, by) => `${person(by)}이 ${verbNames[verb]} 요청을 철회했습니다.`,
  sending: (sentence) => `승인한 상태 그대로입니다. 실행합니다: ${sentence}`,
  started: (verb, status) =>
    `${verbNames[verb]} 요청을 배포 시스템이 받았습니다 (${status}). 아직 끝난 것은 아니므로 지켜봅니다.`,
  doubted: (verb, why) =>
    `${verbNames[verb]} 요청을 보냈지만 응답이 오지 않았습니다. ${why} 다시 시도하기 전에 실제로 실행되었는지 확인합니다.`,
  voided: (verb, why) =>
    `${verbNames[verb]} 승인이 무효가 되었습니다. ${why} 새 계획을 올렸으니 다시 승인해 주세요.`,
  ended: (verb, state, why) => `${verbNames[verb]}: ${endedAs[state]} ${why}`.trimEnd(),
  done: (verb, status) => `${verbNames[verb]}: 배포 시스템 응답 ${status}`,
  verdict: (verb, verdict, measurements) =>
    `${verbNames[verb]} 결과: ${verdictNames[verdict]}. ${measurements.map(({ text }) => text).join(' · ')}`.trimEnd(),
};

const endedAs = {
  impossible: '실행할 수 없습니다.',
  refused: '실행하지 않았습니다.',
  failed: '실패했습니다.',
} as const;

function answered(evidence: Evidence): string {
  const kind = evidenceNames[evidence.kind];
  if (evidence.status === 'failed') {
    return `${evidence.source}: ${kind} 정보를 확인하지 못했습니다. ${evidence.failure ?? ''}`.trimEnd();
  }
  if (evidence.status === 'empty') return `${evidence.source}: ${kind} 없음.`;
  const kinds =
    evidence.kindsFound ?? evidence.errors?.groups.length ?? evidence.slow?.classes.length ?? 0;
  return `${evidence.source}: ${kind} ${kinds}종 발견.`;
}
