import { WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { call, clientOf } from './api-client.ts';
import { openWorkspace } from './stage.ts';
import { stillWall } from './wall.ts';
import { quietLogger } from './world.ts';

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: { data?: { error?: string }; code?: string }) => error.data?.error ?? error.code,
  );

test('tokens: the right one only, and each for its own methods', async () => {
  const slack = await openWorkspace();
  expect(await clientOf(slack).auth.test()).toMatchObject({
    ok: true,
    user_id: slack.botUserId,
    bot_id: 'B0FIREBRK',
    team_id: 'T0LOCAL',
  });
  expect(await codeOf(clientOf(slack, 'xoxb-wrong').auth.test())).toBe('invalid_auth');
  expect(await codeOf(clientOf(slack, slack.appToken).auth.test())).toBe('not_allowed_token_type');
  expect(await codeOf(clientOf(slack).apps.connections.open())).toBe('not_allowed_token_type');
  const bare = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' });
  expect(await bare.json()).toMatchObject({ error: 'not_authed' });
});

test('a method that does not exist, or whose scope the manifest did not ask for', async () => {
  const slack = await openWorkspace();
  expect(await call(slack, 'chat.shout', {})).toMatchObject({ error: 'unknown_method' });
  const refused = await call(slack, 'reactions.add', { channel: 'C1', timestamp: '1', name: 'x' });
  expect(refused).toMatchObject({ ok: false, error: 'missing_scope', needed: 'reactions:write' });
  expect(String(refused.provided).split(',')).toContain('chat:write');
  expect(await call(slack, 'conversations.history', { channel: 'C4' })).toMatchObject({
    error: 'channel_not_found',
  });
});

test('forms and JSON mean the same', async () => {
  const slack = await openWorkspace();
  const blocks = [{ type: 'divider' }];
  const form = await fetch(`${slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    body: new URLSearchParams({
      token: slack.botToken,
      channel: 'C1',
      text: 'form',
      blocks: JSON.stringify(blocks),
    }),
  });
  expect(await form.json()).toMatchObject({ ok: true, channel: 'C1' });
  await call(slack, 'chat.postMessage', { channel: '#incidents', text: 'json', blocks });
  expect(slack.control.messages('C1').map(({ blocks: [first] = [] }) => first?.type)).toEqual([
    'divider',
    'divider',
  ]);
});

test('a channel takes a burst of posts, then one a second; other channels and methods go on', async () => {
  const wall = stillWall();
  const slack = await openWorkspace({ wall, limits: { postBurst: 3 } });
  const client = clientOf(slack);
  const post = (channel: string) => client.chat.postMessage({ channel, text: 'x' });
  for (let i = 0; i < 3; i += 1) await post('C1');
  await expect(post('C1')).rejects.toMatchObject({
    code: 'slack_webapi_rate_limited_error',
    retryAfter: 1,
  });
  expect((await post('U1')).ok).toBe(true);
  expect((await client.auth.test()).ok).toBe(true);
  await wall.advance(1_000);
  expect((await post('C1')).ok).toBe(true);
});

test('trouble on demand: rate limit, refusal, outage, and the calls that tell of it', async () => {
  const slack = await openWorkspace();
  const { faults } = slack.control;
  const client = clientOf(slack);
  const post = () => client.chat.postMessage({ channel: 'C1', text: 'x' });
  faults.inject({ method: 'chat.postMessage', kind: 'rate-limit', retryAfterSeconds: 7 });
  faults.inject({ method: 'chat.postMessage', kind: 'error', error: 'fatal_error', times: 2 });
  faults.inject({ method: '*', kind: 'unavailable' });
  await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
  expect(await codeOf(post())).toBe('fatal_error');
  expect(await codeOf(post())).toBe('fatal_error');
  await expect(post()).rejects.toMatchObject({ statusCode: 503 });
  expect(slack.control.messages('C1')).toEqual([]);
  expect((await post()).ok).toBe(true);
  expect(slack.control.calls.map(({ status, happened }) => [status, happened])).toEqual([
    [429, false],
    [200, false],
    [200, false],
    [503, false],
    [200, true],
  ]);
});

test('a lost answer: the message is there, and the client does not know', async () => {
  const slack = await openWorkspace();
  slack.control.faults.inject({ method: 'chat.postMessage', kind: 'lost-answer' });
  expect(await codeOf(clientOf(slack).chat.postMessage({ channel: 'C1', text: 'x' }))).toBe(
    'slack_webapi_request_error',
  );
  expect(slack.control.messages('C1')).toHaveLength(1);
});

test('silence: nothing happens and nobody answers', async () => {
  const slack = await openWorkspace();
  slack.control.faults.inject({ method: 'chat.postMessage', kind: 'silent' });
  const impatient = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    timeout: 60,
    logger: quietLogger,
  });
  expect(await codeOf(impatient.chat.postMessage({ channel: 'C1', text: 'x' }))).toBe(
    'slack_webapi_request_error',
  );
  expect(slack.control.messages('C1')).toEqual([]);
});
