import { describe, expect, test } from 'vitest';
import {
  confirmOfferForm,
  readConfirmed,
} from '../../../../src/adapters/slack/render/confirm-offer.ts';
import { declareForm } from '../../../../src/adapters/slack/render/declare-form.ts';
import { formButton, readFormButton } from '../../../../src/adapters/slack/render/form-button.ts';
import { faultOfBlocks, faultOfView } from '../../../../src/adapters/slack/render/limits.ts';
import {
  confirmForm,
  releaseForm,
  releaseValue,
  rollbackTargetForm,
} from '../../../../src/adapters/slack/render/rollback-form.ts';
import { briefingView, homeView, noticeView } from '../../../../src/adapters/slack/render/view.ts';
import { slackWords } from '../../../../src/adapters/slack/words/words.ts';
import { people, plan, release } from '../support.ts';

const words = slackWords('en');
const textOf = (view: object) => JSON.stringify(view);
const services = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    name: `service-${i}`,
    environments: [
      { name: 'production', canRollBack: true },
      { name: 'staging', canRollBack: i % 2 === 0 },
    ],
  }));
const origin = { channel: 'C1', thread: '1.2', incident: 'INC-1' };
const target = { ...origin, service: 'points-api', environment: 'production' };

describe('the declare form', () => {
  test('is within the limits for 250 services, all of them there', () => {
    const view = declareForm({ services: services(250), origin, words });
    expect(faultOfView(view)).toBeUndefined();
    for (const name of ['service-0', 'service-249']) expect(textOf(view)).toContain(`"${name}"`);
  });

  test('preselects what was named, but never production', () => {
    const named = { services: services(3), service: 'service-2', origin, words };
    const production = declareForm({ ...named, environment: 'production' });
    expect(textOf(production).match(/initial_option/g)).toHaveLength(1);
    const staging = declareForm({ ...named, environment: 'staging' });
    expect(textOf(staging).match(/initial_option/g)).toHaveLength(2);
  });

  test('cuts a title that is too long and carries where it came from', () => {
    const view = declareForm({ services: services(1), title: 't'.repeat(400), origin, words });
    expect(faultOfView(view)).toBeUndefined();
    expect(JSON.parse(view.private_metadata ?? '')).toEqual(origin);
  });

  test('is a notice when nothing is configured', () => {
    expect(textOf(declareForm({ services: [], origin, words }))).toContain('names no services yet');
  });
});

describe('the rollback form', () => {
  test('offers only what can be rolled back', () => {
    const view = rollbackTargetForm(services(2), origin, words);
    expect(faultOfView(view)).toBeUndefined();
    expect(textOf(view).match(/"value":"[^"]+"/g)).toHaveLength(3);
    expect(textOf(rollbackTargetForm([], origin, words))).toContain('nothing can be rolled back');
  });

  test('shows the ten newest releases, not the running one, and says what it leaves out', () => {
    const releases = [release(99, 'yes'), ...Array.from({ length: 14 }, (_, i) => release(60 - i))];
    const view = releaseForm(
      target,
      { releases, complete: false, limit: 'ECS keeps 90 days.' },
      words,
    );
    expect(faultOfView(view)).toBeUndefined();
    expect(textOf(view)).toContain('4 older ones are not shown.');
    expect(textOf(view)).toContain('ECS keeps 90 days.');
    expect(textOf(view)).toContain('points-api:60');
    expect(textOf(view)).not.toContain(
      '"value":"arn:aws:ecs:eu-west-1:1:service-revision/shop/points-api/99"',
    );
  });

  test('is a notice when there is no release to go back to', () => {
    const view = releaseForm(target, { releases: [release(43, 'yes')], complete: true }, words);
    expect(textOf(view)).toContain('no earlier release');
  });

  test('stands in a hash for an id that is too long, the same each time', () => {
    const id = `arn:${'x'.repeat(400)}`;
    expect(releaseValue(id)).toMatch(/^hash:[0-9a-f]{12}$/);
    expect(releaseValue(id)).toBe(releaseValue(id));
    expect(releaseValue('short')).toBe('short');
  });

  test('asks for the name in production and only there', () => {
    const production = confirmForm(target, plan(), target, words);
    expect(textOf(production)).toContain('Type \\"points-api\\" to go on');
    const staging = { ...target, environment: 'staging' };
    expect(textOf(confirmForm(staging, plan(), staging, words))).not.toContain('Type');
  });

  test('keeps the limits for the longest plan and shows the worst checks first', () => {
    const results = ['pass', 'unknown', 'warn'] as const;
    const long = plan({
      sentence: 's'.repeat(5_000),
      checks: Array.from({ length: 60 }, (_, i) => ({
        name: 'n',
        result: results[i % 3] ?? 'pass',
        text: `check ${'&'.repeat(400)}`,
      })),
      steps: Array.from({ length: 40 }, () => ({ text: 't'.repeat(900), call: 'c'.repeat(900) })),
      undoHint: 'u'.repeat(9_000),
    });
    const view = confirmForm(target, long, target, words);
    expect(faultOfView(view)).toBeUndefined();
    expect(textOf(view).indexOf(':warning:')).toBeLessThan(
      textOf(view).indexOf(':white_check_mark:'),
    );
  });

  test('has no button when a check blocks', () => {
    const blocked = plan({ checks: [{ name: 'image', result: 'block', text: 'gone' }] });
    expect(confirmForm(target, blocked, target, words)).not.toHaveProperty('submit');
  });
});

describe('small windows', () => {
  test('keep the limits whatever the words', () => {
    expect(faultOfView(noticeView('t'.repeat(90), '<&>'.repeat(5_000), words))).toBeUndefined();
    expect(faultOfView(noticeView('', '', words))).toBeUndefined();
    const briefing = { text: 'Nothing', parts: [] };
    expect(faultOfView(briefingView(briefing, people, words))).toBeUndefined();
    expect(faultOfView(homeView(briefing, people, words))).toBeUndefined();
  });

  test('ask about an entry of a menu and give it back', () => {
    const offer = {
      id: 'abort',
      subject: { incident: 'INC-1', environment: 'production' },
      askFirst: true,
    } as const;
    const from = { channel: 'C1', thread: undefined };
    const view = confirmOfferForm({
      offer,
      label: 'Abort <now>',
      about: 'SEV1 &lt;x&gt;',
      from,
      words,
    });
    expect(faultOfView(view)).toBeUndefined();
    expect(textOf(view)).toContain('INC-1 · production');
    expect(readConfirmed(view.private_metadata ?? '')).toEqual({
      offer: { ...offer, askFirst: false },
      place: { channel: 'C1', thread: undefined },
    });
  });

  test('open from a button where there is no trigger', () => {
    const form = { kind: 'form', form: 'rollback', service: 'a', environment: 'b' } as const;
    const { blocks } = formButton({ ...form, title: 't'.repeat(9_000) }, words);
    expect(faultOfBlocks(blocks)).toBeUndefined();
    const value =
      /"value":("(?:[^"\\]|\\.)*")/.exec(textOf(formButton(form, words).blocks))?.[1] ?? '""';
    expect(readFormButton(JSON.parse(value))).toEqual(form);
    expect(readFormButton('nonsense')).toBeUndefined();
  });
});
