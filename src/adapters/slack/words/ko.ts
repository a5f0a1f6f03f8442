import { ko as core } from '../../../core/briefing/words/ko.ts';
import type { Severity } from '../../../core/triage/severity.ts';
import type { en } from './en.ts';

const severityMeanings: Readonly<Record<Severity, string>> = {
  SEV1: '고객이 서비스를 쓸 수 없음',
  SEV2: '일부 고객에게 중요한 기능이 안 됨',
  SEV3: '문제가 있으나 쓸 수는 있음',
  SEV4: '아직 영향받은 고객 없음',
};

/** What only Slack has, in Korean. */
export const ko: typeof en = {
  window: {
    cancel: '취소',
    close: '닫기',
    firebreak: 'Firebreak',
    notDone: '처리하지 못함',
    tooLarge: '양식이 너무 커서 Slack에 띄울 수 없습니다. 명령에 서비스와 릴리스를 적어 주세요.',
    homeTooLarge: '내용이 너무 많습니다. `/incident` 명령을 써 주세요.',
    stillWorking: '아직 처리하고 있습니다 …',
    done: '완료했습니다. 장애 스레드에서 볼 수 있습니다.',
  },

  message: {
    moreLines: (count) => `… 외 ${count}줄`,
    moreParts: (count) => `… Slack 메시지 하나에 다 담지 못했습니다. 외 ${count}개`,
    withoutButtons: (labels) =>
      `(버튼을 표시할 수 없습니다: ${labels}. 저를 멘션하고 명령을 적어 주세요.)`,
  },

  trouble: {
    unknown:
      '알 수 없는 요청입니다. 오래된 메시지의 것일 수 있습니다. `/incident help` 명령을 써 보세요.',
    restarting:
      'Firebreak가 다시 시작하는 중이라 처리하지 못했습니다. 1분 뒤에 다시 시도해 주세요.',
    outdated: '오래된 메시지의 버튼입니다. 가장 최근 카드나 `/incident` 명령을 써 주세요.',
    outside: (message) => `처리하지 못했습니다. ${message}`,
    unforeseen: '예상하지 못한 오류로 처리하지 못했습니다. 로그에 남겼으니 다시 시도해 주세요.',
  },

  confirm: {
    title: '진행할까요?',
    question: (label, about) => (about ? `${about}: *${label}*` : `*${label}*`),
  },

  opener: {
    declare: { ask: '어떤 문제가 보이는지 알려 주세요', button: '장애 선언 …' },
    rollback: { ask: '되돌릴 릴리스를 골라 주세요', button: '롤백 …' },
    instead: (command) => `(버튼을 표시할 수 없습니다. \`${command}\` 명령을 써 주세요.)`,
  },

  declare: {
    title: '장애 선언',
    submit: '선언',
    noServices: 'firebreak.yml에 서비스가 없습니다. 먼저 추가해 주세요.',
    what: '어떤 문제가 보이나요?',
    whatExample: '매장에서 포인트를 적립할 수 없음',
    whatMissing: '어떤 문제가 보이는지 짧게 적어 주세요.',
    service: '서비스',
    chooseService: '서비스 선택',
    serviceMissing: '서비스를 선택해 주세요.',
    environment: '환경',
    chooseEnvironment: '환경 선택',
    runsOnlyIn: (service, places) =>
      `${service}의 환경: ${places.join(', ')}. 이 중에서 골라 주세요.`,
    severity: '얼마나 심각한가요?',
    chooseSeverity: '선택',
    severityMeaning: (severity) => severityMeanings[severity],
  },

  rollback: {
    title: '롤백',
    nothingToRollBack:
      'firebreak.yml에 배포 시스템이 설정된 서비스가 없어 여기에서 롤백할 수 없습니다.',
    chooseTarget: '서비스와 환경 선택',
    target: '서비스와 환경',
    next: '다음',
    chooseOne: '하나를 선택해 주세요.',
    readingReleases: (service, environment) => `릴리스를 읽는 중: ${service} ${environment} …`,
    noEarlier: (place) => `${place}: 되돌릴 이전 릴리스가 없습니다.`,
    olderHidden: (count) => `더 오래된 릴리스 ${count}개는 표시하지 않았습니다.`,
    incomplete: '기록이 전부는 아닙니다.',
    seePlan: '계획 보기',
    now: (release) => `현재: ${release}`,
    goBackTo: '되돌릴 릴리스',
    planning: '계획을 세우고 점검하는 중 …',
    gone: '그 릴리스는 더 이상 기록에 없습니다. 처음부터 다시 해 주세요.',
    insteadTry: (verb) => `대신 "${verb}" 명령을 써 볼 수 있습니다.`,
    backTo: (release) => `되돌릴 릴리스: ${release}`,
    takes: (low, high, basis) => `보통 ${low}–${high}분 걸립니다 (${basis}).`,
    blocked: (sign) => `*이대로는 진행할 수 없습니다.* ${sign} 표시된 점검 항목을 확인해 주세요.`,
    typeName: (service, environment) =>
      `${environment} 환경입니다. 계속하려면 "${service}" 이름을 입력하세요`,
    notTheName: (service) => `이름이 다릅니다. "${service}" 이름을 그대로 입력해 주세요.`,
    propose: '롤백 요청',
    notProposed: '요청하지 못함',
    outdated: '이전 버전 Firebreak의 양식입니다. 처음부터 다시 해 주세요.',
    since: (label, moment, outcome) => `*${label}*, ${moment}부터, ${core.outcome(outcome)}`,
    outcome: core.outcome,
  },
};
