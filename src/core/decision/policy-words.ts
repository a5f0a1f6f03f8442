import type { Verb } from '../service/rollout.ts';

/** What policies say to people, a language each. `what` names the action, its service and place. */
export interface PolicyWords {
  what(wish: { verb: Verb; service: string; environment: string }): string;
  mayNotPropose(what: string, could: string): string;
  nobodyMay(what: string, why: string): string;
  noRotation(service: string): string;
  namesNobody(names: string): string;
  noApprovalNeeded(what: string): string;
  ownProposal(what: string, could: string): string;
  approvedAlready(what: string, could: string): string;
  mayNotApprove(what: string, could: string): string;
  anyoneElse: string;
  nobodyElse: string;
  onCallNow(name: string): string;
  list(names: readonly string[]): string;
}

const en: PolicyWords = {
  what: ({ verb, service, environment }) => `the ${verb} of ${service} in ${environment}`,
  mayNotPropose: (what, could) =>
    `I did not propose ${what}, because you may not ask for it. ${could} can.`,
  nobodyMay: (what, why) => `I did not propose ${what}, because nobody may: ${why}`,
  noRotation: (service) =>
    `${service} has no rotation and no policy names a person. Add either to the configuration.`,
  namesNobody: (names) => `its policy names ${names}. Name a person or a rotation in it.`,
  noApprovalNeeded: (what) => `I did not note your yes: ${what} needs no approval.`,
  ownProposal: (what, could) =>
    `I did not take your approval of ${what}, because you proposed it. ${could} can approve it.`,
  approvedAlready: (what, could) =>
    `I counted your approval of ${what} already. ${could} can give the next one.`,
  mayNotApprove: (what, could) =>
    `I did not take your approval of ${what}, because you may not give it. ${could} can.`,
  anyoneElse: 'Anyone else',
  nobodyElse: 'Nobody else (the policy names no further person)',
  onCallNow: (name) => `${name} (on call now)`,
  list: (names) => new Intl.ListFormat('en', { type: 'disjunction' }).format(names),
};

const verbsInKorean: Readonly<Record<Verb, string>> = {
  rollback: '롤백',
  pause: '일시 정지',
  resume: '재개',
  promote: '승격',
  abort: '중단',
};

const ko: PolicyWords = {
  what: ({ verb, service, environment }) => `${environment} ${service} ${verbsInKorean[verb]}`,
  mayNotPropose: (what, could) =>
    `${what} 요청을 받지 않았습니다. 요청 권한이 없습니다. 할 수 있는 사람: ${could}.`,
  nobodyMay: (what, why) => `${what} 요청을 받지 않았습니다. 아무도 요청할 수 없습니다. ${why}`,
  noRotation: (service) =>
    `${service}에는 당직 순번이 없고, 사람을 지정한 정책도 없습니다. 설정에 둘 중 하나를 추가하세요.`,
  namesNobody: (names) => `정책에 적힌 이름: ${names}. 사람이나 당직 순번을 적어 주세요.`,
  noApprovalNeeded: (what) => `승인을 기록하지 않았습니다. ${what}에는 승인이 필요 없습니다.`,
  ownProposal: (what, could) =>
    `${what} 승인을 받지 않았습니다. 본인이 요청한 작업입니다. 승인할 수 있는 사람: ${could}.`,
  approvedAlready: (what, could) =>
    `${what} 승인은 이미 반영되었습니다. 다음 승인을 할 수 있는 사람: ${could}.`,
  mayNotApprove: (what, could) =>
    `${what} 승인을 받지 않았습니다. 승인 권한이 없습니다. 승인할 수 있는 사람: ${could}.`,
  anyoneElse: '다른 누구나',
  nobodyElse: '없음 (정책에 다른 사람이 없습니다)',
  onCallNow: (name) => `${name}(현재 당직)`,
  list: (names) => names.join(', '),
};

const languages = { en, ko } as const;

export function policyWords(language: 'en' | 'ko' | undefined): PolicyWords {
  return languages[language ?? 'en'];
}
