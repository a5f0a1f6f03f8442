import { describe, expect, it } from 'vitest';
import { confirmOfferForm } from '../../../../src/adapters/slack/render/confirm-offer.ts';
import { declareForm } from '../../../../src/adapters/slack/render/declare-form.ts';
import { formButton } from '../../../../src/adapters/slack/render/form-button.ts';
import {
  faultOfBlocks,
  faultOfView,
  limits,
} from '../../../../src/adapters/slack/render/limits.ts';
import { renderMessage } from '../../../../src/adapters/slack/render/message.ts';
import {
  confirmForm,
  releaseForm,
  rollbackTargetForm,
  waitingView,
} from '../../../../src/adapters/slack/render/rollback-form.ts';
import { noticeView } from '../../../../src/adapters/slack/render/view.ts';
import { slackWords } from '../../../../src/adapters/slack/words/words.ts';
import { actionBriefing } from '../../../../src/core/briefing/action-briefing.ts';
import { cardOf } from '../../../../src/core/briefing/card.ts';
import { helpBriefing, overview } from '../../../../src/core/briefing/overview.ts';
import { seen } from '../../../../src/core/briefing/see/see.ts';
import { waysOut } from '../../../../src/core/briefing/ways-out.ts';
import { wordsOf } from '../../../../src/core/briefing/words/words.ts';
import type { Dossier } from '../../../../src/core/dossier.ts';
import type { EventOf } from '../../../../src/core/event.ts';
import { phases } from '../../../../src/core/incident/phase.ts';
import { helpLines } from '../../../../src/core/intake/parse-command.ts';
import { verbs } from '../../../../src/core/service/rollout.ts';
import {
  alarm,
  monday,
  opened,
  play,
  plan as pointsPlan,
  rollout,
  world,
} from '../../../support/points-world.ts';
import { people, plan, release } from '../support.ts';

const words = slackWords('ko');
const core = wordsOf('ko');

const services = Array.from({ length: 250 }, (_, i) => ({
  name: `service-${i}`,
  environments: [{ name: 'production', canRollBack: true }],
}));
const target = {
  channel: 'C1',
  incident: 'INC-1',
  service: 'points-api',
  environment: 'production',
};
const offer = { id: 'abort', subject: { incident: 'INC-1' }, askFirst: true } as const;
const releases = [release(99, 'yes'), ...Array.from({ length: 14 }, (_, i) => release(60 - i))];
const longHistory = { releases, complete: false, limit: 'ECS keeps 90 days.' };

describe('forms in Korean', () => {
  it.each([
    ['declaring', declareForm({ services, title: '긴 제목 '.repeat(90), origin: target, words })],
    ['declaring where nothing is configured', declareForm({ services: [], origin: target, words })],
    ['choosing what to roll back', rollbackTargetForm(services, target, words)],
    ['choosing among nothing', rollbackTargetForm([], target, words)],
    ['waiting', waitingView(words.rollback.readingReleases('s'.repeat(400), 'production'), words)],
    ['choosing a release', releaseForm(target, longHistory, words)],
    ['having no release', releaseForm(target, { releases: [], complete: true }, words)],
    ['confirming', confirmForm(target, plan({ sentence: '가'.repeat(5_000) }), target, words)],
    [
      'a plan that is blocked',
      confirmForm(
        target,
        plan({ checks: [{ name: 'n', result: 'block', text: '나'.repeat(900) }] }),
        target,
        words,
      ),
    ],
    [
      'asking again',
      confirmOfferForm({
        offer,
        label: core.offers.abort,
        about: '다'.repeat(4_000),
        from: {},
        words,
      }),
    ],
    ['a notice', noticeView(words.window.notDone, '라'.repeat(9_000), words)],
  ])('keep the limits: %s', (_, view) => {
    expect(faultOfView(view)).toBeUndefined();
    expect(JSON.stringify(view)).toMatch(/\p{sc=Hangul}/u);
  });

  it('open from a button that is in Korean too', () => {
    const button = formButton({ kind: 'form', form: 'rollback', service: 'points-api' }, words);
    expect(faultOfBlocks(button.blocks)).toBeUndefined();
    expect(button.text).toBe('되돌릴 릴리스를 골라 주세요: points-api');
  });
});

/** An incident with as much of everything as there can be. */
function largest(): Dossier {
  const { dossier } = play([
    { ...(opened as EventOf<'IncidentOpened'>), title: '포인트 적립이 되지 않음 '.repeat(30) },
    { id: 'a', kind: 'AlarmChanged', change: alarm({ reason: '이유 '.repeat(400) }) },
    {
      id: 'r',
      kind: 'RolloutObserved',
      state: rollout({
        phase: 'paused',
        capabilities: verbs.map((verb) => ({
          verb,
          availability: 'now',
          effect: 'hold',
          sentence: '무엇이 일어나는지 '.repeat(40),
        })),
      }),
      releases: Array.from({ length: 12 }, (_, i) => release(50 - i)),
    },
    {
      id: 'e',
      kind: 'EvidenceAnswered',
      evidence: {
        questionId: 'open-1#errors',
        kind: 'errors',
        source: 'CloudWatch Logs Insights',
        status: 'found',
        window: { fromAt: monday - 1_800_000, toAt: monday },
        answeredAt: monday,
        query: 'fields @message '.repeat(200),
        partial: '일부 '.repeat(500),
        errors: {
          records: 9_999,
          unread: 3,
          tenants: { hit: 7, total: 312 },
          groups: Array.from({ length: 40 }, (_, i) => ({
            id: `g${i}`,
            title: `오류 ${'<!channel> '.repeat(90)}`,
            count: 9_999 - i,
            firstAt: monday - 600_000,
            lastAt: monday,
            frames: ['points/service.ts:addPoints'],
            example: '',
            tenants: 7,
            tenantNames: ['매장-1', '매장-2'],
          })),
        },
      },
    },
  ]);
  return dossier;
}

describe('messages in Korean', () => {
  const dossier = largest();

  it.each([
    ...phases.map((phase) => [`the card: ${phase}`, cardOf({ ...dossier, phase }, core)] as const),
    ['what we see', seen(dossier, core)] as const,
    ['ways out', waysOut(dossier, core)] as const,
    ['what is going on', overview(Array(40).fill(dossier), world.rotations, monday, core)] as const,
    ['help', helpBriefing(helpLines('ko'), core)] as const,
  ])('keep the limits: %s', (_, briefing) => {
    const { blocks, text } = renderMessage(briefing, people, words);
    expect(faultOfBlocks(blocks)).toBeUndefined();
    expect(text.length).toBeLessThan(limits.messageText);
    expect(text).not.toContain('<!channel>');
  });

  it.each(verbs)('an action from wish to verdict keeps the limits: %s', (verb) => {
    const asked = play([{ id: 'q', kind: 'ActionRequested', by: 'ana', request: { verb } }], {
      from: dossier,
    });
    const [action] = asked.dossier.actions;
    if (!action) throw new Error('no action');
    const planned = { ...action, plan: pointsPlan({ verb, sentence: '계획 '.repeat(900) }) };
    for (const state of [
      'planning',
      'proposed',
      'approved',
      'running',
      'failed',
      'unknown',
    ] as const) {
      const briefing = actionBriefing(dossier, { ...planned, state }, core, monday);
      expect(faultOfBlocks(renderMessage(briefing, people, words).blocks)).toBeUndefined();
    }
  });

  it('say in Korean what does not fit or cannot be clicked', () => {
    const huge = { text: '큼', parts: Array(90).fill({ kind: 'code', text: '줄\n'.repeat(90) }) };
    const { blocks } = renderMessage(huge, people, words);
    expect(JSON.stringify(blocks.at(-1))).toContain('외 41개');
    expect(JSON.stringify(blocks[0])).toContain('… 외 61줄');
    const { whole } = renderMessage(cardOf(dossier, core), people, words);
    expect(whole).toContain('버튼을 표시할 수 없습니다: 확인 · 다시 조사 · 롤백 …');
  });
});
