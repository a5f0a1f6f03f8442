import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import {
  type LocalSlack,
  type LocalSlackOptions,
  startLocalSlack,
} from '../../src/demo/slack/server.ts';
import { systemClock } from '../../src/engine/clock.ts';
import { channels, manifestPath, people } from '../demo/slack/world.ts';
import { startSmallBot } from './small-bot.ts';

/** Debian's; another one by CHROMIUM_PATH. */
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

export const desktop: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

let browser: Browser;

/** One browser for the whole file. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath,
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--no-proxy-server',
      ],
    });
  });
  afterAll(() => browser.close());
}

export interface Opened {
  readonly page: Page;
  readonly slack: LocalSlack;
}

/** A workspace with the small bot and its page, looked at as Ana; any error in the page fails the test. */
export async function openPage(
  size: BrowserContextOptions,
  options: Partial<LocalSlackOptions> = {},
): Promise<Opened> {
  const slack = await startLocalSlack({
    clock: systemClock,
    people: people.map(({ locale: _own, ...person }) => person),
    channels,
    manifestPath,
    ...options,
  });
  const stopBot = await startSmallBot(slack);
  const context = await browser.newContext(size);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (line) => {
    // The demo's own routes are not there in these tests: a 404 is what the page expects.
    if (line.type() === 'error' && !line.location().url.includes('/_demo/'))
      faults.push(line.text());
  });
  onTestFinished(async () => {
    await context.close();
    await stopBot();
    await slack.stop();
    expect(faults).toEqual([]);
  });
  await page.goto(slack.url);
  await page.waitForSelector('.sidebar');
  return { page, slack };
}

/** The bot posts its card and a thread under it. */
export async function postCard({ slack }: Opened): Promise<void> {
  await slack.control.command({ user: 'U1', channel: 'C1', text: 'card' });
  await slack.control.waitFor(() => slack.control.directMessages('U2').length === 1, 10_000);
}
