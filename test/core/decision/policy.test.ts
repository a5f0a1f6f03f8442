import { describe, expect, test } from 'vitest';
import {
  approvalsNeeded,
  type Crew,
  mayApprove,
  mayPropose,
  type Policy,
} from '../../../src/core/decision/policy.ts';
import { verbs } from '../../../src/core/service/rollout.ts';

const rotation = {
  zone: 'Asia/Seoul',
  start: '2026-11-02',
  handover: { weekday: 1, time: '10:00' },
  escalateAfterMs: 300_000,
} as const;
const crew: Crew = {
  people: ['ana', 'ben', 'chris', 'dana'].map((id) => ({ id })),
  rotations: [
    { ...rotation, name: 'backend', people: ['ana', 'ben'] },
    { ...rotation, name: 'web', people: ['chris'] },
  ],
  services: [
    { name: 'points-api', rotation: 'backend' },
    { name: 'site', rotation: 'web' },
    { name: 'orphan' },
  ],
  policies: [],
};
const at = Date.parse('2026-11-10T00:00:00Z'); // ben has the shift
const wish = { verb: 'rollback', service: 'points-api', environment: 'production', at } as const;
const approval = { ...wish, proposer: 'ana' };
const ok = 'ok';
const refusal = (reason: string) => expect.objectContaining({ kind: 'refusal', reason });

describe('without a policy', () => {
  test('in production the members of the rotation may propose, others may not', () => {
    expect(mayPropose(crew, { ...wish, person: 'ana' })).toBe(ok);
    expect(mayPropose(crew, { ...wish, person: 'dana' })).toEqual({
      kind: 'refusal',
      reason: 'may-not-propose',
      text: 'I did not propose the rollback of points-api in production, because you may not ask for it. ana or ben can.',
    });
    expect(mayPropose(crew, { ...wish, person: 'slack:U9' })).toEqual(refusal('may-not-propose'));
  });

  test('production needs one more person to change traffic, none to hold it', () => {
    const needed = verbs.map((verb) => [verb, approvalsNeeded(crew, { ...wish, verb })]);
    expect(Object.fromEntries(needed)).toEqual({
      rollback: 1,
      pause: 0,
      resume: 0,
      promote: 1,
      abort: 1,
    });
  });

  test('elsewhere anyone may do anything alone', () => {
    for (const verb of verbs) {
      const staging = { ...wish, verb, environment: 'staging' };
      expect(mayPropose(crew, { ...staging, person: 'slack:U9' })).toBe(ok);
      expect(approvalsNeeded(crew, staging)).toBe(0);
    }
  });

  test('a production service without a rotation can be changed by nobody, and says why', () => {
    const refused = mayPropose(crew, { ...wish, service: 'orphan', person: 'ana' });
    expect(refused).toEqual(refusal('may-not-propose'));
    expect(refused).toHaveProperty('text', expect.stringContaining('orphan has no rotation'));
  });
});

describe('an approval', () => {
  test('is refused from the proposer, whatever the policy says', () => {
    const loose: Policy = {
      environments: ['*'],
      verbs: ['rollback'],
      propose: ['anyone'],
      approve: { by: ['anyone'], count: 1 },
    };
    for (const policies of [[], [loose]]) {
      expect(mayApprove({ ...crew, policies }, { ...approval, person: 'ana' })).toEqual(
        refusal('own-proposal'),
      );
    }
    expect(mayApprove(crew, { ...approval, person: 'ana' })).toHaveProperty(
      'text',
      'I did not take your approval of the rollback of points-api in production, because you proposed it. ben can approve it.',
    );
  });

  test('counts once a person', () => {
    expect(mayApprove(crew, { ...approval, person: 'ben' })).toBe(ok);
    expect(mayApprove(crew, { ...approval, person: 'ben', approvedBy: ['ben'] })).toEqual(
      refusal('approved-already'),
    );
  });

  test('is refused from people the rule does not name, naming those who could', () => {
    expect(mayApprove(crew, { ...approval, person: 'dana' })).toEqual({
      kind: 'refusal',
      reason: 'may-not-approve',
      text: 'I did not take your approval of the rollback of points-api in production, because you may not give it. ben can.',
    });
  });

  test('says so when nobody else could give it', () => {
    const lone = { ...approval, service: 'site', proposer: 'chris', person: 'chris' };
    expect(mayApprove(crew, lone)).toHaveProperty('text', expect.stringContaining('Nobody else'));
  });

  test('is not taken where none is needed', () => {
    expect(mayApprove(crew, { ...approval, verb: 'pause', person: 'ben' })).toEqual(
      refusal('no-approval-needed'),
    );
  });
});

describe('a policy', () => {
  const policies: readonly Policy[] = [
    {
      environments: ['prod*'],
      services: ['points-api'],
      verbs: ['rollback'],
      propose: ['oncall', 'dana'],
      approve: { by: ['web', 'dana'], count: 2 },
    },
    { environments: ['*'], verbs: ['rollback'], propose: ['anyone'], approve: 'none' },
  ];

  const agreed = { ...crew, policies };

  test('the first that fits decides alone', () => {
    expect(approvalsNeeded(agreed, wish)).toBe(2);
    expect(approvalsNeeded(agreed, { ...wish, service: 'site' })).toBe(0);
    expect(approvalsNeeded(agreed, { ...wish, environment: 'staging' })).toBe(0);
    expect(approvalsNeeded(agreed, { ...wish, verb: 'abort' })).toBe(1);
  });

  test('names people, members of rotations and whoever is on call at that moment', () => {
    expect(mayPropose(agreed, { ...wish, person: 'ben' })).toBe(ok);
    expect(mayPropose(agreed, { ...wish, person: 'dana' })).toBe(ok);
    expect(mayPropose(agreed, { ...wish, person: 'ana' })).toEqual({
      kind: 'refusal',
      reason: 'may-not-propose',
      text: 'I did not propose the rollback of points-api in production, because you may not ask for it. ben (on call now) or dana can.',
    });
    const weekBefore = at - 7 * 24 * 3_600_000;
    expect(mayPropose(agreed, { ...wish, at: weekBefore, person: 'ana' })).toBe(ok);
    expect(mayApprove(agreed, { ...approval, person: 'chris' })).toBe(ok);
    expect(mayApprove(agreed, { ...approval, person: 'ben' })).toEqual(refusal('may-not-approve'));
  });

  test('anyone means strangers to the configuration too', () => {
    expect(mayPropose(agreed, { ...wish, service: 'site', person: 'slack:U9' })).toBe(ok);
  });
});

test('refuses in Korean where the workspace speaks it', () => {
  const korean = { ...crew, language: 'ko' } as const;
  expect(mayPropose(korean, { ...wish, person: 'dana' })).toHaveProperty(
    'text',
    'production points-api 롤백 요청을 받지 않았습니다. 요청 권한이 없습니다. 할 수 있는 사람: ana, ben.',
  );
  expect(mayApprove(korean, { ...approval, person: 'ana' })).toHaveProperty(
    'text',
    'production points-api 롤백 승인을 받지 않았습니다. 본인이 요청한 작업입니다. 승인할 수 있는 사람: ben.',
  );
});
