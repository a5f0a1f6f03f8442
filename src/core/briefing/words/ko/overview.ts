import type * as en from '../en/overview.ts';
import { person } from './names.ts';

export const overview: typeof en.overview = {
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
};
