import type * as en from '../en/notices.ts';
import { nameOf } from '../names.ts';
import { evidenceNames, verbNames, verdictNames } from './names.ts';

export const notices: typeof en.notices = {
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
};

export const causes: typeof en.causes = {
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
};
