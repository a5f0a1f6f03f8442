import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import { expect, onTestFinished, test } from 'vitest';
import type { LocalSlack } from '../../../src/demo/slack/server.ts';
import { openWorkspace } from './stage.ts';
import { quietLogger } from './world.ts';

/** A Bolt app behind an address of its own, told to the local Slack. */
async function serveBolt(slack: LocalSlack, signingSecret: string, listen: (app: App) => void) {
  const receiver = new HTTPReceiver({ signingSecret, logger: quietLogger, port: 0 });
  const app = new App({
    token: slack.botToken,
    receiver,
    logger: quietLogger,
    deferInitialization: true,
    convoStore: false,
    clientOptions: { slackApiUrl: slack.apiUrl },
  });
  listen(app);
  await app.init();
  const server = await receiver.start({ port: 0, host: '127.0.0.1' });
  onTestFinished(async () => {
    await app.stop();
  });
  const { port } = server.address() as AddressInfo;
  slack.control.setRequestUrl(`http://127.0.0.1:${port}/slack/events`);
}

test('commands, clicks and events arrive as signed requests', async () => {
  const slack = await openWorkspace();
  const { control } = slack;
  const heard: string[] = [];
  await serveBolt(slack, slack.signingSecret, (app) => {
    app.command('/incident', async ({ ack, body }) => {
      heard.push(`command ${body.text}`);
      await ack({
        text: 'offers',
        blocks: [
          {
            type: 'actions',
            elements: [
              { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } },
            ],
          },
        ],
      });
    });
    app.action('go', async ({ ack, respond }) => {
      await ack();
      heard.push('click');
      await respond({ text: 'gone', replace_original: true });
    });
    app.event('app_mention', async () => {
      heard.push('mention');
    });
  });
  await control.command({ user: 'U1', channel: 'C1', text: '/incident who is @ben' });
  const [whisper] = control.ephemerals('U1');
  await control.click({ user: 'U1', channel: 'C1', ts: whisper?.ts ?? '', action_id: 'go' });
  await control.waitFor(() => control.ephemerals('U1')[0]?.text === 'gone');
  await control.mention({ user: 'U1', channel: 'C1', text: 'hey' });
  await control.waitFor(() => heard.includes('mention'));
  expect(heard).toEqual(['command who is <@U2|ben>', 'click', 'mention']);
});

test('an app with another signing secret refuses, and the person is told', async () => {
  const slack = await openWorkspace();
  await serveBolt(slack, 'some other secret', (app) => {
    app.command('/incident', async ({ ack }) => ack());
  });
  const act = await slack.control.command({ user: 'U1', channel: 'C1', text: '/incident' });
  expect(act).toEqual({ status: 'failed', reason: 'dispatch_failed' });
});

test('a retried event says so in its headers and is signed over its exact body', async () => {
  const slack = await openWorkspace();
  const requests: { num: unknown; reason: unknown; genuine: boolean; eventId: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { headers } = request;
    const base = `v0:${headers['x-slack-request-timestamp']}:${body}`;
    const digest = createHmac('sha256', slack.signingSecret).update(base).digest('hex');
    requests.push({
      num: headers['x-slack-retry-num'],
      reason: headers['x-slack-retry-reason'],
      genuine: headers['x-slack-signature'] === `v0=${digest}`,
      eventId: JSON.parse(body).event_id,
    });
    response.statusCode = requests.length === 1 ? 500 : 200;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  slack.control.setRequestUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await slack.control.openHome('U1');
  await slack.control.waitFor(() => requests.length === 2);
  expect(requests).toEqual([
    { num: undefined, reason: undefined, genuine: true, eventId: 'Ev00000001' },
    { num: '1', reason: 'http_error', genuine: true, eventId: 'Ev00000001' },
  ]);
});
