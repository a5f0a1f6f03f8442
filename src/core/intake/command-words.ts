import { type CommandVerb, commandHelp } from './command.ts';

/** What reading a command says to people, a language each. */
export interface CommandWords {
  /** What may follow the verb. */
  usage(verb: CommandVerb): string;
  /** In Korean it begins with the verb's Korean name. */
  does(verb: CommandVerb): string;
  unknownVerb(word: string): string;
  meantVerb(word: string, meant: string): string;
  unknownWord(word: string, hint: string, usage: string): string;
  didYouMean(meant: string): string;
  unknownRotation(word: string, hint: string): string;
  ambiguous(word: string, candidates: readonly string[]): string;
  two(before: string, after: string): string;
  outOfRange(word: string, from: string, to: string): string;
  unknownBaseline(word: string): string;
  known(noun: 'services' | 'environments' | 'rotations', names: readonly string[]): string;
}

const en: CommandWords = {
  usage: (verb) => commandHelp[verb].usage,
  does: (verb) => commandHelp[verb].does,
  unknownVerb: (word) => `I do not know "${word}". "help" lists what I can do.`,
  meantVerb: (word, meant) =>
    `I do not know "${word}". Did you mean "${meant}"? "help" lists all I can do.`,
  unknownWord: (word, hint, usage) =>
    [`I do not understand "${word}" here.`, hint, `Write: ${usage}`].filter(Boolean).join(' '),
  didYouMean: (meant) => `Did you mean "${meant}"?`,
  unknownRotation: (word, hint) => `I know no rotation "${word}". ${hint}`,
  ambiguous: (word, candidates) =>
    `I did nothing, because "${word}" could be ${new Intl.ListFormat('en', { type: 'disjunction' }).format(candidates)}. Write more of the name.`,
  two: (before, after) =>
    `I did nothing, because you named two: ${before} and ${after}. Name one at a time.`,
  outOfRange: (word, from, to) =>
    `I did not look back ${word}: anything from ${from} to ${to} will do.`,
  unknownBaseline: (word) =>
    `I do not know what to compare with${word === '' ? '' : `: "${word}"`}. Write vs yesterday, vs last week, vs before, or vs release with its label.`,
  known: (noun, names) =>
    names.length === 0
      ? `No ${noun} are configured.`
      : `${noun.charAt(0).toUpperCase()}${noun.slice(1)}: ${names.join(', ')}.`,
};

const doesInKorean: Readonly<Record<CommandVerb, string>> = {
  overview: '현황: 열린 장애, 진행 중인 배포, 당직자',
  declare: '선언: 장애 선언 양식 열기',
  ack: '확인: 내가 맡았음을 알림. 호출이 멈춥니다',
  resolve: '해결: 상황이 끝났음을 알림',
  reopen: '다시 열기: 같은 문제가 다시 생겼을 때',
  dismiss: '기각: 장애가 아니었음을 알림',
  errors: '오류: 로그의 최근 오류',
  slow: '느린 쿼리: 최근 느린 쿼리와 이전 대비 변화',
  changes: '변경: 릴리스, 데이터베이스, 알람, 확장 등 최근에 바뀐 것',
  db: '디비: 라이터, 장애 조치, 연결 수, 복제 지연, 남은 공간',
  status: '상태: 어디에 무엇이 언제부터 얼마나 배포되었는지',
  rollback: '롤백: 이전 릴리스를 골라 계획을 보고 요청하기',
  pause: '일시 정지: 진행 중인 배포 멈추기',
  resume: '재개: 멈춘 배포 이어 가기',
  promote: '승격: 새 릴리스에 모든 트래픽 보내기',
  abort: '중단: 진행 중인 배포 그만두기',
  oncall: '당직: 지금 당직자와 다음 당직자',
  timeline: '타임라인: 지금까지 누가 무엇을 했는지',
  help: '도움말: 이 목록',
};

const slotsInKorean: Readonly<Record<string, string>> = {
  title: '제목',
  service: '서비스',
  environment: '환경',
  release: '릴리스',
  rotation: '당직 순번',
};

const nounsInKorean = { services: '서비스', environments: '환경', rotations: '당직 순번' } as const;

const ko: CommandWords = {
  usage: (verb) =>
    commandHelp[verb].usage
      .replace(/\[vs [^\]]+\]/u, '[어제 대비 | 지난주 대비 | 직전 대비 | 릴리스 대비]')
      .replace(/[a-z]{3,}/gu, (slot) => slotsInKorean[slot] ?? slot),
  does: (verb) => doesInKorean[verb],
  unknownVerb: (word) => `"${word}" 명령을 모릅니다. "help"로 할 수 있는 일을 볼 수 있습니다.`,
  meantVerb: (word, meant) =>
    `"${word}" 명령을 모릅니다. "${meant}"인가요? "help"로 전체 목록을 볼 수 있습니다.`,
  unknownWord: (word, hint, usage) =>
    [`여기에서 "${word}"의 뜻을 모르겠습니다.`, hint, `사용법: ${usage}`].filter(Boolean).join(' '),
  didYouMean: (meant) => `"${meant}"인가요?`,
  unknownRotation: (word, hint) => `당직 순번 "${word}"을(를) 모릅니다. ${hint}`,
  ambiguous: (word, candidates) =>
    `아무것도 하지 않았습니다. "${word}"에 해당하는 이름이 여럿입니다: ${candidates.join(', ')}. 이름을 더 길게 써 주세요.`,
  two: (before, after) =>
    `아무것도 하지 않았습니다. 두 가지가 적혀 있습니다: ${before}, ${after}. 하나씩 적어 주세요.`,
  outOfRange: (word, from, to) =>
    `${word} 전까지는 볼 수 없습니다. ${from}에서 ${to} 사이로 적어 주세요.`,
  unknownBaseline: (word) =>
    `무엇과 비교할지 모르겠습니다${word === '' ? '' : `: "${word}"`}. "어제 대비", "지난주 대비", "직전 대비", "릴리스 대비" 가운데 하나로 적어 주세요.`,
  known: (noun, names) =>
    names.length === 0
      ? `설정된 ${nounsInKorean[noun]}이(가) 없습니다.`
      : `${nounsInKorean[noun]}: ${names.join(', ')}.`,
};

const languages = { en, ko } as const;

export function commandWords(language: 'en' | 'ko' | undefined): CommandWords {
  return languages[language ?? 'en'];
}
