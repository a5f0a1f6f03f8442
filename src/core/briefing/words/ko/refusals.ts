import type * as en from '../en/refusals.ts';
import { actionStateNames, kindList, person, phaseNames, verbNames } from './names.ts';

export const refusals: typeof en.refusals = {
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
  noSuchRelease: (labels) =>
    labels.length === 0
      ? '비교할 릴리스가 없습니다. `어제 대비`나 `지난주 대비`로 적어 주세요.'
      : `비교할 릴리스를 찾지 못했습니다. 있는 릴리스: ${labels.slice(0, 5).join(', ')}.`,
  noRotation: (name, known) =>
    known.length === 0
      ? '설정된 당직 순번이 없습니다. firebreak.yml의 `rotations`에 추가해 주세요.'
      : `그런 당직 순번이 없습니다: ${name}. 있는 순번: ${known.join(', ')}.`,
};
