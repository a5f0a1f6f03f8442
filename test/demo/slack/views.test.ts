import type { App } from '@slack/bolt';
import { expect, test } from 'vitest';
import type { LocalSlack, LocalSlackOptions } from '../../../src/demo/slack/server.ts';
import { call } from './api-client.ts';
import { connectBolt, openWorkspace } from './stage.ts';
import { stillWall } from './wall.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const form = (more: object = {}) => ({
  type: 'modal' as const,
  callback_id: 'form',
  title: plain('Form'),
  submit: plain('Send'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'why',
      label: plain('Why'),
      element: { type: 'plain_text_input' as const, action_id: 'text', initial_value: 'because' },
    },
    {
      type: 'input' as const,
      block_id: 'who',
      label: plain('Who'),
      element: { type: 'users_select' as const, action_id: 'pick' },
    },
  ],
  ...more,
});

/** A workspace whose app collects triggers, and what its form is answered with. */
async function withTriggers(
  options: Partial<LocalSlackOptions> = {},
  listen: (app: App) => void = () => {},
): Promise<{ slack: LocalSlack; trigger: () => Promise<string> }> {
  const slack = await openWorkspace(options);
  let latest = '';
  await connectBolt(slack, (app) => {
    app.command('/incident', async ({ ack, body }) => {
      latest = body.trigger_id;
      await ack();
    });
    listen(app);
  });
  return {
    slack,
    trigger: async () => {
      await slack.control.command({ user: 'U1', channel: 'C1', text: '/incident' });
      return latest;
    },
  };
}

test('a trigger opens one view, within three seconds', async () => {
  const wall = stillWall();
  const { slack, trigger } = await withTriggers({ wall });
  const open = async (trigger_id: string) =>
    (await call(slack, 'views.open', { trigger_id, view: form() })).error;
  const first = await trigger();
  expect(await open(first)).toBeUndefined();
  expect(await open(first)).toBe('exchanged_trigger_id');
  const late = await trigger();
  await wall.advance(3_001);
  expect(await open(late)).toBe('expired_trigger_id');
  expect(await open('made.up')).toBe('invalid_trigger_id');
  expect(slack.control.views('U1')).toHaveLength(1);
});

test('a form that breaks a limit does not use up the trigger', async () => {
  const { slack, trigger } = await withTriggers();
  const trigger_id = await trigger();
  const view = form({ title: plain('far too long for the title of a form') });
  expect(await call(slack, 'views.open', { trigger_id, view })).toMatchObject({
    error: 'invalid_arguments',
  });
  expect((await call(slack, 'views.open', { trigger_id, view: form() })).ok).toBe(true);
});

test('three forms fit on top of each other, and each closes to the one below', async () => {
  const { slack, trigger } = await withTriggers();
  await call(slack, 'views.open', { trigger_id: await trigger(), view: form() });
  for (const expected of [undefined, undefined, 'push_limit_reached']) {
    const answer = await call(slack, 'views.push', { trigger_id: await trigger(), view: form() });
    expect(answer.error).toBe(expected);
  }
  const [first, second, third] = slack.control.views('U1');
  expect(third).toMatchObject({ previous_view_id: second?.id, root_view_id: first?.id });
  await slack.control.closeView({ user: 'U1' });
  expect(slack.control.views('U1').at(-1)?.id).toBe(second?.id);
});

test('an update keeps what was typed, and loses against a newer one', async () => {
  const { slack, trigger } = await withTriggers({}, (app) => {
    app.action('pick', async ({ ack }) => ack());
  });
  const opened = await call(slack, 'views.open', { trigger_id: await trigger(), view: form() });
  const { id, hash } = opened.view as { id: string; hash: string };
  await slack.control.click({ user: 'U1', view: id, action_id: 'pick', value: 'U2' });
  const update = (more: object) =>
    call(slack, 'views.update', { view_id: id, view: form(), ...more });
  expect((await update({ hash })).ok).toBe(true);
  expect(await update({ hash })).toMatchObject({ error: 'hash_conflict' });
  expect(slack.control.views('U1')[0]?.state.values).toEqual({
    why: { text: { type: 'plain_text_input', value: 'because' } },
    who: { pick: { type: 'users_select', selected_user: 'U2' } },
  });
  await slack.control.closeView({ user: 'U1' });
  expect(await update({})).toMatchObject({ error: 'not_found' });
});

test('the client holds back a form with an empty required field', async () => {
  const submitted: unknown[] = [];
  const { slack, trigger } = await withTriggers({}, (app) => {
    app.view('form', async ({ ack, view }) => {
      submitted.push(view.state.values.who?.pick?.selected_user);
      await ack();
    });
  });
  await call(slack, 'views.open', { trigger_id: await trigger(), view: form() });
  const act = await slack.control.submitView({ user: 'U1' });
  expect(act).toEqual({ status: 'refused', why: 'Still empty: who' });
  expect(slack.control.views('U1')[0]?.errors).toEqual({
    who: 'Please complete this required field.',
  });
  await slack.control.submitView({ user: 'U1', values: { who: 'U2' } });
  expect(submitted).toEqual(['U2']);
  expect(slack.control.views('U1')).toEqual([]);
});

test.each([
  ['errors beside fields', { response_action: 'errors', errors: { why: 'no' } }, 1, { why: 'no' }],
  [
    'errors beside fields that are not there',
    { response_action: 'errors', errors: { nope: 'no' } },
    1,
    { '': 'We had some trouble connecting. Try again?' },
  ],
  ['another content', { response_action: 'update', view: form({ blocks: [] }) }, 1, undefined],
  ['one more on top', { response_action: 'push', view: form() }, 2, undefined],
  ['all of them closed', { response_action: 'clear' }, 0, undefined],
] as const)('a submission may be answered with %s', async (_what, answer, open, errors) => {
  const { slack, trigger } = await withTriggers({}, (app) => {
    app.view('form', async ({ ack }) => ack(answer as never));
  });
  await call(slack, 'views.open', { trigger_id: await trigger(), view: form() });
  await slack.control.submitView({ user: 'U1', values: { who: 'U2' } });
  expect(slack.control.views('U1')).toHaveLength(open);
  expect(slack.control.views('U1')[0]?.errors).toEqual(errors);
});

test('an app that asked to hears that its form was closed', async () => {
  const closed: string[] = [];
  const { slack, trigger } = await withTriggers({}, (app) => {
    app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, view }) => {
      closed.push(view.id);
      await ack();
    });
  });
  const view = form({ notify_on_close: true });
  const opened = await call(slack, 'views.open', { trigger_id: await trigger(), view });
  await slack.control.closeView({ user: 'U1' });
  expect(closed).toEqual([(opened.view as { id: string }).id]);
});

test('a home is published for a person, and its buttons reach the app', async () => {
  const pressed: unknown[] = [];
  const { slack } = await withTriggers({}, (app) => {
    app.action('go', async ({ ack, body }) => {
      pressed.push(body.type === 'block_actions' && body.view?.type);
      await ack();
    });
  });
  const view = {
    type: 'home',
    blocks: [
      { type: 'actions', elements: [{ type: 'button', action_id: 'go', text: plain('Go') }] },
    ],
  };
  expect((await call(slack, 'views.publish', { user_id: 'U1', view })).ok).toBe(true);
  await slack.control.click({ user: 'U1', view: 'home', action_id: 'go' });
  expect(pressed).toEqual(['home']);
  expect(await call(slack, 'views.publish', { user_id: 'U9', view })).toMatchObject({
    error: 'user_not_found',
  });
});
