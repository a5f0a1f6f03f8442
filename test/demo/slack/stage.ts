import { App, SocketModeReceiver } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import {
  type LocalSlack,
  type LocalSlackOptions,
  startLocalSlack,
} from '../../../src/demo/slack/server.ts';
import { systemClock } from '../../../src/engine/clock.ts';
import { channels, manifestPath, people, quietLogger } from './world.ts';

/** A local Slack that ends with the test. */
export async function openWorkspace(options: Partial<LocalSlackOptions> = {}): Promise<LocalSlack> {
  const slack = await startLocalSlack({
    clock: systemClock,
    people,
    channels,
    manifestPath,
    ...options,
  });
  onTestFinished(() => slack.stop());
  return slack;
}

/** A real Bolt app on a real socket, with the listeners the test gives it. */
export async function connectBolt(
  slack: LocalSlack,
  listen: (app: App) => void,
  options: { clientPingTimeout?: number } = {},
): Promise<App> {
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logger: quietLogger,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
    ...options,
  });
  const app = new App({
    token: slack.botToken,
    receiver,
    logger: quietLogger,
    deferInitialization: true,
    convoStore: false,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  });
  listen(app);
  await app.init();
  await app.start();
  onTestFinished(async () => {
    await app.stop();
  });
  return app;
}
