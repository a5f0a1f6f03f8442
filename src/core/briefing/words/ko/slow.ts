import type { SlowDiagnosis, SlowHappening } from '../../../logs/slow-log/digest.ts';
import { percent } from '../../amounts.ts';
import type { Inline } from '../../briefing.ts';
import type * as en from '../en/slow.ts';
import { duration } from './duration.ts';

const happeningNames: Readonly<Record<SlowHappening['kind'], string>> = {
  'lock-wait': '락 대기',
  deadlock: '교착 상태',
  'temp-file': '임시 파일',
  cancelled: '취소된 문장',
};

export const slow: typeof en.slow = {
  nothingWorse: '새로 생기거나 느려지거나 잦아진 쿼리가 없습니다. 시간을 가장 많이 쓰는 쿼리:',
  headline: (statement, facts) => `DB: ${statement} ${facts}`,
  share: (share) => `느린 쿼리 시간의 ${share}`,
  ofLoad: (share) => `전체 부하의 ${share}`,
  sessions: (count) => `활성 세션 ${count}개`,
  calls: (perSecond, each) =>
    each === undefined ? `초당 ${perSecond}회` : `초당 ${perSecond}회, 회당 ${each}`,
  change: (kind, times) =>
    kind === 'new'
      ? '새로 나타남'
      : kind === 'slower'
        ? times === undefined
          ? '느려짐'
          : `${times}배 느려짐`
        : '잦아짐',
  rows: (examined, sent) =>
    sent === undefined ? `${examined}행 읽음` : `${examined}행을 읽어 ${sent}행 반환`,
  sure: { known: '확인됨', likely: '유력', guess: '추측' },
  diagnosis: (diagnosis) => diagnosisOf(diagnosis),
  checkNext: '다음 확인:',
  check: (diagnosis) => checkOf(diagnosis),
  kinds: (count) => `느린 쿼리는 모두 ${count}종입니다.`,
  gone: (count, total) => `더 이상 보이지 않는 쿼리: ${count}종 (당시 합계 ${total}).`,
  unread: (size) => `로그 중 ${size}는 읽을 수 없었습니다.`,
  happening: (kind, count, amount) => {
    const text = `${happeningNames[kind]} ${count}건`;
    return amount === undefined ? text : `${text} (${amount})`;
  },
};

function diagnosisOf(diagnosis: SlowDiagnosis): readonly Inline[] {
  switch (diagnosis.id) {
    case 'missing-index':
      return diagnosis.columns.length > 0
        ? ['인덱스 없음: ', { code: diagnosis.columns.join(', ') }]
        : ['맞는 인덱스 없음'];
    case 'blocked':
      return [`실행 시간의 ${percent(diagnosis.lockShare)}를 락 대기에 씀`];
    case 'more-calls': {
      const who = diagnosis.caller ?? diagnosis.user ?? diagnosis.host;
      const often = `호출이 ${Math.round(diagnosis.times)}배로 늘어남`;
      return [who ? `${often} (호출: ${who})` : often];
    }
    case 'plan-or-saturation':
      return [
        `실행 계획이 바뀌었거나 서버가 바쁨: 행 수는 같고 ${diagnosis.times.toFixed(1)}배 느림`,
      ];
    case 'spilling':
      return [`실행의 ${percent(diagnosis.share)}에서 정렬이나 임시 테이블이 디스크로 넘침`];
    case 'failing':
      return [`실행의 ${percent(diagnosis.share)}가 오류로 끝나거나 강제 종료됨`];
    case 'began-with-release':
      return [
        `${diagnosis.release} 배포 ${duration(diagnosis.afterMs)} 후`,
        diagnosis.began === 'running' ? ' 처음 나타남' : '부터 느려짐',
      ];
  }
}

function checkOf(diagnosis: SlowDiagnosis): string {
  switch (diagnosis.id) {
    case 'missing-index':
      return diagnosis.table
        ? `실행 계획(EXPLAIN)과 테이블의 인덱스 목록: ${diagnosis.table}`
        : '실행 계획(EXPLAIN)과 테이블의 인덱스 목록';
    case 'blocked':
      return '어느 트랜잭션이 락을 얼마나 오래 잡고 있는지';
    case 'more-calls':
      return '누가 호출하는지: 새 호출자, 재시도, 한 건씩 묻는 반복문';
    case 'plan-or-saturation':
      return '지금과 이전의 실행 계획(EXPLAIN), 인스턴스의 CPU와 IOPS';
    case 'spilling':
      return '정렬하는 양과 정렬 하나에 허용된 메모리';
    case 'failing':
      return '같은 시각 애플리케이션의 오류';
    case 'began-with-release':
      return `이 릴리스에서 바뀐 쿼리와 테이블: ${diagnosis.release}`;
  }
}
