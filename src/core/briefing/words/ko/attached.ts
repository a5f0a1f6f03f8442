import type { Words } from '../words.ts';

export const attached: Words['attached'] = {
  onset: '시작',
  load: '쿼리별 DB 소요 시간 (분당)',
  rest: (kinds) => `그 밖의 ${kinds}종`,
  slowText: '느린 쿼리: 쿼리별 부하와 전체 목록입니다.',
  slowAlt: (top) =>
    `쿼리별 분당 DB 소요 시간 그래프. 가장 큰 것: ${top}. 수치는 텍스트 파일에 있습니다.`,
  slowFile: '느린 쿼리 전체 목록',
  reportTitle: '느린 쿼리',
  sum: (events, total, kinds) => `느린 문장 ${events}건, ${kinds}종, 합계 ${total}`,
  numbers: (count, total, share) => `${count}회 · 합계 ${total} · 느린 시간의 ${share}`,
  locks: (total) => `잠금 대기: ${total}`,
  change: ({ kind, beforeCount, beforeP95Ms }, ms) => {
    const names = {
      new: '새로 나타남',
      'more-often': '더 잦아짐',
      slower: '더 느려짐',
      less: '줄어듦',
      same: '이전과 같음',
    };
    const p95 = beforeP95Ms === undefined ? '' : `, p95 ${ms(beforeP95Ms)}`;
    return kind === 'new' ? names.new : `${names[kind]}; 이전 ${Math.round(beforeCount)}회${p95}`;
  },
  example: (statement) => `예: ${statement}`,
  callers: (names) => `호출: ${names.join(', ')}`,
  failed: (why) => `그림과 파일을 올리지 못했습니다: ${why}`,
};
