import { fileURLToPath } from 'node:url';
import { App, type Logger, LogLevel } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import {
  type LocalSlack,
  type LocalSlackOptions,
  startLocalSlack,
} from '../../../src/demo/slack/server.ts';
import { systemClock } from '../../../src/engine/clock.ts';

export const people = [
  { id: 'U1', name: 'ana', realName: 'Ana Kim', zone: 'Asia/Seoul', locale: 'ko-KR' },
  { id: 'U2', name: 'ben', realName: 'Ben Ortiz', zone: 'Europe/Madrid' },
];

export const channels = [
  { id: 'C1', name: 'incidents', topic: 'What is on fire' },
  { id: 'C2', name: 'random', hasApp: false },
  { id: 'C3', name: 'old', archived: true },
  { id: 'C4', name: 'board', private: true, hasApp: false },
];

const manifestPath = fileURLToPath(new URL('./manifest.yml', import.meta.url));

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

export const quietLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

/** A real Bolt app on a real socket, with the listeners the test gives it. */
export async function connectBolt(slack: LocalSlack, listen: (app: App) => void): Promise<App> {
  const app = new App({
    token: slack.botToken,
    appToken: slack.appToken,
    socketMode: true,
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
