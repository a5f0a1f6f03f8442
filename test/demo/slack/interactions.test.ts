import { expect, test } from 'vitest';
import { call } from './api-client.ts';
import { connectBolt, openWorkspace } from './stage.ts';
import { stillWall } from './wall.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const option = (value: string) => ({ text: plain(value), value });
const blocks = [
  {
    type: 'section',
    text: plain('choose'),
    accessory: { type: 'static_select', action_id: 'pick', options: [option('a'), option('b')] },
  },
  {
    type: 'actions',
    block_id: 'row',
    elements: [
      { type: 'button', action_id: 'go', text: plain('Go'), value: 'INC-1' },
      { type: 'button', action_id: 'go', text: plain('Go'), value: 'INC-2' },
      { type: 'overflow', action_id: 'more', options: [option('resolve')] },
    ],
  },
];

test('buttons, menus and selects carry what was chosen and where', async () => {
  const slack = await openWorkspace();
  const { control } = slack;
  const seen: unknown[] = [];
  await connectBolt(slack, (app) => {
    app.action(/.*/, async ({ ack, action, body }) => {
      await ack();
      if (body.type !== 'block_actions') return;
      seen.push([action.type, body.user.id, body.channel?.name, body.message?.ts]);
      if (action.type === 'button') seen.push(action.value);
      if (action.type === 'overflow') seen.push(action.selected_option.value);
      if (action.type === 'static_select') seen.push(action.selected_option?.value);
    });
  });
  const { ts } = await call(slack, 'chat.postMessage', { channel: 'C1', text: 'x', blocks });
  const where = { user: 'U2', channel: 'C1', ts: String(ts) };
  await control.click({ ...where, action_id: 'go', value: 'INC-2' });
  await control.click({ ...where, action_id: 'more', value: 'resolve' });
  await control.click({ ...where, action_id: 'pick', value: 'b' });
  expect(seen).toEqual([
    ['button', 'U2', 'incidents', ts],
    'INC-2',
    ['overflow', 'U2', 'incidents', ts],
    'resolve',
    ['static_select', 'U2', 'incidents', ts],
    'b',
  ]);
  await expect(control.click({ ...where, action_id: 'go' })).rejects.toThrow('2 elements match go');
  await expect(control.click({ ...where, action_id: 'nope' })).rejects.toThrow(
    '0 elements match nope (block any); there are: pick, go, go, more',
  );
  await expect(control.click({ ...where, action_id: 'pick', value: 'c' })).rejects.toThrow(
    'pick offers no "c", only: a | b',
  );
});

test('a click nobody acknowledges is told to the person who clicked', async () => {
  const wall = stillWall();
  const slack = await openWorkspace({ wall });
  await connectBolt(slack, () => {});
  const { ts } = await call(slack, 'chat.postMessage', { channel: 'C1', text: 'x', blocks });
  const acting = slack.control.click({
    user: 'U1',
    channel: 'C1',
    ts: String(ts),
    action_id: 'more',
    value: 'resolve',
  });
  await wall.advance(3_000);
  expect(await acting).toEqual({ status: 'failed', reason: 'operation_timeout' });
  expect(slack.control.ephemerals('U1')).toMatchObject([{ from: 'slack' }]);
  expect(slack.control.ephemerals('U2')).toEqual([]);
});

test('a response address takes five answers within half an hour', async () => {
  const wall = stillWall();
  const slack = await openWorkspace({ wall });
  const urls: string[] = [];
  await connectBolt(slack, (app) => {
    app.command('/incident', async ({ ack, body }) => {
      urls.push(body.response_url);
      await ack();
    });
  });
  const respond = async (url: string, body: object) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.status === 200 ? 'ok' : ((await response.json()) as { error: string }).error;
  };
  await slack.control.command({ user: 'U1', channel: 'C1', text: '/incident' });
  const [first = ''] = urls;
  const said = [];
  for (let i = 0; i < 6; i += 1) said.push(await respond(first, { text: `${i}` }));
  expect(said).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'used_url']);
  expect(slack.control.ephemerals('U1')).toHaveLength(5);
  await slack.control.command({ user: 'U1', channel: 'C1', text: '/incident' });
  expect(await respond(urls[1] ?? '', { text: 'all', response_type: 'in_channel' })).toBe('ok');
  expect(slack.control.messages('C1').map(({ text }) => text)).toEqual(['all']);
  await wall.advance(30 * 60_000 + 1);
  expect(await respond(urls[1] ?? '', { text: 'late' })).toBe('expired_url');
});

test('slash commands are refused in threads and when nobody knows them', async () => {
  const slack = await openWorkspace();
  const { control } = slack;
  const { ts } = await control.say({ user: 'U1', channel: 'C1', text: 'parent' });
  const command = { user: 'U1', channel: 'C1' };
  expect(await control.command({ ...command, thread: ts, text: '/incident ack' })).toEqual({
    status: 'refused',
    why: '/incident is not supported in threads. Sorry!',
  });
  expect(await control.command({ ...command, text: '/incidents' })).toMatchObject({
    status: 'refused',
  });
  expect(control.ephemerals('U1').map(({ thread_ts }) => thread_ts)).toEqual([ts, undefined]);
});

test('shortcuts, of a message and global, reach the app with what they need', async () => {
  const slack = await openWorkspace();
  const seen: unknown[] = [];
  await connectBolt(slack, (app) => {
    app.shortcut('report', async ({ ack, shortcut }) => {
      await ack();
      seen.push(shortcut.type, shortcut.trigger_id !== '');
    });
    app.shortcut('to-timeline', async ({ ack, shortcut }) => {
      await ack();
      seen.push(shortcut.type === 'message_action' && shortcut.message.text);
    });
  });
  const { ts } = await slack.control.say({ user: 'U1', channel: 'C1', text: 'look at this' });
  await slack.control.shortcut({ user: 'U1', callback_id: 'report' });
  const where = { channel: 'C1', ts };
  await slack.control.shortcut({ user: 'U1', callback_id: 'to-timeline', ...where });
  expect(seen).toEqual(['shortcut', true, 'look at this']);
});

test('nobody acts where they are not', async () => {
  const members = ['U1'];
  const slack = await openWorkspace({ channels: [{ id: 'C1', name: 'incidents', members }] });
  const words = { channel: 'C1', text: 'let me in' };
  await expect(slack.control.say({ user: 'U2', ...words })).rejects.toThrow('U2 is not in C1');
  await expect(slack.control.say({ user: 'U9', ...words })).rejects.toThrow('Nobody here is U9');
});
