import type { Baseline } from '../../../evidence/question.ts';
import type * as en from '../en/evidence.ts';
import { evidenceNames } from './names.ts';

const baselineNames: Readonly<Record<Baseline['is'], string>> = {
  before: '바로 앞의 같은 길이',
  'day-before': '어제 같은 시각',
  'week-before': '지난주 같은 시각',
  'before-release': '배포 전',
};

export const evidenceBriefing: typeof en.evidenceBriefing = {
  title: '확인된 내용',
  asking: (kinds) => `조사 중: ${kinds.join(', ')} …`,
  titles: {
    errors: '오류',
    'slow-queries': '느린 쿼리',
    'log-volume': '로그 양',
    database: '데이터베이스',
    changes: '변경 사항',
  },
  none: {
    errors: '오류가 없습니다.',
    'slow-queries': '느린 쿼리가 없습니다.',
    'log-volume': '측정할 로그 그룹이 없습니다.',
    database: '데이터베이스를 찾지 못했습니다.',
    changes: '알려진 변경이 없습니다.',
  },
  failed: (kind, why) => `${evidenceNames[kind]} 정보를 확인하지 못했습니다. ${why}`,
  first: '처음',
  last: '마지막',
  times: (count) => `${count}건`,
  accessLines: '메서드, 경로, 상태 코드만 있는 항목은 접근 로그에서 읽었으며 오류 기록은 없습니다.',
  more: (count) => `외 ${count}종`,
  window: '구간',
  instead: '먼저 찾는 곳에서 답을 얻지 못한 이유:',
  partial: '일부만 읽었습니다:',
  look: '직접 보기',
  query: '쿼리',
  comparedWith: (is, release) =>
    is === 'before-release' && release !== ''
      ? `비교 구간, ${release} 배포 전:`
      : `비교 구간, ${baselineNames[is]}:`,
  covered: '이 구간만 읽었습니다:',
  before: (amount) => `이전 ${amount}`,
  beforeIs: '이전 시점',
  noLines: '기록이 없음',
  linesAMinute: (lines) => `분당 ${lines}줄`,
  streams: (now, before) =>
    before === undefined ? `스트림 ${now}개` : `스트림 ${before}개 중 ${now}개`,
  roles: { writer: '쓰기', reader: '읽기', unknown: '역할 모름' },
  connections: (now, most) => (most === undefined ? `연결 ${now}` : `연결 ${most} 중 ${now}`),
  calm: '이상 없음',
  connectionsUsed: (percent: number) => `연결 ${percent} % 사용`,
  replicationStopped: '복제가 멈춰 있음',
  lag: (length) => `복제 지연 ${length}`,
  freeStorage: (size) => `여유 공간 ${size}`,
  nowWriter: '쓰기 인스턴스 변경:',
  atWork: '활성 세션',
  holderKinds: { user: '사용자', host: '호스트', application: '애플리케이션' },
  databaseEvents: {
    failover: '장애 조치',
    restart: '재시작',
    maintenance: '유지 보수',
    parameters: '파라미터',
    configuration: '설정',
    storage: '스토리지',
    other: '이벤트',
  },
  changeKinds: {
    release: '릴리스',
    configuration: '설정',
    flag: '플래그',
    migration: '마이그레이션',
    database: '데이터베이스',
    alarm: '알람',
    scaling: '규모 조정',
    other: '기타',
  },
  changeOrigins: {
    'database-events': '데이터베이스 이벤트',
    'alarm-edits': '알람 수정',
    scaling: '규모 조정',
    flags: '기능 플래그',
    migrations: '스키마 마이그레이션',
  },
  notAsked: (sources) => `확인할 수 없는 변경: ${sources.join(', ')}`,
  noRelease: '최근 24시간 동안 배포가 없었습니다.',
  releasedAt: '배포',
  beforeOnset: (distance) => `장애 시작 ${distance} 전`,
  afterOnset: (distance) => `장애 시작 ${distance} 후`,
};
