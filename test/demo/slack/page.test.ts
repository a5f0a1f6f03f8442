import { expect, test } from 'vitest';
import type { PageState } from '../../../src/demo/slack/page-state.ts';
import type { LocalSlack } from '../../../src/demo/slack/server.ts';
import { call } from './api-client.ts';
import { openWorkspace } from './stage.ts';

async function stateOf(slack: LocalSlack, look: Record<string, string>): Promise<PageState> {
  const response = await fetch(`${slack.url}_local/state?${new URLSearchParams(look)}`);
  return (await response.json()) as PageState;
}

async function act(slack: LocalSlack, name: string, body: unknown, type = 'application/json') {
  const response = await fetch(`${slack.url}_local/${name}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

test('every module of the page is served as JavaScript, under a policy that runs nothing else', async () => {
  const slack = await openWorkspace();
  const index = await fetch(slack.url);
  expect(index.headers.get('content-security-policy')).toContain("default-src 'self'");
  const wanted = new Set(
    [...(await index.text()).matchAll(/"\/([\w-]+\.(?:ts|css|svg))"/g)].map(([, n]) => n),
  );
  for (const name of wanted) {
    const file = await fetch(`${slack.url}${name}`);
    expect([name, file.status]).toEqual([name, 200]);
    const text = await file.text();
    if (!name?.endsWith('.ts')) continue;
    expect(file.headers.get('content-type')).toContain('text/javascript');
    expect(text).not.toMatch(/^(import|export) type |^export interface /m);
    for (const [, next] of text.matchAll(/from '\.\/([\w-]+\.ts)'/g)) wanted.add(next);
  }
  expect([...wanted].length).toBeGreaterThan(15);
  expect((await fetch(`${slack.url}tsconfig.json`)).status).toBe(404);
  expect((await fetch(`${slack.url}..%2Fslack%2Fserver.ts`)).status).toBe(404);
});

test('a person sees rooms they are in, what is new, and what names them', async () => {
  const slack = await openWorkspace();
  const parent = await slack.control.say({ user: 'U2', channel: 'C1', text: 'slow' });
  await call(slack, 'chat.postMessage', {
    channel: 'C1',
    thread_ts: parent.ts,
    text: 'Paging <@U1>',
  });
  await call(slack, 'chat.postMessage', { channel: 'U1', text: 'SEV2 needs you' });
  const before = await stateOf(slack, { user: 'U1', room: 'C1', thread: parent.ts });
  const marks = (state: PageState) =>
    state.rooms.map(({ id, unread, mentions }) => [id, unread, mentions]);
  expect(marks(before)).toEqual([
    ['C1', 1, 1],
    ['C2', 0, 0],
    ['C3', 0, 0],
    ['C4', 0, 0],
    ['D1', 1, 1],
  ]);
  expect(before.messages.map(({ text, reply_count }) => [text, reply_count])).toEqual([
    ['slow', 1],
  ]);
  expect(before.thread.map(({ text }) => text)).toEqual(['slow', 'Paging <@U1>']);
  expect(before.rings.map(({ text }) => text)).toEqual(['Paging <@U1>', 'SEV2 needs you']);
  await act(slack, 'seen', { user: 'U1', channel: 'C1' });
  const after = await stateOf(slack, { user: 'U1', room: 'C1', thread: '' });
  expect(marks(after)[0]).toEqual(['C1', 0, 0]);
  expect(marks(await stateOf(slack, { user: 'U2', room: 'C1', thread: '' }))[0]).toEqual([
    'C1',
    0,
    0,
  ]);
});

test('the page acts through the same control, and says why when it cannot', async () => {
  const slack = await openWorkspace();
  const said = await act(slack, 'say', { user: 'U1', channel: 'C1', text: 'hello' });
  expect(said.status).toBe(200);
  expect(slack.control.messages('C1')[0]?.text).toBe('hello');
  const stranger = await act(slack, 'say', { user: 'U9', channel: 'C1', text: 'hello' });
  expect(stranger).toMatchObject({ status: 400, body: { error: expect.stringContaining('U9') } });
  expect(await act(slack, 'explode', {})).toMatchObject({ status: 404 });
  expect(await act(slack, 'say', {}, 'text/plain')).toMatchObject({ status: 415 });
});

test('changes reach the page as they happen, many at once as one', async () => {
  const slack = await openWorkspace();
  const stream = await fetch(`${slack.url}_local/stream`);
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toBe('data: 0\n\n');
  await slack.control.say({ user: 'U1', channel: 'C1', text: 'a' });
  await slack.control.say({ user: 'U1', channel: 'C1', text: 'b' });
  expect((await reader?.read())?.value).toBe('data: 2\n\n');
  await reader?.cancel();
});

test('routes of others are asked before the page is searched', async () => {
  const slack = await openWorkspace({
    extraRoutes: async (request, response) => {
      if (request.url !== '/_demo/state') return false;
      response.end('mine');
      return true;
    },
  });
  expect(await (await fetch(`${slack.url}_demo/state`)).text()).toBe('mine');
  expect((await fetch(`${slack.url}_demo/other`)).status).toBe(404);
});
