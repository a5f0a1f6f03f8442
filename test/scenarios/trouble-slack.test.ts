import { afterEach, describe, expect, it } from 'vitest';
import { OutsideError } from '../../src/core/kit/outside-error.ts';
import { ana, dana, incidents, type Scene, startScene, textOf } from './scene.ts';

/** Slack stalls, loses answers, does not know the channel; the machine refuses a second start. */
describe('trouble with Slack', () => {
  let scene: Scene;
  afterEach(() => scene.end());

  const fire = () => scene.alarm({ name: 'points-api-gone', state: 'ALARM' });

  it('posts one card, however often Slack says "later", breaks, or loses its answer', async () => {
    // Slack's own waits are real time: a faster story would lose patience with the page meanwhile.
    scene = await startScene({ escalateAfter: '4h', speed: 20 });
    const { faults } = scene.control;
    const method = 'chat.postMessage';
    faults.inject({ method, kind: 'rate-limit', times: 2, retryAfterSeconds: 1 });
    faults.inject({ method, kind: 'unavailable', times: 2 });
    faults.inject({ method, kind: 'lost-answer', times: 3 });
    faults.inject({ method: 'chat.update', kind: 'lost-answer', times: 2 });
    fire();
    await scene.message('INC-1/options');
    await scene.press(dana, /page/, 'Acknowledge');
    await scene.message('INC-1/card', new RegExp(`On it\\*\\\\n<@${dana}>`));
    expect(scene.control.messages(incidents)).toHaveLength(1);
    expect(scene.said()).toEqual(['INC-1/card', 'INC-1/evidence', 'INC-1/options', 'page']);
  });

  it('loses nothing while the channel is not there, pages all the same, and shows it all afterwards', async () => {
    const config = (text: string) => text.replace('"#incidents"', '"#war-room"');
    scene = await startScene({ escalateAfter: '4h', config });
    fire();
    await scene.message(/page/);
    await scene.clock.advance(10 * 60_000);
    expect(scene.control.messages(incidents)).toEqual([]);
    expect(await scene.timeline('INC-1')).toContain('points-api-gone is firing');

    const { rooms } = scene.control.workspace;
    const room = rooms.get(incidents);
    if (!room) throw new Error('there is no channel to copy');
    rooms.set('C9', { ...room, id: 'C9', name: 'war-room', messages: new Map() });
    await scene.clock.advance(5 * 60_000);
    await scene.control.waitFor(() => scene.control.messages('C9').length === 1, 10_000);
    const [card] = scene.control.messages('C9');
    await scene.control.waitFor(
      () => scene.control.thread('C9', card?.ts ?? '').length >= 3,
      10_000,
    );
    expect(textOf(card ?? { text: '' })).toContain('points-api-gone');
  });

  it('says what it may not upload, and everything else all the same', async () => {
    scene = await startScene({ escalateAfter: '4h' });
    const method = 'files.getUploadURLExternal';
    const { faults } = scene.control;
    faults.inject({ method, kind: 'error', error: 'missing_scope', times: 100 });
    fire();
    const text = textOf(await scene.message('INC-1/evidence', /could not be uploaded/));
    expect(text).toContain('points-db-1');
    await scene.message('INC-1/options');
    expect(scene.files()).toEqual([]);
  });

  it('says in one sentence why it does not start', async () => {
    scene = await startScene();
    const why = async (env: Readonly<Record<string, string>>): Promise<string> => {
      const error = await scene.startAnother(env).then(
        async (running) => {
          await running.stop();
          return new Error('it started');
        },
        (reason: unknown) => reason,
      );
      if (!(error instanceof OutsideError)) throw error;
      return error.message;
    };
    const own = { FIREBREAK_DATA_DIR: `${scene.dataDir}/another` };
    const wrong = await why({ ...own, SLACK_BOT_TOKEN: 'xoxb-wrong' });
    expect(wrong).toContain('invalid_auth');
    expect(wrong).toContain('SLACK_BOT_TOKEN');
    expect(await why({ ...own, SLACK_APP_TOKEN: 'xapp-wrong' })).toContain('SLACK_APP_TOKEN');
    expect(await why({})).toMatch(/data directory .* is in use by another Firebreak/);
    const taken = new URL(scene.url()).port;
    expect(await why({ ...own, PORT: taken })).toContain(`port ${taken}: another program uses it`);
    scene.control.faults.inject({ method: 'auth.test', kind: 'error', error: 'account_inactive' });
    expect(await why(own)).toContain('still installed');
    await scene.control.command({ user: ana, channel: incidents, text: '/incident' });
    await scene.whispered(ana, /Nothing is open/);
  });
});
