import { afterEach, describe, expect, test } from 'vitest';
import { createSlack, type SlackOptions } from '../../../src/adapters/slack/slack.ts';
import type { LocalSlack } from '../../../src/demo/slack/server.ts';
import { systemClock } from '../../../src/engine/clock.ts';
import {
  connected,
  fakeDesk,
  jumpingClock,
  keepingLog,
  people,
  says,
  startLocal,
} from './support.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function local(): Promise<LocalSlack> {
  const started = await startLocal();
  open.push(() => started.stop());
  return started;
}

function slackFor(at: LocalSlack, change: Partial<SlackOptions> = {}) {
  return createSlack({
    botToken: at.botToken,
    appToken: at.appToken,
    apiUrl: at.apiUrl,
    people,
    desk: fakeDesk,
    clock: systemClock,
    log: keepingLog(),
    onTrouble: () => {},
    ...change,
  });
}

describe('starting', () => {
  test('ends in one sentence when the bot token is refused', async () => {
    const slack = slackFor(await local(), { botToken: 'xoxb-wrong' });
    await expect(slack.start()).rejects.toMatchObject({
      name: 'OutsideError',
      kind: 'denied',
      message: expect.stringMatching(
        /^Slack: auth\.test for SLACK_BOT_TOKEN: "invalid_auth".*check SLACK_BOT_TOKEN/,
      ),
    });
  });

  test('ends in one sentence when the app token is refused, and leaves nothing open', async () => {
    const at = await local();
    const slack = slackFor(at, { appToken: 'xapp-wrong' });
    await expect(slack.start()).rejects.toMatchObject({
      kind: 'denied',
      message: expect.stringContaining('SLACK_APP_TOKEN'),
    });
    expect(at.control.socket.connections()).toBe(0);
    expect(slack.health().connected).toBe(false);
  });

  test('ends in one sentence when nobody is there', async () => {
    const slack = slackFor(await local(), { apiUrl: 'http://127.0.0.1:1/api/' });
    await expect(slack.start()).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('check the network and SLACK_API_URL'),
    });
  });

  test('ends in one sentence without a way to listen', async () => {
    const at = await local();
    const { appToken: _, ...without } = {
      botToken: at.botToken,
      appToken: '',
      people,
      desk: fakeDesk,
      clock: systemClock,
      log: keepingLog(),
      onTrouble: () => {},
    };
    expect(() => createSlack(without)).toThrow('SLACK_SIGNING_SECRET');
  });
});

describe('stopping', () => {
  test('waits for what is under way and turns new people away in words', async () => {
    const here = await connected();
    open.push(() => here.local.stop());
    const { control } = here.local;
    const work = Promise.withResolvers<void>();
    here.desk.answer = async () => {
      await work.promise;
      return says('Finished');
    };
    await control.command({ user: 'U1', channel: 'C2', text: 'ack' });
    await control.waitFor(() => here.desk.calls.length === 1);
    const stopped = here.slack.stop();
    await control.command({ user: 'U2', channel: 'C2', text: 'ack' });
    await control.waitFor(() =>
      control.ephemerals('U2').some(({ text }) => text.includes('restarting')),
    );
    expect(here.desk.calls).toHaveLength(1);
    work.resolve();
    await stopped;
    expect(control.ephemerals('U1')).toMatchObject([{ text: 'Finished' }]);
    await control.waitFor(() => control.socket.connections() === 0);
  });

  test('before it was started is fine', async () => {
    await expect(slackFor(await local()).stop()).resolves.toBeUndefined();
  });
});

describe('a connection', () => {
  test('comes back after Slack sends both away, and work goes on', async () => {
    const here = await connected({ wall: jumpingClock() });
    open.push(here.stop);
    const { control } = here.local;
    control.faults.inject({ method: 'apps.connections.open', kind: 'unavailable', times: 60 });
    control.socket.refresh('all');
    await control.waitFor(() => !here.slack.health().connected);
    control.faults.clear();
    await control.waitFor(() => here.slack.health().connections === 2);
    here.desk.answer = () => says('Here');
    await control.command({ user: 'U1', channel: 'C2', text: 'ack' });
    await control.waitFor(() => control.ephemerals('U1').some(({ text }) => text === 'Here'));
  });

  test('whose token is revoked is told to whoever runs us, and kept trying', async () => {
    const here = await connected({ wall: jumpingClock() });
    open.push(here.stop);
    const { control } = here.local;
    control.faults.inject({
      method: 'apps.connections.open',
      kind: 'error',
      error: 'account_inactive',
      times: 60,
    });
    control.socket.refresh('all');
    await control.waitFor(() => here.troubles.length > 0);
    control.faults.clear();
    expect(here.troubles[0]).toMatchObject({ kind: 'denied' });
    await control.waitFor(() => here.slack.health().connections === 2);
  });
});
