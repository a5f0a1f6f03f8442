import { expect, test } from 'vitest';
import { connectBolt, openWorkspace } from './stage.ts';

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
