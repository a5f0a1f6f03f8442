import type * as en from '../en/card.ts';
import { person, tenantNouns } from './names.ts';

export const card: typeof en.card = {
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
};

export const page: typeof en.page = {
  title: '호출되었습니다',
  thread: '스레드 열기',
  answeredBy: (by) => `${person(by)}이 확인했습니다.`,
  over: '상황이 끝났습니다.',
  answeredByYou: '확인하셨습니다.',
};

function tenantsHit(hit: number, total: number | undefined, noun: string): string {
  const [name, counter] = tenantNouns[noun] ?? [noun, '개'];
  return total === undefined
    ? `${name} ${hit}${counter}`
    : `${name} ${total}${counter} 중 ${hit}${counter}`;
}
