import { describe, expect, test } from 'vitest';
import { call } from './api-client.ts';
import { openWorkspace } from './stage.ts';

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

describe('where the app may post', () => {
  const cases = [
    ['a channel by id', 'C1', undefined],
    ['a channel by name', '#incidents', undefined],
    ['a person, as a direct message', 'U1', undefined],
    ['a public channel it never joined', 'C2', 'not_in_channel'],
    ['an archived channel', 'C3', 'is_archived'],
    ['a private channel it cannot see', 'C4', 'channel_not_found'],
    ['a channel that is not there', 'C9', 'channel_not_found'],
  ] as const;
  test.each(cases)('%s', async (_what, channel, error) => {
    const slack = await openWorkspace();
    const answer = await call(slack, 'chat.postMessage', { channel, text: 'hello' });
    expect(answer.error).toBe(error);
  });
});

test('a message needs words or blocks, and long words are cut', async () => {
  const slack = await openWorkspace();
  expect(await call(slack, 'chat.postMessage', { channel: 'C1', blocks: [] })).toMatchObject({
    error: 'no_text',
  });
  await call(slack, 'chat.postMessage', { channel: 'C1', text: 'x'.repeat(50_000) });
  expect(slack.control.messages('C1')[0]?.text).toHaveLength(40_000);
});

test('replies go to the thread, a reply to a reply as well, and broadcasts also to the channel', async () => {
  const slack = await openWorkspace();
  const { control } = slack;
  const { ts } = await control.say({ user: 'U1', channel: 'C1', text: 'parent' });
  const post = (thread_ts: unknown, more = {}) =>
    call(slack, 'chat.postMessage', { channel: 'C1', text: 'reply', thread_ts, ...more });
  const first = await post(ts);
  await post(first.ts);
  await post(ts, { reply_broadcast: true });
  expect(control.thread('C1', ts).map(({ thread_ts }) => thread_ts)).toEqual([
    undefined,
    ts,
    ts,
    ts,
  ]);
  expect(control.messages('C1').map(({ text }) => text)).toEqual(['parent', 'reply']);
  expect(await post('1.000000')).toMatchObject({ error: 'thread_not_found' });
});

test('an update without blocks takes the blocks away; metadata stays', async () => {
  const slack = await openWorkspace();
  const metadata = { event_type: 'card', event_payload: { key: 'INC-1/card' } };
  const posted = await call(slack, 'chat.postMessage', {
    channel: 'C1',
    text: 'card',
    blocks: [section('*card*')],
    metadata,
  });
  const edit = (args: object) =>
    call(slack, 'chat.update', { channel: 'C1', ts: posted.ts, ...args });
  await edit({ text: 'still a card', blocks: [section('*changed*')] });
  expect(slack.control.messages('C1')[0]).toMatchObject({
    text: 'still a card',
    blocks: [section('*changed*')],
    metadata,
  });
  expect(slack.control.messages('C1')[0]?.edited).toBeUndefined();
  await edit({ text: 'only words' });
  const [message] = slack.control.messages('C1');
  expect(message?.blocks).toBeUndefined();
  expect(message).toMatchObject({ text: 'only words', metadata, edited: {} });
});

test('only its own messages can be changed or deleted, within the limit, while they are there', async () => {
  const slack = await openWorkspace();
  const { ts } = await slack.control.say({ user: 'U1', channel: 'C1', text: 'mine' });
  const error = async (method: string, args: object) =>
    (await call(slack, method, { channel: 'C1', ...args })).error;
  expect(await error('chat.update', { ts, text: 'yours' })).toBe('cant_update_message');
  expect(await error('chat.delete', { ts })).toBe('cant_delete_message');
  const own = await call(slack, 'chat.postMessage', { channel: 'C1', text: 'own' });
  expect(await error('chat.update', { ts: own.ts, text: 'x'.repeat(4_001) })).toBe('msg_too_long');
  expect(await error('chat.delete', { ts: own.ts })).toBeUndefined();
  expect(await error('chat.update', { ts: own.ts, text: 'late' })).toBe('message_not_found');
});

test('an ephemeral message is seen by one person until they reload, and cannot be updated', async () => {
  const slack = await openWorkspace();
  const { control } = slack;
  const args = { channel: 'C1', user: 'U1', text: 'psst' };
  const sent = await call(slack, 'chat.postEphemeral', args);
  expect(control.ephemerals('U1').map(({ text }) => text)).toEqual(['psst']);
  expect(control.ephemerals('U2')).toEqual([]);
  expect(
    await call(slack, 'chat.update', { channel: 'C1', ts: sent.message_ts, text: 'x' }),
  ).toMatchObject({ error: 'message_not_found' });
  control.reload('U1');
  expect(control.ephemerals('U1')).toEqual([]);
  expect(await call(slack, 'chat.postEphemeral', { ...args, user: 'U9' })).toMatchObject({
    error: 'user_not_in_channel',
  });
});

test('a permalink leads to the page, at the message', async () => {
  const slack = await openWorkspace();
  const { ts } = await slack.control.say({ user: 'U1', channel: 'C1', text: 'here' });
  const answer = await call(slack, 'chat.getPermalink', { channel: 'C1', message_ts: ts });
  expect(answer.permalink).toBe(`${slack.url}#channel=C1&at=${ts}`);
});
