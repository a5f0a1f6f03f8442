import type { Evidence } from '../../../evidence/evidence.ts';
import type { Phase } from '../../../incident/phase.ts';
import type { AlarmState } from '../../../intake/alarm.ts';
import type { PersonId } from '../../../oncall/person.ts';
import type { Verdict } from '../../../service/measurement.ts';
import type { Release } from '../../../service/release.ts';
import type { RolloutPhase, Verb } from '../../../service/rollout.ts';
import { nameOf } from '../names.ts';

export const evidenceNames: Readonly<Record<Evidence['kind'], string>> = {
  errors: '오류',
  'slow-queries': '느린 쿼리',
  'log-volume': '로그 양',
  database: '데이터베이스 상태',
  changes: '변경 사항',
};
export const verbNames: Readonly<Record<Verb, string>> = {
  rollback: '롤백',
  pause: '일시 정지',
  resume: '재개',
  promote: '승격',
  abort: '중단',
};
export const phaseNames: Readonly<Record<Phase, string>> = {
  investigating: '조사 중',
  deciding: '결정 대기',
  acting: '조치 진행 중',
  verifying: '복구 확인 중',
  resolved: '해결됨',
  dismissed: '장애 아님',
  reviewed: '회고 완료',
};
export const stateNames: Readonly<Record<AlarmState, string>> = {
  alarm: '발생',
  ok: '정상',
  'insufficient-data': '데이터 없음',
};
export const verdictNames: Readonly<Record<Verdict, string>> = {
  confirmed: '복구 확인됨',
  'not-confirmed': '복구되지 않음',
  'cannot-tell': '판단할 수 없음',
};
export const rolloutNames: Readonly<Record<RolloutPhase, string>> = {
  idle: '진행 중인 배포 없음',
  pending: '배포 시작 대기',
  progressing: '배포 중',
  paused: '일시 정지됨',
  baking: '안정화 관찰 중',
  finishing: '마무리 중',
  stopping: '중단하는 중',
  'rolling-back': '롤백 중',
  succeeded: '배포 완료',
  failed: '배포 실패',
  'rolled-back': '롤백됨',
  'stopped-mixed': '중단됨, 이전 버전과 새 버전이 함께 서비스 중',
  unknown: '상태를 알 수 없음',
};
export const outcomeNames: Readonly<Record<Release['outcome'], string>> = {
  succeeded: '배포 완료',
  failed: '배포 실패',
  'rolled-back': '롤백됨',
  stopped: '중단됨',
  running: '배포 중',
  unknown: '결과 알 수 없음',
};
export const actionStateNames: Readonly<Record<string, string>> = {
  planning: '계획 중',
  impossible: '실행할 수 없음',
  proposed: '승인 대기',
  approved: '승인됨',
  sending: '보내는 중',
  running: '진행 중',
  done: '완료',
  failed: '실패',
  unknown: '결과 확인 중',
  refused: '실행하지 않음',
  withdrawn: '철회됨',
};
/** Who can be hit, with the word Korean counts them by; anything else keeps its own name. */
export const tenantNouns: Readonly<Record<string, readonly [noun: string, counter: string]>> = {
  tenant: ['고객사', '곳'],
  company: ['고객사', '곳'],
  merchant: ['가맹점', '곳'],
  shop: ['매장', '곳'],
  store: ['매장', '곳'],
  customer: ['고객', '명'],
  member: ['회원', '명'],
  user: ['사용자', '명'],
};

/** Names take 님, after which every particle is known. */
export function person(id: PersonId): string {
  return `${nameOf(id)} 님`;
}

export function kindList(kinds: readonly Evidence['kind'][]): string {
  return kinds.map((kind) => evidenceNames[kind]).join(', ');
}
