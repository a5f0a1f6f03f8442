import type { App } from '@slack/bolt';
import { expect, test } from 'vitest';
import { connectBolt, openWorkspace } from './stage.ts';
import { stillWall } from './wall.ts';

test('a Bolt app connects, hears a command, opens a form and takes its answer', async () => {
  const slack = await openWorkspace();
  const { control } = slack;
  await connectBolt(slack, (app) => {
    app.command('/incident', async ({ ack, client, body }) => {
      await ack('one moment');
      await client.views.open({
        trigger_id: body.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'declare',
          title: { type: 'plain_text', text: 'Declare' },
          submit: { type: 'plain_text', text: 'Go' },
          blocks: [
            {
              type: 'input',
              block_id: 'title',
              label: { type: 'plain_text', text: 'Title' },
              element: { type: 'plain_text_input', action_id: 'text' },
            },
          ],
        },
      });
    });
    app.view('declare', async ({ ack, view, client }) => {
      await ack();
      const title = view.state.values.title?.text?.value;
      await client.chat.postMessage({ channel: '#incidents', text: `declared: ${title}` });
    });
  });

  const act = await control.command({ user: 'U1', channel: 'C1', text: '/incident declare' });
  expect(act).toMatchObject({ status: 'acked' });
  await control.waitFor(() => control.views('U1').length === 1);
  expect(control.ephemerals('U1').map(({ text }) => text)).toEqual(['one moment']);

  await control.submitView({ user: 'U1', values: { title: 'points are down' } });
  await control.waitFor(() => control.messages('C1')[0]?.text === 'declared: points are down');
  expect(control.views('U1')).toEqual([]);
});

test('a mention in a thread reaches the app, which answers there', async () => {
  const slack = await openWorkspace();
  const { control } = slack;
  await connectBolt(slack, (app) => {
    app.event('app_mention', async ({ event, say }) => {
      await say({ text: `you said ${event.text}`, thread_ts: event.thread_ts ?? event.ts });
    });
  });
  const { ts } = await control.say({ user: 'U2', channel: 'incidents', text: 'it is slow' });
  await control.mention({ user: 'U1', channel: 'C1', thread: ts, text: 'rollback <now>' });
  await control.waitFor(() => control.thread('C1', ts).length === 3);
  expect(control.thread('C1', ts).at(-1)).toMatchObject({
    text: `you said <@${slack.botUserId}> rollback &lt;now&gt;`,
    thread_ts: ts,
  });
});

test('each envelope goes to one of the sockets, not to all', async () => {
  const slack = await openWorkspace();
  const heard: string[] = [];
  for (const name of ['first', 'second']) {
    await connectBolt(slack, (app) => {
      app.command('/incident', async ({ ack }) => {
        await ack();
        heard.push(name);
      });
    });
  }
  expect(slack.control.socket.connections()).toBe(2);
  for (let i = 0; i < 4; i += 1) {
    await slack.control.command({ user: 'U1', channel: 'C1', text: 'status' });
  }
  await slack.control.waitFor(() => heard.length === 4);
  expect(heard.toSorted()).toEqual(['first', 'first', 'second', 'second']);
});

test('a command nobody acknowledges fails for the person after three seconds', async () => {
  const wall = stillWall();
  const slack = await openWorkspace({ wall });
  await connectBolt(slack, (app) => {
    app.command('/incident', async () => {});
  });
  const acting = slack.control.command({ user: 'U1', channel: 'C1', text: '/incident' });
  await wall.advance(3_000);
  expect(await acting).toEqual({ status: 'failed', reason: 'operation_timeout' });
  expect(slack.control.ephemerals('U1')).toMatchObject([
    { from: 'slack', text: '/incident failed with the error "operation_timeout"' },
  ]);
});

test('a command with no app connected fails at once', async () => {
  const slack = await openWorkspace();
  const act = await slack.control.command({ user: 'U1', channel: 'C1', text: '/incident' });
  expect(act).toEqual({ status: 'failed', reason: 'dispatch_failed' });
});

test('an event without an ack comes again at once, after one minute and after five, under the same id', async () => {
  const wall = stillWall();
  const slack = await openWorkspace({ wall });
  const { control } = slack;
  await control.mention({ user: 'U1', channel: 'C1', text: 'anyone?' });
  await control.waitFor(() => control.events.length === 2);
  expect(control.events.map(({ event }) => event.type)).toEqual(['message', 'app_mention']);

  const seen: unknown[] = [];
  await wall.advance(60_000);
  await connectBolt(slack, (app) => {
    app.event('app_mention', async ({ body, context }) => {
      seen.push([body.event_id, context.retryNum, context.retryReason]);
    });
  });
  await wall.advance(300_000);
  await control.waitFor(() => seen.length === 1);
  expect(seen).toEqual([[control.events[1]?.id, 3, 'no_connection']]);
});

test('an acknowledged event is not sent again, unless a test wants it to be', async () => {
  const wall = stillWall();
  const slack = await openWorkspace({ wall });
  const { control } = slack;
  const seen: unknown[] = [];
  await connectBolt(slack, (app) => {
    app.event('app_mention', async ({ body, context }) => {
      seen.push([body.event_id, context.retryNum]);
    });
  });
  await control.mention({ user: 'U1', channel: 'C1', text: 'hello' });
  await control.waitFor(() => control.events.every(({ outcome }) => outcome));
  await wall.advance(400_000);
  const id = control.events[1]?.id ?? '';
  expect(seen).toEqual([[id, 0]]);
  await control.redeliver(id);
  await control.waitFor(() => seen.length === 2);
  expect(seen[1]).toEqual([id, 1]);
});

test('a refresh sends the app away, and it comes back with a new ticket', async () => {
  const slack = await openWorkspace();
  const { control } = slack;
  const listen = (app: App) => {
    app.command('/incident', async ({ ack }) => ack());
  };
  await connectBolt(slack, listen, { clientPingTimeout: 100 });
  const line = { user: 'U1', channel: 'C1', text: '/incident' };
  control.socket.refresh();
  await control.waitFor(() => control.socket.connections() === 0);
  expect(await control.command(line)).toMatchObject({ status: 'failed' });
  await control.waitFor(() => control.socket.connections() === 1);
  expect(await control.command(line)).toMatchObject({ status: 'acked' });
  const opened = control.calls.filter(({ method }) => method === 'apps.connections.open');
  expect(opened).toHaveLength(2);
});

test('a socket without a ticket, or with one used before, is turned away', async () => {
  const slack = await openWorkspace();
  const url = `${slack.url.replace('http', 'ws')}link/?ticket=stolen`;
  const socket = new WebSocket(url);
  const outcome = await new Promise((resolve) => {
    socket.addEventListener('open', () => resolve('open'));
    socket.addEventListener('error', () => resolve('refused'));
  });
  expect(outcome).toBe('refused');
});

test('only what the manifest subscribes to is told, and only where the app is', async () => {
  const slack = await openWorkspace();
  const { control } = slack;
  await control.mention({ user: 'U1', channel: 'C2', text: 'hello?' });
  expect(control.events).toEqual([]);
  expect(control.ephemerals('U1')[0]?.text).toContain('not in this channel');
  await control.openHome('U1');
  const { ts } = await control.say({ user: 'U1', channel: 'C1', text: 'hi' });
  await control.react({ user: 'U2', channel: 'C1', ts, name: 'pushpin' });
  expect(control.events.map(({ event }) => event.type)).toEqual([
    'app_home_opened',
    'message',
    'reaction_added',
  ]);
});
