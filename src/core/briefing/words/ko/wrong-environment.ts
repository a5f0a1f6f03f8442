import type * as en from '../en/wrong-environment.ts';

export const wrongEnvironment: typeof en.wrongEnvironment = {
  settings: (home, other, isOver) =>
    `${home} 환경이 ${other} 설정으로 ${isOver ? '실행되었음' : '실행되고 있음'}`,
  database: (home, other, isOver) => {
    const whose = other === undefined ? '설정에 없는 데이터베이스' : `${other} 데이터베이스`;
    return `${home} 환경이 ${whose}에 ${isOver ? '접속했음' : '접속하고 있음'}`;
  },
  callsItself: (home, word) => `${home} 로그의 환경 값이 ${word}`,
  arrives: (home, other) => `${home} 요청이 ${other} 환경으로 들어가고 있음`,
  writesElsewhere: (home) => `${home} 쓰기가 다른 곳으로 가고 있을 수 있음`,
  since: '시작:',
  sinceBefore: '시작: 다음 시각 이전,',
  until: '종료:',
  with: (release) => `${release} 배포부터`,
  share: (share) => `로그의 ${share}`,
  hosts: (count, names) => `호스트 ${count}대: ${names}`,
  says: (word) => `로그의 환경 값이 “${word}”`,
  reaches: (host, other) =>
    other === undefined
      ? `접속 대상 ${host} (firebreak.yml에 없음)`
      : `접속 대상 ${host} (${other})`,
  guests: (whom, other, names) => `${other} 로그에 나타난 ${whom}: ${names}`,
  writesFell: (instance, left) => `${instance} 디스크 쓰기가 이전의 ${left}로 줄어듦`,
  oddBuild: (tag) => `이전 릴리스에는 ${tag} 같은 태그가 없었음`,
  against: '맞지 않는 점:',
  ownDatabase: (host) => `접속 대상은 원래대로 ${host}`,
  ownName: (word) => `로그의 환경 값은 그대로 “${word}”`,
  writesSteady: (instance) => `${instance} 쓰기는 줄지 않음`,
  stillHere: (home) => `${home} 로그는 이전만큼 쌓이고 있어 복사된 요청일 수 있음`,
  leftToDo: '남은 일:',
  which: '대상 목록',
  requests: (count) => `쓰기 요청 ${count}건`,
  lines: (count) => `로그 ${count}줄`,
  moved: ({ requests, whom, where, from, to, isMore }) => [
    ...from,
    '부터 ',
    ...(to ? [...to, '까지 '] : ['지금까지 ']),
    isMore ? '최소 ' : '',
    requests,
    whom === undefined ? '' : ` (${whom})`,
    `이 ${where} 쪽으로 들어갔습니다. 기록된 데이터를 직접 옮겨야 합니다.`,
  ],
};
