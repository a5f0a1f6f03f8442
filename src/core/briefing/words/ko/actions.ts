import type * as en from '../en/actions.ts';
import { actionStateNames, verbNames, verdictNames } from './names.ts';

export const options: typeof en.options = {
  title: '대응 방법',
  rollback: (label) => `롤백: ${label}`,
  served: (length) => `현재 릴리스 전에 ${length} 동안 서비스함`,
  unproven: '이 환경에서 운영된 적이 있는지는 알 수 없음',
  noHistory: '정상 운영된 이전 릴리스가 없어 롤백할 수 없습니다.',
  noEngine: '설정된 배포 시스템이 없습니다. 롤백은 직접 해야 합니다.',
  pause: '배포 일시 정지',
  resume: '배포 재개',
  abort: '배포 중단',
  unknownSchema:
    '그사이 데이터베이스가 바뀌었는지는 알 수 없습니다. 마이그레이션 작성자에게 확인해 주세요.',
  wait: '수정 배포 또는 대기: 그동안 피해가 이어지고 알람은 계속 열려 있습니다.',
  unreadable: (why) => `배포 상태를 읽지 못해 고를 수 있는 방법이 없습니다. ${why}`,
};

export const action: typeof en.action = {
  title: (verb) => verbNames[verb],
  planning: '배포 시스템에 실행 계획을 묻는 중 …',
  proposedBy: '요청:',
  needs: (count) => `다른 사람의 승인이 ${count}명 더 필요합니다`,
  steps: '실행할 내용',
  takes: '보통 걸리는 시간:',
  undo: '되돌리려면',
  checks: '사전 점검',
  approvedBy: '승인:',
  state: (state) => actionStateNames[state] ?? state,
  guarding: '승인되었습니다. 실행 직전에 상태를 다시 확인하는 중 …',
  sending: '보내는 중 …',
  unknown: '응답이 오지 않았습니다. 실제로 실행되었는지 확인하는 중 …',
  running: '배포 시스템이 처리하고 있습니다.',
  slow: '예상보다 오래 걸리고 있습니다.',
  done: '배포 시스템은 끝났다고 합니다. 문제가 사라졌는지 확인하는 중 …',
  withdrawn: '철회되었습니다.',
  measurements: '측정값',
  verdict: (verdict) => `판정: ${verdictNames[verdict]}`,
  passed: '통과',
  failed: '실패',
  missing: '측정값 없음',
};

export const offers: typeof en.offers = {
  acknowledge: '확인',
  resolve: '해결',
  reopen: '다시 열기',
  dismiss: '장애 아님',
  evidence: '다시 조사',
  rollback: '롤백 …',
  pause: '배포 일시 정지',
  resume: '배포 재개',
  promote: '승격',
  abort: '배포 중단',
  approve: '승인',
  withdraw: '철회',
  declare: '장애 선언',
  yes: '예',
  no: '아니요',
  confirmVerb: (verb, service, environment) =>
    `${environment.toUpperCase()} · ${service}: ${verbNames[verb]}할까요?`,
  confirmApprove: (service, environment) =>
    `${environment.toUpperCase()} · ${service}: 보이는 계획 그대로 변경합니다.`,
};
