import type { Evidence } from '../../evidence/evidence.ts';
import type { Phase } from '../../incident/phase.ts';
import type { AlarmState } from '../../intake/alarm.ts';
import type { PersonId } from '../../oncall/person.ts';
import type { Verdict } from '../../service/measurement.ts';
import type { Release } from '../../service/release.ts';
import type { RolloutPhase, Verb } from '../../service/rollout.ts';
import type { en } from './en.ts';
import { nameOf } from './names.ts';

const evidenceNames: Readonly<Record<Evidence['kind'], string>> = {
  errors: '오류',
  'slow-queries': '느린 쿼리',
  'log-volume': '로그 양',
  database: '데이터베이스 상태',
  changes: '변경 사항',
};
const verbNames: Readonly<Record<Verb, string>> = {
  rollback: '롤백',
  pause: '일시 정지',
  resume: '재개',
  promote: '승격',
  abort: '중단',
};
const phaseNames: Readonly<Record<Phase, string>> = {
  investigating: '조사 중',
  deciding: '결정 대기',
  acting: '조치 진행 중',
  verifying: '복구 확인 중',
  resolved: '해결됨',
  dismissed: '장애 아님',
  reviewed: '회고 완료',
};
const stateNames: Readonly<Record<AlarmState, string>> = {
  alarm: '발생',
  ok: '정상',
  'insufficient-data': '데이터 없음',
};
const verdictNames: Readonly<Record<Verdict, string>> = {
  confirmed: '복구 확인됨',
  'not-confirmed': '복구되지 않음',
  'cannot-tell': '판단할 수 없음',
};
const rolloutNames: Readonly<Record<RolloutPhase, string>> = {
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
const outcomeNames: Readonly<Record<Release['outcome'], string>> = {
  succeeded: '배포 완료',
  failed: '배포 실패',
  'rolled-back': '롤백됨',
  stopped: '중단됨',
  running: '배포 중',
  unknown: '결과 알 수 없음',
};
const actionStateNames: Readonly<Record<string, string>> = {
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
const tenantNouns: Readonly<Record<string, readonly [noun: string, counter: string]>> = {
  tenant: ['고객사', '곳'],
  company: ['고객사', '곳'],
  merchant: ['가맹점', '곳'],
  shop: ['매장', '곳'],
  store: ['매장', '곳'],
  customer: ['고객', '명'],
  member: ['회원', '명'],
  user: ['사용자', '명'],
};

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

  timeline: {
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
  },

  notices: {
    verdict: (verb, verdict, measurements) => {
      const doubtful = measurements.filter(({ result }) => result !== 'pass');
      const passed = measurements.length - doubtful.length;
      const rest = doubtful.map(({ text }) => text).join(' · ');
      return `${verbNames[verb]} 결과: ${verdictNames[verdict]}. 측정 ${measurements.length}개 중 ${passed}개 통과.${rest ? ` 나머지: ${rest}` : ''}`;
    },
    nobodyToPage: (service) => `아무도 호출하지 않았습니다. ${service}에 당직 순번이 없습니다.`,
    notRead: (why) => `배포 시스템을 읽지 못해 아무것도 보내지 않았습니다. ${why}`,
    lostSight: (why) =>
      `보냈지만 결과를 확인하지 못했습니다. 배포 시스템 콘솔에서 직접 확인해 주세요. ${why}`,
    nobodyAnswers: (people, pages) =>
      `${pages}번 호출했지만 응답이 없습니다: ${[...new Set(people)].map(nameOf).join(', ')}. 다른 방법으로 연락해 주세요.`,
  },

  causes: {
    otherIncident: '다른 장애에서 같은 서비스를 변경하고 있습니다. 끝난 뒤에 다시 시도해 주세요.',
    rolloutMoved: '승인한 때와 배포 상태가 다릅니다.',
    failedWhileSending: '보내는 도중 프로그램에 오류가 났습니다.',
    stoppedWhileSending: '보내는 도중 프로그램이 종료되었습니다.',
    notSentInTime: '보낼 때 프로그램이 실행 중이 아니었습니다. 현재 상태를 먼저 다시 확인합니다.',
    approvalTooOld: '승인 후 15분 안에 보내지 못했습니다. 지금 상황을 보고 다시 결정하세요.',
    noTrace: '1분 동안 확인했지만 흔적이 없습니다. 실행되지 않았습니다.',
    noAnswer: (source, seconds) =>
      `${source}: ${seconds}초 안에 응답이 없었습니다. 직접 확인하거나 다시 조사해 주세요.`,
    noSource: (kind, service, environment) =>
      `${environment} ${service}의 ${evidenceNames[kind]} 정보를 볼 곳이 없습니다. firebreak.yml에서 로그와 데이터베이스 설정을 확인해 주세요.`,
  },

  refusals: {
    noIncident: () => '그런 장애가 없습니다. `/incident` 명령으로 열린 장애를 볼 수 있습니다.',
    closed: (id, phase) =>
      `${id} 상태: ${phaseNames[phase]}. \`/incident reopen ${id}\` 명령으로 다시 열 수 있습니다.`,
    open: (id) => `${id}: 이미 열려 있습니다.`,
    acknowledged: (id, by, self) =>
      self
        ? `${id}: 이미 확인하셨습니다.`
        : `${id}: ${person(by)}이 이미 확인했습니다. 더 이상 호출하지 않습니다.`,
    acting: (id) => `${id}: 아직 조치가 진행 중입니다. 끝난 뒤에 닫아 주세요.`,
    phase: (id, from, to) =>
      `${id}: "${phaseNames[from]}" 상태에서 "${phaseNames[to]}" 상태로 바꿀 수 없습니다.`,
    notConfigured: (service) =>
      `설정에 없는 서비스라 어디를 볼지 알 수 없습니다: ${service}. firebreak.yml에 추가해 주세요.`,
    noSource: (service, kinds) =>
      `${service}의 ${kindList(kinds)} 정보를 볼 곳이 없습니다. firebreak.yml의 환경에 로그나 데이터베이스를 추가해 주세요.`,
    noRollout: (service, environment) =>
      `${environment} ${service}의 배포 시스템이 firebreak.yml에 없어 릴리스를 바꿀 수 없습니다.`,
    liveAction: (verb, by) =>
      `이미 진행 중인 조치가 있습니다 (${verbNames[verb]}, ${person(by)} 요청). 먼저 끝내거나 철회해 주세요.`,
    planMoved: () =>
      '보시는 동안 상황이 바뀌어 계획이 달라졌습니다. 새 계획을 보고 다시 결정해 주세요.',
    notProposed: (state) =>
      state === undefined
        ? '그런 조치가 없습니다.'
        : `승인을 기다리는 조치가 아닙니다. 현재 상태: ${actionStateNames[state] ?? state}.`,
    whichService: (names) => `어느 서비스인지 적어 주세요: ${names.join(', ')}.`,
    whichEnvironment: (service, names) =>
      `${service}의 어느 환경인지 적어 주세요: ${names.join(', ')}. 운영 환경을 짐작하지 않습니다.`,
    whichIncident: (ids) =>
      ids.length === 0
        ? '열린 장애가 없습니다. INC-42처럼 번호를 적어 주세요.'
        : `어느 장애인지 적어 주세요. 열린 장애: ${ids.join(', ')}.`,
    unknownEnvironment: (service, environment) =>
      `firebreak.yml의 ${service}에 그런 환경이 없습니다: ${environment}.`,
    noRotation: (name, known) =>
      known.length === 0
        ? '설정된 당직 순번이 없습니다. firebreak.yml의 `rotations`에 추가해 주세요.'
        : `그런 당직 순번이 없습니다: ${name}. 있는 순번: ${known.join(', ')}.`,
  },

  card: {
    since: '시작',
    hit: '영향',
    phase: '상태',
    onIt: '담당',
    rollout: '배포',
    alarms: '알람',
    recovered: '복구가 확인됐습니다. 이상 없으면 종료해 주세요',
    nobodyYet: '아직 없음',
    paging: '호출 중:',
    unknownHit: '아직 모름',
    tenantsHit: (hit, total, noun) => tenantsHit(hit, total, noun),
    acknowledgePlease: '확인을 눌러 주세요.',
    declaredBy: '선언:',
    openedByAlarm: '알람으로 열림',
    allClear: '모든 알람이 정상으로 돌아왔습니다.',
    moreAlarms: (count) => `외 ${count}개`,
    measured: (value, limit) => `${value} (기준\u00a0${limit})`,
  },

  evidenceBriefing: {
    title: '확인된 내용',
    asking: (kinds) => `조사 중: ${kinds.join(', ')} …`,
    noErrors: '오류가 없습니다.',
    noSlow: '느린 쿼리가 없습니다.',
    errors: '오류',
    slow: '느린 쿼리',
    failed: (kind, why) => `${evidenceNames[kind]} 정보를 확인하지 못했습니다. ${why}`,
    first: '처음',
    last: '마지막',
    times: (count) => `${count}건`,
    slowLine: (count, p95, total) => `${count}회 · p95 ${p95} · 합계 ${total}`,
    rows: (examined, sent) => `읽은 행 ${examined} · 반환 ${sent}`,
    more: (count) => `외 ${count}종`,
    window: '구간',
    partial: '일부만 읽었습니다:',
    look: '직접 보기',
    query: '쿼리',
    changed: '변경 사항',
    nothingChanged: '최근 24시간 동안 배포가 없었습니다.',
    releasedAt: '배포',
    beforeOnset: (distance) => `장애 시작 ${distance} 전`,
    afterOnset: (distance) => `장애 시작 ${distance} 후`,
  },

  options: {
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
  },

  action: {
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
  },

  offers: {
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
  },

  page: {
    title: '호출되었습니다',
    thread: '스레드 열기',
    answeredBy: (by) => `${person(by)}이 확인했습니다.`,
    over: '상황이 끝났습니다.',
    answeredByYou: '확인하셨습니다.',
  },

  overview: {
    nothingOpen: '열린 장애가 없습니다.',
    open: '열린 장애',
    rollouts: '배포',
    onCall: '당직',
    until: (moment) => [moment, '까지'],
    nobody: '없음',
    help: '사용할 수 있는 명령',
    helpText:
      '스레드에서는 저를 멘션하고 같은 말을 쓰면 됩니다: `@Firebreak rollback`, `@Firebreak 롤백`',
    looking: (id) => `조사 중입니다. 결과는 ${id} 스레드에 올립니다.`,
    lookingAtRollout: (service, environment) => `배포 상태를 보는 중: ${service} ${environment} …`,
    asked: (id) => `요청했습니다. ${id} 스레드에서 이어집니다.`,
    done: '완료했습니다.',
    declared: (id) => `장애를 열었습니다: ${id}`,
    history: '릴리스',
    timeline: '타임라인',
    home: 'Firebreak',
    yourShift: '내 당직:',
    testPhone: '휴대폰 알림을 시험하려면 동료에게 staging에서 SEV1 장애를 선언해 달라고 하세요.',
    handover: (rotation, to) => `당직 교대: 지금부터 ${person(to)}이 ${rotation} 당직입니다.`,
    handoverOpen: (ids) =>
      ids.length === 0 ? '열린 장애가 없습니다.' : `아직 열린 장애: ${ids.join(', ')}.`,
  },

  duration: (ms) => durationInKorean(ms),
};

const endedAs = {
  impossible: '실행할 수 없습니다.',
  refused: '실행하지 않았습니다.',
  failed: '실패했습니다.',
} as const;

/** Names take 님, after which every particle is known. */
function person(id: PersonId): string {
  return `${nameOf(id)} 님`;
}

function kindList(kinds: readonly Evidence['kind'][]): string {
  return kinds.map((kind) => evidenceNames[kind]).join(', ');
}

function tenantsHit(hit: number, total: number | undefined, noun: string): string {
  const [name, counter] = tenantNouns[noun] ?? [noun, '개'];
  return total === undefined
    ? `${name} ${hit}${counter}`
    : `${name} ${total}${counter} 중 ${hit}${counter}`;
}

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

function durationInKorean(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${seconds}초`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes}분`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours}시간` : `${Math.round(hours / 24)}일`;
}
