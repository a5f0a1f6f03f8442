import { expect, test } from 'vitest';
import { readIncoming } from '../../../src/adapters/slack/incoming.ts';

test('a command without a trigger still says who asked, and is no copy of another', () => {
  const from = readIncoming({ command: '/incident', user_id: 'U1', channel_id: 'C1', text: '' });
  expect(from).toMatchObject({ kind: 'command', user: 'U1', channel: 'C1', id: undefined });
});

test('a click without a trigger is known by its moment and its place', () => {
  const click = {
    type: 'block_actions',
    user: { id: 'U1' },
    channel: null,
    response_url: null,
    message: { ts: '1.1', thread_ts: '1.0' },
    actions: [{ action_id: 'offer:evidence:0', action_ts: '7.7' }],
  };
  const from = readIncoming(click);
  expect(from).toMatchObject({ kind: 'click', thread: '1.0', responseUrl: undefined });
  expect(from.id).toBe(readIncoming({ ...click }).id);
  const next = { ...click, actions: [{ action_id: 'offer:evidence:0', action_ts: '7.8' }] };
  expect(readIncoming(next).id).not.toBe(from.id);
});

test('a mention without an event id is known by its message, precise or not', () => {
  const event = { type: 'app_mention', user: 'U1', channel: 'C1', ts: 5.25 };
  expect(readIncoming({ event })).toMatchObject({
    kind: 'event',
    id: 'event:C1:5.25',
    thread: '5.25',
  });
});

test.each([[null], [7], ['x'], [{}], [{ event: {} }], [[]]])('%j breaks nothing', (body) => {
  expect(readIncoming(body).user).toBeUndefined();
});
