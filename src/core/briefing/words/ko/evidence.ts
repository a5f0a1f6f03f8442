import type * as en from '../en/evidence.ts';
import { evidenceNames } from './names.ts';

export const evidenceBriefing: typeof en.evidenceBriefing = {
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
};
