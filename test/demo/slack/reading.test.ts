import { expect, test } from 'vitest';
import { call, clientOf } from './api-client.ts';
import { openWorkspace } from './stage.ts';

test('history is newest first, in pages, with metadata only when asked for', async () => {
  const slack = await openWorkspace();
  const metadata = { event_type: 'card', event_payload: { key: 'k' } };
  for (const text of ['one', 'two', 'three']) {
    await call(slack, 'chat.postMessage', { channel: 'C1', text, metadata });
  }
  const client = clientOf(slack);
  const texts: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.conversations.history({
      channel: 'C1',
      limit: 2,
      ...(cursor ? { cursor } : {}),
    });
    texts.push(page.messages?.map(({ text }) => text));
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
  expect(texts).toEqual([['three', 'two'], ['one']]);

  const bare = await client.conversations.history({ channel: 'C1', limit: 1 });
  expect(bare.messages?.[0]?.metadata).toBeUndefined();
  const full = await client.conversations.history({
    channel: 'C1',
    limit: 1,
    include_all_metadata: true,
  });
  expect(full.messages?.[0]?.metadata).toEqual(metadata);
});

test('a thread is read with its parent first; oldest leaves out what came before', async () => {
  const slack = await openWorkspace();
  const { ts } = await slack.control.say({ user: 'U1', channel: 'C1', text: 'parent' });
  const first = await slack.control.say({ user: 'U1', channel: 'C1', thread: ts, text: 'a' });
  await slack.control.say({ user: 'U2', channel: 'C1', thread: ts, text: 'b' });
  const client = clientOf(slack);
  const all = await client.conversations.replies({ channel: 'C1', ts });
  expect(all.messages?.map(({ text }) => text)).toEqual(['parent', 'a', 'b']);
  expect(all.messages?.[0]).toMatchObject({ reply_count: 2, reply_users: ['U1', 'U2'] });
  const later = await client.conversations.replies({ channel: 'C1', ts, oldest: first.ts });
  expect(later.messages?.map(({ text }) => text)).toEqual(['parent', 'b']);
  const history = await client.conversations.history({ channel: 'C1' });
  expect(history.messages?.map(({ text }) => text)).toEqual(['parent']);
});

test('people come with zone and, when asked for, locale', async () => {
  const slack = await openWorkspace();
  const client = clientOf(slack);
  const { user } = await client.users.info({ user: 'U1', include_locale: true });
  expect(user).toMatchObject({ tz: 'Asia/Seoul', tz_offset: 32_400, locale: 'ko-KR' });
  expect(await call(slack, 'users.info', { user: 'U9' })).toMatchObject({
    error: 'user_not_found',
  });
  const all = await client.users.list({});
  expect(all.members?.map(({ id, is_bot }) => [id, is_bot])).toEqual([
    ['U1', false],
    ['U2', false],
    [slack.botUserId, true],
  ]);
});

test('channels, members and direct messages', async () => {
  const slack = await openWorkspace();
  const client = clientOf(slack);
  const list = await client.conversations.list({ exclude_archived: true });
  expect(list.channels?.map(({ name, is_member }) => [name, is_member])).toEqual([
    ['incidents', true],
    ['random', false],
  ]);
  const members = await client.conversations.members({ channel: 'C1' });
  expect(members.members).toEqual(['U1', 'U2', slack.botUserId]);
  const { channel } = await client.conversations.open({ users: 'U1' });
  await client.chat.postMessage({ channel: channel?.id ?? '', text: 'wake up' });
  expect(slack.control.directMessages('U1').map(({ text }) => text)).toEqual(['wake up']);
  expect(await call(slack, 'conversations.open', { users: 'U9' })).toMatchObject({
    error: 'user_not_found',
  });
});

test('a file goes up through the SDK and appears in the thread', async () => {
  const slack = await openWorkspace();
  const { ts } = await slack.control.say({ user: 'U1', channel: 'C1', text: 'parent' });
  await clientOf(slack).filesUploadV2({
    channel_id: 'C1',
    thread_ts: ts,
    filename: 'trend.png',
    file: Buffer.from('not really a picture'),
    initial_comment: 'the last hours',
  });
  const [, message] = await slack.control.waitFor(() => {
    const thread = slack.control.thread('C1', ts);
    return thread.length === 2 && thread;
  });
  expect(message).toMatchObject({ text: 'the last hours', files: [{ name: 'trend.png' }] });
  const [file] = (message?.files ?? []) as readonly { id: string; url_private: string }[];
  const bytes = await fetch(file?.url_private ?? '');
  expect(bytes.headers.get('content-type')).toBe('image/png');
  expect(await bytes.text()).toBe('not really a picture');
});
