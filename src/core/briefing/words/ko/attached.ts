import type { Words } from '../words.ts';

export const attached: Words['attached'] = {
  now: '현재',
  overview: '한눈에 보기',
  errors: '분당 오류 수',
  load: '쿼리별 DB 소요 시간 (분당)',
  volume: '분당 로그 줄 수',
  databaseUse: 'DB: CPU·연결 사용률',
  databaseLag: '복제 지연',
  databaseLatency: 'DB: 읽기·쓰기 1회 소요 시간',
  cpu: (instance) => `${instance} CPU`,
  databaseWork: 'DB: 초당 읽기·쓰기 횟수',
  connections: (instance) => `${instance} 연결`,
  reads: (instance) => `${instance} 읽기`,
  writes: (instance) => `${instance} 쓰기`,
  before: (name) => `${name} · 이전`,
  usual: (name) => `${name} · 평소 이 시간대`,
  newGroup: (title) => `신규 · ${title}`,
  rest: (kinds) => `그 밖의 ${kinds}종`,
  couldNotRead: (kinds) => `읽지 못함: ${kinds.join(', ')}`,
  notAsked: (kinds) => `확인하지 않음: ${kinds.join(', ')}`,
  foundNothing: (kinds) => `발견되지 않음: ${kinds.join(', ')}`,
  hatched: '빗금: 읽지 않은 구간',
  marked: '표시',
  most: (value, time) => `최대 ${value} (${time})`,
  latest: (value) => `현재 ${value}`,
  last: (value, time) => `마지막 ${value} (${time})`,
  since: (time) => `${time}부터`,
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
