import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { LocalSlack } from '../../src/demo/slack/server.ts';
import { quietLogger } from '../demo/slack/world.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text });

/** The card of an incident in every block an incident needs. */
export function card(at: number, phase: string) {
  return [
    { type: 'header' as const, text: plain(':rotating_light: SEV2 · points-api · production') },
    {
      type: 'section' as const,
      text: mrkdwn(
        `*5xx above 2 % since <!date^${at}^{time}|a while>*\n7 of 312 shops, 4.1 % of requests. Log: \`INSERT … read-only\` &lt;!channel&gt;`,
      ),
    },
    {
      type: 'section' as const,
      fields: [
        mrkdwn(`*Phase*\n${phase}`),
        mrkdwn('*On it*\n<@U1>'),
        mrkdwn('*Release*\n<https://example.com/r/42|2026.11.22-2>, 23:00'),
        mrkdwn('*Rollout*\npaused at 10 %'),
      ],
    },
    {
      type: 'actions' as const,
      block_id: 'offers',
      elements: [
        {
          type: 'button' as const,
          action_id: 'ack',
          text: plain('Acknowledge'),
          style: 'primary' as const,
          value: 'INC-1',
        },
        {
          type: 'button' as const,
          action_id: 'rollback',
          text: plain('Roll back…'),
          style: 'danger' as const,
          value: 'INC-1',
        },
        {
          type: 'button' as const,
          action_id: 'pause',
          text: plain('Pause rollout'),
          value: 'INC-1',
          confirm: {
            title: plain('Pause production?'),
            text: plain('points-api in production stays at 10 %.'),
            confirm: plain('Pause it'),
            deny: plain('Not now'),
          },
        },
        {
          type: 'overflow' as const,
          action_id: 'more',
          options: [
            { text: plain('Resolve'), value: 'resolve' },
            { text: plain('Dismiss'), value: 'dismiss' },
          ],
        },
      ],
    },
    { type: 'divider' as const },
    {
      type: 'context' as const,
      elements: [mrkdwn('CloudWatch alarm *points-api-5xx* · <https://example.com|look yourself>')],
    },
  ];
}

export const rollbackForm = {
  type: 'modal' as const,
  callback_id: 'rollback',
  title: plain('Roll back points-api'),
  submit: plain('Propose'),
  close: plain('Cancel'),
  blocks: [
    {
      type: 'alert' as const,
      level: 'warning' as const,
      text: mrkdwn('This is *production*. A second person has to approve.'),
    },
    {
      type: 'input' as const,
      block_id: 'release',
      label: plain('Back to'),
      element: {
        type: 'static_select' as const,
        action_id: 'pick',
        placeholder: plain('Choose a release'),
        options: [
          { text: plain('2026.11.13-1, 9 days without incident'), value: 'r13' },
          { text: plain('2026.11.02-1'), value: 'r02' },
        ],
      },
    },
    {
      type: 'input' as const,
      block_id: 'how',
      label: plain('How'),
      optional: true,
      element: {
        type: 'radio_buttons' as const,
        action_id: 'pick',
        options: [
          { text: plain('At once'), value: 'now' },
          { text: plain('Step by step'), value: 'steps' },
        ],
      },
    },
    {
      type: 'input' as const,
      block_id: 'name',
      label: plain('Type the name of the service'),
      hint: plain('points-api'),
      element: { type: 'plain_text_input' as const, action_id: 'text' },
    },
  ],
};

/** A small Bolt app with a card, a form, a home and whispers: enough to see the page at work. */
export async function startSmallBot(slack: LocalSlack): Promise<() => Promise<void>> {
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logger: quietLogger,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  });
  const app = new App({
    token: slack.botToken,
    receiver,
    logger: quietLogger,
    deferInitialization: true,
    convoStore: false,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  });
  const now = () => Math.trunc(Date.now() / 1000);

  app.command('/incident', async ({ ack, client, body }) => {
    if (body.text === 'silent') return;
    await ack(body.text === '' ? 'Nothing is on fire.' : undefined);
    if (body.text !== 'card') return;
    const posted = await client.chat.postMessage({
      channel: body.channel_id,
      text: 'SEV2 points-api production: 5xx above 2 %. Acknowledge?',
      blocks: card(now(), 'investigating'),
    });
    const thread = { channel: body.channel_id, ...(posted.ts ? { thread_ts: posted.ts } : {}) };
    await client.chat.postMessage({
      ...thread,
      text: 'What we see',
      blocks: [
        { type: 'header', text: plain('What we see') },
        {
          type: 'section',
          text: mrkdwn(
            '*Errors* 1 204 in 10 min, new since 2026.11.22-2\n```ERROR 1290 (HY000): The MySQL server is running with\nthe --read-only option <host points-db-2>```\n&gt; hits *7 of 312* shops',
          ),
        },
      ],
    });
    await client.chat.postMessage({ ...thread, text: 'Paging <@U1>: please acknowledge.' });
    await client.chat.postMessage({ channel: 'U2', text: 'SEV2 points-api production needs you.' });
  });
  app.action('ack', async ({ ack, respond, client, body }) => {
    await ack();
    if (body.type !== 'block_actions' || !body.message || !body.channel) return;
    await client.chat.update({
      channel: body.channel.id,
      ts: body.message.ts,
      text: 'SEV2 points-api production, acknowledged',
      blocks: card(now(), 'deciding'),
    });
    await respond({ text: 'Thank you, you have it.', response_type: 'ephemeral' });
  });
  app.action('rollback', async ({ ack, client, body }) => {
    await ack();
    if (body.type !== 'block_actions') return;
    await client.views.open({ trigger_id: body.trigger_id, view: rollbackForm });
  });
  app.action(/pause|more/, async ({ ack, client, action }) => {
    await ack();
    const chosen = action.type === 'overflow' ? action.selected_option.value : 'pause';
    await client.chat.postMessage({ channel: 'C1', text: `chosen: ${chosen}` });
  });
  app.view('rollback', async ({ ack, view, client }) => {
    if (view.state.values.name?.text?.value !== 'points-api') {
      await ack({ response_action: 'errors', errors: { name: 'That is not the service.' } });
      return;
    }
    await ack();
    const release = view.state.values.release?.pick?.selected_option?.value;
    await client.chat.postMessage({ channel: 'C1', text: `proposed: ${release}` });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: {
        type: 'home',
        blocks: [
          { type: 'header', text: plain('Open incidents') },
          { type: 'section', text: mrkdwn('None. Sleep well.') },
        ],
      },
    });
  });

  await app.init();
  await app.start();
  return async () => {
    await app.stop();
  };
}
