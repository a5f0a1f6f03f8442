import type { Strain } from '../../../evidence/database-strain.ts';
import { bytes, percent } from '../../amounts.ts';
import type * as en from '../en/findings.ts';

const roles: Readonly<Record<string, string>> = {
  writer: '라이터(쓰기)',
  reader: '리더(읽기 전용)',
  unknown: '역할 불명',
};

export const findings: typeof en.findings = {
  title: '무슨 일로 보이는지',
  nothing: '알려진 패턴이 아닙니다. 아래 조사 결과가 지금 아는 전부입니다.',
  consequence: '이로 인해',
  beganWith: (release, length, during) =>
    during ? `${release} 배포 중에 시작됨` : `${release} 배포 ${length} 후 시작됨`,
  mayHaveCome: (release, length) =>
    `${release} 배포 전에는 없던 오류 (배포 ${length} 후): 이 배포 때문일 수 있음`,
  notNew: '릴리스 전에도 있었음',
  onlyAt: (where, value, count, of, base) =>
    `${of}건 중 ${count}건이 ${where} ${value}에서 발생 (트래픽 비중은 ${base})`,
  onlyTenants: (hit, expected) =>
    `${hit}만 해당. 무작위라면 약 ${expected}: 해당 고객의 데이터, 설정, 샤드를 의심`,
  places: { host: '호스트', release: '릴리스', field: '' },
  usually: '흔한 원인:',
  checkNext: '다음 확인:',
  writeHost: (host, roleNow, before) => {
    const now = roles[roleNow] ?? roleNow;
    if (before === undefined) return `쓰기가 도착한 곳: ${host}. 현재 ${now}.`;
    return before.role === roleNow
      ? `쓰기가 도착한 곳: ${host}. 지금도 ${before.ago} 전에도 ${now}.`
      : `쓰기가 도착한 곳: ${host}. 현재 ${now}, ${before.ago} 전 ${roles[before.role] ?? before.role}.`;
  },
  writeHostUnknown: (host) => `쓰기가 도착한 곳: ${host}. 역할은 알 수 없음.`,
  wrongRouting: '장애 조치는 없었습니다. 애플리케이션이 쓰기를 읽기 전용 서버로 보내고 있습니다.',
  topologyMoved:
    '라이터가 바뀌었는데 연결이 이전 서버에 남아 있습니다. 재시작하거나 다시 연결하세요.',
  lastFailover: '마지막 장애 조치',
  onlyWritesThere:
    '접근 로그를 보면 그곳으로 간 쓰기만 실패하고 다른 쓰기는 정상입니다. 오류 내용은 로그에 없습니다.',
  onlyAccessLines: '접근 로그로만 알 수 있으며, 오류 내용은 로그에 없습니다.',
  silence: (group, left) => `${group} 로그가 평소의 ${left}만 기록됨`,
  since: '시작:',
  silenceErrors: (before, since) => `오류 시간당 ${since}건 (평소 ${before}건)`,
  silenceWarnings: (before, since) => `경고 ${since}건 (평소 ${before}건)`,
  silenceAccess: '접근 로그만 남음: 로깅이 꺼진 것으로 보임',
  silentWith: (release) => `${release} 배포부터`,
  silenceHides:
    '내부에서 생긴 오류는 어디에도 남지 않으므로, 오류가 안 보여도 정상이라는 뜻은 아닙니다.',
  failover: (was, is) =>
    was && is ? `장애 조치: 새 라이터 ${is} (이전 ${was})` : '데이터베이스 장애 조치',
  strain: (strain) => strainOf(strain),
  slow: (statement) => `느린 쿼리: ${statement}`,
  onset: { errors: '시작 추정', lines: '시작 추정', alarm: '알람 발생' },
};

function strainOf({ kind, instance, value, limit, fullInMs, status }: Strain): string {
  switch (kind) {
    case 'connections':
      return `${instance}: 최대 연결 ${limit ?? '?'}개 중 ${percent(value ?? 0)} 사용 중`;
    case 'replica-lag':
      return `${instance}: 복제 지연 ${Math.round(value ?? 0)}초, 읽기에 지난 데이터가 보임`;
    case 'cpu':
      return `${instance}: CPU ${percent(value ?? 0)} 사용이 몇 분째 계속됨`;
    case 'storage': {
      const soon =
        fullInMs === undefined ? '' : `, 약 ${Math.ceil(fullInMs / 60_000)}분 후 가득 참`;
      return `${instance}: 남은 저장 공간 ${bytes(value ?? 0)}${soon}`;
    }
    case 'not-available':
      return `${instance}: 상태 ${status ?? '사용 불가'}`;
  }
}
