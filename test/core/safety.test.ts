import { describe, expect, it } from 'vitest';
import { approvalsNeeded } from '../../src/core/decision/policy.ts';
import type { Event } from '../../src/core/event.ts';
import { isProduction } from '../../src/core/service/service.ts';
import { doubtsBeforeGivingUp } from '../../src/core/steps/acting.ts';
import { alarm, monday, opened, operation, plan, play, world } from '../support/points-world.ts';

const fired = { id: 'alarm-1', kind: 'AlarmChanged', change: alarm() } as const;
const action = 'ask-1#action';
const asks = {
  id: 'ask-1',
  kind: 'ActionRequested',
  by: 'ana',
  request: { verb: 'rollback' },
} as const;
const planned = { id: 'planned-1', kind: 'ActionPlanned', action, plan: plan() } as const;
const yes = { id: 'yes-1', kind: 'ActionApproved', action, by: 'ben', planHash: 'plan-1' } as const;
const guarded = { id: 'guard-1', kind: 'ActionGuarded', action } as const;
const ended = (kind: 'done' | 'failed') =>
  ({
    id: kind,
    kind: 'ActionProgressed',
    action,
    operation: operation({ state: kind, engineStatus: kind }),
  }) as const;
const started = { id: 'start-1', kind: 'ActionStarted', action, operation: operation() } as const;
const begun: readonly Event[] = [opened, fired];

const severities = {
  rules: [{ alarms: ['*-down'], environments: ['*'], severity: 'SEV1' }],
  otherwise: 'SEV3',
  paging: ['SEV1'],
} as const;
const worse: Event = {
  id: 'worse',
  kind: 'AlarmChanged',
  change: alarm({ name: 'points-api-down', alertKey: 'down' }),
};

describe('who is summoned', () => {
  it('nobody is woken for a worse alarm when somebody is on it; they are told', () => {
    const ack: Event = { id: 'ack', kind: 'IncidentAcknowledged', by: 'ben' };
    const quiet = { ...opened, severity: 'SEV3' } as Event;
    const { dossier } = play([quiet, ack, worse], { world: { severities } });
    expect(dossier.pages).toEqual([]);
    expect(Object.values(dossier.notices).map(({ to }) => to)).toEqual([['ben']]);
  });

  it('somebody is woken for a worse alarm of an incident that was opened again by hand', () => {
    const { dossier } = play([
      opened,
      { id: 'r', kind: 'IncidentResolved', by: 'ana' },
      { id: 'o', kind: 'IncidentReopened', by: 'ana' },
    ]);
    expect(dossier.pages.map(({ state }) => state)).toEqual(['acknowledged']);
    const quiet = { ...dossier, severity: 'SEV3' } as const;
    const change = play([worse], { from: quiet, world: { severities } });
    expect(change.dossier.pages.map(({ state }) => state)).toEqual(['acknowledged', 'sending']);
  });

  it('the timer of a settled page summons nobody after the incident was opened again', () => {
    const page = play([opened]).dossier.pages[0]!.id;
    const events: Event[] = [
      opened,
      { id: 'r', kind: 'IncidentResolved', by: 'ana' },
      { id: 'o', kind: 'IncidentReopened', by: 'ben' },
    ];
    const due: Event = { id: 'due', kind: 'EscalationDue', page };
    expect(() => play([...events, due])).toThrow('was answered');
  });

  it('a channel that fails at once reaches everybody once and then waits for the next round', () => {
    let { dossier } = play([opened]);
    for (let step = 0; step < 3; step++) {
      const subject = dossier.pages.at(-1)!.id;
      const failed: Event = {
        id: `f${step}`,
        kind: 'EffectFailed',
        effect: 'page',
        subject,
        why: 'No.',
      };
      dossier = play([failed], { from: dossier }).dossier;
    }
    expect(dossier.pages.map(({ person }) => person)).toEqual(['ana', 'ben', 'chris']);
    const due: Event = { id: 'due', kind: 'EscalationDue', page: dossier.pages.at(-1)!.id };
    expect(play([due], { from: dossier }).dossier.pages.at(-1)).toMatchObject({ person: 'ana' });
  });

  it('a page that fails after it was answered stays answered', () => {
    const page = play([opened]).dossier.pages[0]!.id;
    const ack: Event = { id: 'ack', kind: 'IncidentAcknowledged', by: 'ana' };
    const failed = { id: 'f', kind: 'EffectFailed', effect: 'page', subject: page, why: 'No.' };
    const change = play([opened, ack, failed as Event]);
    expect(change.dossier.pages.map(({ state }) => state)).toEqual(['acknowledged']);
  });
});

it('ids stay short however long the chain of pages is, and no two are the same', () => {
  const name = 'ㅁ'.repeat(255);
  const people = Array.from({ length: 60 }, (_, place) => `person-${place}`);
  const rotations = world.rotations.map((rotation) => ({ ...rotation, people }));
  let { dossier } = play([{ ...opened, id: `${name}@1:alarm#open` } as Event], {
    world: { rotations },
  });
  for (let step = 1; step < people.length * 3; step++) {
    const page = dossier.pages.at(-1)!.id;
    const due: Event = { id: `${page}#job-12@1/gave-up`, kind: 'EscalationDue', page };
    dossier = play([due], { from: dossier, world: { rotations } }).dossier;
  }
  const ids = dossier.pages.map(({ id }) => id);
  expect(new Set(ids).size).toBe(people.length * 3);
  expect(Math.max(...ids.map(({ length }) => length))).toBeLessThanOrEqual(500);
});

describe('what is waited for', () => {
  it('an answer that will never come does not keep people from deciding', () => {
    const { dossier } = play([
      opened,
      { id: 'seen', kind: 'RolloutObserved', failure: 'Not allowed.' },
    ]);
    const gaveUp = dossier.asking.map(
      (subject): Event => ({
        id: `up ${subject}`,
        kind: 'EffectFailed',
        effect: 'ask',
        subject,
        why: 'It broke.',
      }),
    );
    const change = play(gaveUp, { from: dossier });
    expect(change.dossier.asking).toEqual([]);
    expect(change.dossier.phase).toBe('deciding');
    expect(change.effects).toContainEqual({ kind: 'show', slot: 'options' });
  });

  it('the ways out go up with a card that came late', () => {
    const { dossier } = play([opened, asks]);
    const shown: Event = {
      id: 'shown',
      kind: 'MessageShown',
      slot: 'card',
      ref: { channel: 'C1', ts: '1.0' },
    };
    expect(play([shown], { from: dossier }).effects).toContainEqual({
      kind: 'show',
      slot: 'options',
    });
  });

  it('a change that failed is followed by a look at what runs now', () => {
    const change = play([...begun, asks, planned, yes, guarded, started, ended('failed')]);
    expect(change.effects).toContainEqual({ kind: 'observe-rollout' });
  });
});

describe('approvals and doubts', () => {
  it.each(['production', 'prod', 'prd', 'eu-production', 'kr_prd', 'live', 'Prod-2', 'pre-prod'])(
    '%s is production: without a policy, nobody rolls it back alone',
    (environment) => {
      const wish = { verb: 'rollback', service: 'points-api', environment } as const;
      expect(approvalsNeeded({ ...world, policies: [] }, wish)).toBe(1);
    },
  );

  it.each(['staging', 'dev', 'test', 'delivery', 'reproduction'])(
    '%s is not production',
    (environment) => {
      expect(isProduction(environment)).toBe(false);
    },
  );

  it('a lost answer of the second try is looked for as long as that of the first', () => {
    const anew: Event = {
      id: 'v',
      kind: 'ActionVoided',
      action,
      why: 'No trace.',
      plan: plan({ hash: 'plan-2' }),
    };
    const { dossier } = play([...begun, asks, planned, yes, guarded]);
    const [tried] = dossier.actions;
    const doubted = { ...tried!, state: 'unknown' as const, doubts: doubtsBeforeGivingUp };
    const [again] = play([anew], { from: { ...dossier, actions: [doubted] } }).dossier.actions;
    expect(again).toMatchObject({ state: 'proposed', approvals: [] });
    expect(again?.doubts).toBeUndefined();
  });

  it('a policy that became stricter meanwhile is the one that counts', () => {
    const policies = world.policies.map((policy) =>
      policy.approve === 'none' ? policy : { ...policy, approve: { by: ['backend'], count: 2 } },
    );
    const { dossier } = play([...begun, asks, planned]);
    const once = play([yes], { from: dossier, world: { policies } }).dossier;
    expect(once.actions[0]).toMatchObject({ state: 'proposed', approvalsNeeded: 2 });
    const twice = play([{ ...yes, id: 'yes-2', by: 'chris' }], { from: once, world: { policies } });
    expect(twice.dossier.actions[0]).toMatchObject({ state: 'approved' });
  });

  it('the verdict on an earlier change does not take the phase from the one being made', () => {
    const later = { action: 'ask-2#action' };
    const { dossier } = play([
      ...begun,
      ...[asks, planned, yes, guarded, started, ended('done')],
      { ...asks, id: 'ask-2' },
      { ...planned, ...later, id: 'planned-2' },
      { ...yes, ...later, id: 'yes-2' },
    ]);
    expect(dossier.phase).toBe('acting');
    const failing = [{ check: 'alarm', result: 'fail', text: 'It fires.' }] as const;
    const measured: Event = { id: 'm', kind: 'RecoveryMeasured', action, measurements: failing };
    const late = play([measured], { from: dossier, now: monday + 3_600_000 });
    expect(late.dossier.actions[0]?.verification?.verdict).toBe('not-confirmed');
    expect(late.dossier.phase).toBe('acting');
  });
});
