import { describe, expect, it } from 'vitest';
import type { Dossier } from '../../src/core/dossier.ts';
import type { Event } from '../../src/core/event.ts';
import type { Evidence } from '../../src/core/evidence/evidence.ts';
import { evidenceKinds } from '../../src/core/evidence/question.ts';
import { mayMove, phases } from '../../src/core/incident/phase.ts';
import { isRefusal } from '../../src/core/kit/refusal.ts';
import { step } from '../../src/core/step.ts';
import type { Change } from '../../src/core/steps/change.ts';
import { verifyForMs } from '../../src/core/verification/verdict.ts';
import {
  alarm,
  contextAt,
  monday,
  opened,
  operation,
  plan,
  play,
  rollout,
} from '../support/points-world.ts';
import { beganAt, morning, weighedAt } from './evidence/second-morning.ts';

const fired: Event = { id: 'alarm-1', kind: 'AlarmChanged', change: alarm() };
const asks: Event = {
  id: 'ask-1',
  kind: 'ActionRequested',
  by: 'ana',
  request: { verb: 'rollback' },
};
const action = 'ask-1#action';
const planned: Event = { id: 'planned-1', kind: 'ActionPlanned', action, plan: plan() };
const yes: Event = { id: 'yes-1', kind: 'ActionApproved', action, by: 'ben', planHash: 'plan-1' };
const guarded: Event = { id: 'guard-1', kind: 'ActionGuarded', action };
const started: Event = { id: 'start-1', kind: 'ActionStarted', action, operation: operation() };
const done: Event = {
  id: 'done-1',
  kind: 'ActionProgressed',
  action,
  operation: operation({ state: 'done', engineStatus: 'SUCCESSFUL' }),
};
const pass = { check: 'engine', result: 'pass', text: 'All 4 tasks run points-api:41.' } as const;
const fail = { check: 'alarm', result: 'fail', text: 'The alarm still fires.' } as const;
const missing = { check: 'metric', result: 'missing', text: 'No data.' } as const;

const begun = [opened, fired];
const proposed = [...begun, asks, planned];
const sending = [...proposed, yes, guarded];
const running = [...sending, started];

/** What the environment of these tests is asked. */
const asked: readonly Evidence['kind'][] = [...evidenceKinds];

function answered(kind: Evidence['kind'], id: string): Event {
  return {
    id,
    kind: 'EvidenceAnswered',
    evidence: {
      questionId: `open-1#${kind}`,
      kind,
      source: 'CloudWatch Logs Insights',
      status: 'empty',
      window: { fromAt: monday - 1_800_000, toAt: monday },
      answeredAt: monday,
      query: 'fields @message',
    },
  };
}

function refusalOf(events: readonly Event[], last: Event, now = monday + 60_000): string {
  const result = step(play(events).dossier, last, contextAt(now));
  return isRefusal(result) ? result.reason : 'not refused';
}

function kindsOf(change: { effects: readonly { kind: string }[] }): string[] {
  return change.effects.map(({ kind }) => kind).sort();
}

describe('an incident begins', () => {
  it('shows the card, asks everything at once and pages the holder of the shift', () => {
    const change = play([opened]);
    expect(kindsOf(change)).toEqual(
      [
        ...asked.map(() => 'ask'),
        'escalate',
        'look-again',
        'observe-rollout',
        'page',
        'show',
        'show',
        'show',
      ].sort(),
    );
    expect(change.dossier.pages.map(({ person }) => person)).toEqual(['ana']);
  });

  it('does not page a second time for the alarm that opened it', () => {
    expect(play(begun).dossier.pages).toHaveLength(1);
  });

  it('pages nobody for a severity that does not page', () => {
    const severities = { rules: [], otherwise: 'SEV4', paging: ['SEV1'] } as const;
    expect(play([opened], { world: { severities } }).dossier.pages).toEqual([]);
  });

  it('says in the thread when there is nobody to page', () => {
    const change = play([{ ...opened, service: 'unknown' } as Event], { world: { rotations: [] } });
    expect(Object.values(change.dossier.notices)[0]?.text).toContain('Nobody was paged');
  });

  it('refuses to begin twice', () => {
    expect(refusalOf([opened], opened)).toBe('opened');
  });

  it('refuses any other event where there is no incident', () => {
    const result = step(undefined, fired, contextAt(monday));
    expect(isRefusal(result) && result.reason).toBe('no-incident');
  });
});

describe('an alarm of the incident', () => {
  it('is known with its first moment and its newest state', () => {
    const ok: Event = {
      id: 'alarm-2',
      kind: 'AlarmChanged',
      change: alarm({ state: 'ok', changedAt: monday + 90_000 }),
    };
    const [alert] = Object.values(play([...begun, ok]).dossier.alerts);
    expect(alert).toMatchObject({ state: 'ok', firstAlarmAt: monday, changes: 2 });
  });

  it('is not taken when something newer is known', () => {
    const older: Event = { ...fired, id: 'x', change: alarm({ changedAt: monday - 1 }) } as Event;
    expect(refusalOf(begun, older)).toBe('older-than-known');
  });

  it('is not taken when its state is known already', () => {
    const copy: Event = { ...fired, id: 'x', change: alarm({ changedAt: monday + 1 }) } as Event;
    expect(refusalOf(begun, copy)).toBe('same-state');
  });

  it('makes the incident worse when it is worse, and pages then', () => {
    const severities = {
      rules: [{ alarms: ['*-down'], environments: ['*'], severity: 'SEV1' }],
      otherwise: 'SEV3',
      paging: ['SEV1'],
    } as const;
    const worse = alarm({ name: 'points-api-down', alertKey: 'other' });
    const change = play(
      [
        { ...opened, severity: 'SEV3' } as Event,
        { id: 'worse', kind: 'AlarmChanged', change: worse },
      ],
      { world: { severities } },
    );
    expect(change.dossier.severity).toBe('SEV1');
    expect(change.dossier.pages).toHaveLength(1);
  });
});

describe('paging', () => {
  const [page] = play(begun).dossier.pages;
  const due: Event = { id: 'due-1', kind: 'EscalationDue', page: page?.id ?? '' };
  const acknowledges: Event = { id: 'ack-1', kind: 'IncidentAcknowledged', by: 'ben' };

  it('goes on to the next person when nobody answers', () => {
    expect(play([...begun, due]).dossier.pages.map(({ person }) => person)).toEqual(['ana', 'ben']);
  });

  it('stops when somebody acknowledges, and edits what rang', () => {
    const receipt = { channel: 'D1', ts: '1.1' };
    const delivered: Event = { id: 'd', kind: 'PageDelivered', page: page?.id ?? '', receipt };
    const change = play([...begun, delivered, acknowledges]);
    expect(change.dossier.pages[0]?.state).toBe('settled');
    expect(kindsOf(change)).toContain('settle-page');
    expect(refusalOf([...begun, delivered, acknowledges], due)).toBe('answered');
  });

  it('settles a page that is delivered after somebody answered', () => {
    const receipt = { channel: 'D1', ts: '1.1' };
    const late: Event = { id: 'late', kind: 'PageDelivered', page: page?.id ?? '', receipt };
    const change = play([...begun, acknowledges, late]);
    expect(change.dossier.pages[0]).toMatchObject({ state: 'settled', receipt });
    expect(kindsOf(change)).toContain('settle-page');
  });

  it('takes the next person at once when the page cannot be delivered', () => {
    const gaveUp: Event = {
      id: 'gave-up',
      kind: 'EffectFailed',
      effect: 'page',
      subject: page?.id ?? '',
      why: 'Slack said user_not_found.',
    };
    const { dossier } = play([...begun, gaveUp]);
    expect(dossier.pages.map(({ state }) => state)).toEqual(['failed', 'sending']);
    expect(refusalOf([...begun, gaveUp], due)).toBe('superseded');
  });

  it('tells everybody in the thread after three rounds without an answer', () => {
    let dossier: Dossier = play(begun).dossier;
    let notice: string | undefined;
    for (let round = 0; round < 9; round++) {
      const last = dossier.pages.at(-1);
      const event: Event = { id: `due-${round}`, kind: 'EscalationDue', page: last?.id ?? '' };
      dossier = play([event], { from: dossier }).dossier;
      notice = Object.values(dossier.notices)[0]?.text;
    }
    expect(dossier.pages).toHaveLength(9);
    expect(notice).toContain('Nobody answered 9 pages');
  });

  it('refuses a second acknowledgement and names the first', () => {
    const again: Event = { id: 'ack-2', kind: 'IncidentAcknowledged', by: 'chris' };
    expect(refusalOf([...begun, acknowledges], again)).toBe('acknowledged');
  });
});

describe('evidence', () => {
  const observed: Event = { id: 'seen', kind: 'RolloutObserved', state: rollout(), releases: [] };

  it('moves to deciding once every source answered and the rollout is known', () => {
    const [last = 'errors', ...others] = asked.toReversed();
    const first = play([...begun, ...others.map((kind) => answered(kind, kind)), observed]);
    expect(first.dossier.phase).toBe('investigating');
    const all = play([answered(last, last)], { from: first.dossier });
    expect(all.dossier.phase).toBe('deciding');
    expect(all.effects).toContainEqual({ kind: 'show', slot: 'options' });
  });

  it('keeps an answer that looked further when an older question is answered late', () => {
    const fresh = play([
      ...begun,
      { id: 'r', kind: 'EvidenceRequested', by: 'ana', kinds: ['errors'], lookBackMs: 60_000 },
    ]).dossier;
    const window = { fromAt: monday, toAt: monday + 60_000 };
    const late = answered('errors', 'late') as Extract<Event, { kind: 'EvidenceAnswered' }>;
    const newer: Event = { ...late, id: 'new', evidence: { ...late.evidence, window } };
    const { dossier } = play([newer, late], { from: fresh });
    expect(dossier.evidence.errors?.window).toEqual(window);
  });

  it('looks a second time by itself while the incident is open, and not after', () => {
    const again: Event = { id: 'again', kind: 'LookAgainDue' };
    expect(kindsOf(play([...begun, again])).filter((kind) => kind === 'ask')).toHaveLength(
      asked.length,
    );
    const over: Event = { id: 'over', kind: 'IncidentResolved', by: 'ana' };
    expect(refusalOf([...begun, over], again)).toBe('closed');
  });

  it('refuses to ask where nothing is configured, and says what to add', () => {
    const request: Event = {
      id: 'r',
      kind: 'EvidenceRequested',
      by: 'ana',
      kinds: ['errors'],
      lookBackMs: 60_000,
    };
    const unknown = play([{ ...opened, service: 'unknown' } as Event]).dossier;
    const result = step(unknown, request, contextAt(monday));
    expect(isRefusal(result) && result.text).toContain('firebreak.yml');
  });

  it('shows everything again when the card is up for the first time', () => {
    const ref = { channel: 'C1', ts: '1.0' };
    const change = play([...begun, { id: 'm', kind: 'MessageShown', slot: 'card', ref }]);
    expect(change.effects).toContainEqual({ kind: 'show', slot: 'evidence' });
  });
});

describe('an action', () => {
  it('means that its proposer is on it: nobody else is paged', () => {
    const { dossier } = play([...begun, asks]);
    expect(dossier.acknowledged?.by).toBe('ana');
    expect(dossier.pages.map(({ state }) => state)).toEqual(['acknowledged']);
  });

  it('is planned before anybody is asked, and waits for another person in production', () => {
    const { dossier, effects } = play(proposed);
    expect(dossier.actions[0]).toMatchObject({ state: 'proposed', approvalsNeeded: 1 });
    expect(effects.map(({ kind }) => kind)).not.toContain('guard');
  });

  it.each([
    ['its proposer', { ...yes, by: 'ana' }, 'own-proposal'],
    ['a stranger', { ...yes, by: 'slack:U9' }, 'may-not-approve'],
    ['somebody who saw another plan', { ...yes, planHash: 'plan-0' }, 'plan-moved'],
  ])('refuses the yes of %s', (_, event, reason) => {
    expect(refusalOf(proposed, event as Event)).toBe(reason);
  });

  it('refuses a proposal by somebody who may not', () => {
    expect(refusalOf(begun, { ...asks, by: 'slack:U9' } as Event)).toBe('may-not-propose');
  });

  it('refuses a second action while one is live', () => {
    expect(refusalOf(proposed, { ...asks, id: 'ask-2' } as Event)).toBe('live-action');
  });

  it('is guarded after the yes, and marked as sending before it is sent', () => {
    expect(kindsOf(play([...proposed, yes]))).toContain('guard');
    const change = play(sending);
    expect(change.dossier.actions[0]?.state).toBe('sending');
    expect(kindsOf(change)).toEqual(['send']);
  });

  it('needs no yes for a pause and goes straight to the guard', () => {
    const pause = [
      { ...asks, request: { verb: 'pause' } } as Event,
      { ...planned, plan: plan({ verb: 'pause' }) } as Event,
    ];
    expect(kindsOf(play([...begun, ...pause]))).toContain('guard');
  });

  it('is not made when the plan in the form is no longer the plan', () => {
    const change = play([...begun, { ...asks, planHash: 'seen-before' } as Event, planned]);
    expect(change.dossier.actions[0]).toMatchObject({ state: 'refused' });
  });

  it('is refused with the reasons when the preflight blocks it', () => {
    const blocked = plan({ checks: [{ name: 'x', result: 'block', text: 'The image is gone.' }] });
    const change = play([...begun, asks, { ...planned, plan: blocked } as Event]);
    expect(change.dossier.actions[0]).toMatchObject({
      state: 'refused',
      why: 'The image is gone.',
    });
  });

  it('says why when it is impossible', () => {
    const sentence = 'ECS cannot hold a rolling deployment here.';
    const change = play([
      ...begun,
      asks,
      { ...planned, plan: { impossible: true, sentence } } as Event,
    ]);
    expect(change.dossier.actions[0]).toMatchObject({ state: 'impossible', why: sentence });
    expect(Object.values(change.dossier.notices).at(-1)?.text).toContain(sentence);
  });

  it('voids every yes when the world moved, and asks anew with the new plan', () => {
    const voided: Event = {
      id: 'v',
      kind: 'ActionVoided',
      action,
      why: 'Another deployment began.',
      plan: plan({ hash: 'plan-2' }),
    };
    const change = play([...proposed, yes, voided]);
    expect(change.dossier.actions[0]).toMatchObject({ state: 'proposed', approvals: [] });
    expect(change.dossier.phase).toBe('deciding');
    expect(kindsOf(change)).toContain('release-target');
  });

  it('re-reads the world after a lost answer instead of sending again', () => {
    const doubted: Event = { id: 'doubt', kind: 'ActionDoubted', action, why: 'No answer.' };
    const change = play([...sending, doubted]);
    expect(change.dossier.actions[0]).toMatchObject({ state: 'unknown', doubts: 1 });
    expect(change.effects).toContainEqual({ kind: 'send', action, afterMs: 10_000 });
    expect(play([...sending, doubted, started]).dossier.actions[0]?.state).toBe('running');
  });

  it('is measured when the engine says done; done is not confirmed', () => {
    const change = play([...running, done]);
    expect(change.dossier.phase).toBe('verifying');
    expect(change.dossier.actions[0]?.verification?.verdict).toBeUndefined();
    expect(kindsOf(change)).toContain('measure');
  });

  it('cannot be closed away while it moves', () => {
    expect(refusalOf(running, { id: 'r', kind: 'IncidentResolved', by: 'ana' })).toBe('acting');
  });

  it('is withdrawn when the incident is resolved before it was approved', () => {
    const change = play([...proposed, { id: 'r', kind: 'IncidentResolved', by: 'ben' }]);
    expect(change.dossier.actions[0]?.state).toBe('withdrawn');
  });

  it.each(['plan', 'guard', 'send', 'poll'] as const)(
    'does not stay live for ever when the job "%s" is given up',
    (effect) => {
      const before = {
        plan: [...begun, asks],
        guard: [...proposed, yes],
        send: sending,
        poll: running,
      };
      const gaveUp: Event = { id: 'g', kind: 'EffectFailed', effect, subject: action, why: 'No.' };
      const state = play([...before[effect], gaveUp]).dossier.actions[0]?.state;
      expect(state).toBe(effect === 'plan' || effect === 'guard' ? 'refused' : 'failed');
    },
  );
});

describe('verification', () => {
  const measured = (measurements: readonly object[]): Event =>
    ({ id: 'm', kind: 'RecoveryMeasured', action, measurements }) as Event;
  const late = monday + 10_000 + verifyForMs;

  it.each([
    ['confirmed', [pass, pass], monday + 60_000],
    [undefined, [pass, fail], monday + 60_000],
    [undefined, [pass, missing], monday + 60_000],
    ['not-confirmed', [pass, fail], late],
    ['not-confirmed', [missing, fail], late],
    ['cannot-tell', [pass, missing], late],
    ['cannot-tell', [], late],
  ] as const)('says %s for %j', (verdict, measurements, now) => {
    const change = play([measured(measurements)], { from: play([...running, done]).dossier, now });
    expect(change.dossier.actions[0]?.verification?.verdict).toBe(verdict);
    expect(kindsOf(change).includes('measure')).toBe(verdict === undefined);
  });

  const asksVolume = (change: Change) =>
    change.effects.flatMap((one) => (one.kind === 'ask' ? [one.question] : []));

  it('counts what went to the wrong environment to its end: somebody has to move it', () => {
    const { evidence } = morning();
    const from = { ...play([...running, done]).dossier, evidence };
    const now = weighedAt + 5 * 60_000;
    const [question, ...more] = asksVolume(play([measured([pass, pass])], { from, now }));
    expect(more).toEqual([]);
    expect(question).toMatchObject({ kind: 'log-volume', window: { toAt: now } });
    expect(question?.window.fromAt).toBe(beganAt - 10 * 60_000);
  });

  it.each([
    ['there is no such thing', {}, [pass, pass]],
    ['nothing is judged yet', morning().evidence, [pass, fail]],
  ] as const)('asks nothing more where %s', (_, evidence, measurements) => {
    const from = { ...play([...running, done]).dossier, evidence };
    const now = monday + 60_000;
    expect(asksVolume(play([measured(measurements)], { from, now }))).toEqual([]);
  });
});

describe('a later change', () => {
  it('ends the measuring of the one before it: what that did can no longer be told', () => {
    const later = { action: 'ask-2#action' };
    const events = [
      { ...asks, id: 'ask-2' },
      { ...planned, ...later, id: 'planned-2' },
      { ...yes, ...later, id: 'yes-2' },
      { ...guarded, ...later, id: 'guarded-2' },
      { ...started, ...later, id: 'started-2' },
    ] as Event[];
    const change = play([...running, done, ...events]);
    const [first, second] = change.dossier.actions;
    expect(first?.verification?.verdict).toBe('cannot-tell');
    expect(second).toMatchObject({ state: 'running' });
    expect(change.timeline.map(({ kind }) => kind)).toContain('RecoveryMeasured:cannot-tell');
    expect(change.effects).toContainEqual({ kind: 'show', slot: `action:${action}` });
  });
});

describe('every phase and every event', () => {
  const base = play(proposed).dossier;
  const events: readonly Event[] = [
    fired,
    { id: 'z1', kind: 'IncidentAcknowledged', by: 'ana' },
    { id: 'z2', kind: 'IncidentResolved', by: 'ana' },
    { id: 'z3', kind: 'IncidentDismissed', by: 'ana' },
    { id: 'z4', kind: 'IncidentReopened', by: 'ana' },
    { id: 'z5', kind: 'EvidenceRequested', by: 'ana', kinds: ['errors'], lookBackMs: 60_000 },
    answered('errors', 'z6'),
    { id: 'z6a', kind: 'LookAgainDue' },
    { id: 'z7', kind: 'RolloutObserved', state: rollout(), releases: [] },
    { id: 'z8', kind: 'MessageShown', slot: 'card', ref: { channel: 'C', ts: '1' } },
    { id: 'z9', kind: 'EscalationDue', page: base.pages[0]?.id ?? '' },
    asks,
    planned,
    yes,
    { id: 'z10', kind: 'ActionWithdrawn', action, by: 'ana' },
    guarded,
    started,
    done,
    { id: 'z11', kind: 'ActionDoubted', action, why: 'x' },
    { id: 'z12', kind: 'ActionHeldUp', action, why: 'x', retryAfterMs: 1 },
    { id: 'z13', kind: 'ActionVoided', action, why: 'x' },
    { id: 'z14', kind: 'ActionFailed', action, why: 'x' },
    { id: 'z15', kind: 'RecoveryMeasured', action, measurements: [pass] },
    { id: 'z16', kind: 'EffectFailed', effect: 'ask', subject: 'q', why: 'x' },
  ];

  it.each(phases)('never leave the table of phases: from %s', (phase) => {
    for (const event of events) {
      const result = step({ ...base, phase }, event, contextAt(monday + 5_000));
      if (isRefusal(result)) continue;
      const to = result.dossier.phase;
      expect(to === phase || mayMove(phase, to), `${event.kind}: ${phase} → ${to}`).toBe(true);
    }
  });

  it('give the same change for the same dossier, event and moment', () => {
    for (const event of events) {
      const twice = [0, 1].map(() => step(base, event, contextAt(monday + 5_000)));
      expect(twice[0]).toEqual(twice[1]);
    }
  });
});
