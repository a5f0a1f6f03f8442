import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { phone } from './open-page.ts';

const root = join(import.meta.dirname, '../..');
const storyMs = 90_000;

let demo: ChildProcess;
let address: string;

/** The very command of the README. */
beforeAll(async () => {
  demo = spawn('npm', ['run', '-s', 'demo'], {
    cwd: root,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  address = await new Promise((resolve, reject) => {
    demo.once('exit', (code) => reject(new Error(`npm run demo ended with ${code}`)));
    createInterface({ input: demo.stdout! }).on('line', (line) => {
      const found = /Open\s+(http\S+)/.exec(line)?.[1];
      if (found) resolve(found);
    });
  });
});
// npm and the demo under it are one group.
afterAll(() => {
  if (demo.pid) process.kill(-demo.pid, 'SIGTERM');
});

test('the first morning, from the alarm to confirmed, on a phone', async () => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage(phone);
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(address);
    await page
      .getByLabel(/time|speed/i)
      .first()
      .selectOption('60');
    await page.getByRole('button', { name: /Some shops cannot use points/ }).tap();

    await page.locator('.place', { hasText: 'incidents' }).tap();
    const card = page.locator('.main .message').first();
    await card.getByText('SEV2 · points-api · production').waitFor({ timeout: storyMs });
    await card.getByText(/of 312 shops/).waitFor({ timeout: storyMs });

    await card.getByRole('button', { name: 'Roll back …' }).tap();
    await chooseAndPropose(page);

    await page.locator('.main .replies').first().tap();
    const proposal = page.locator('.thread .message', { hasText: 'Needs 1 more yes' });
    await proposal.waitFor({ timeout: storyMs });
    await actAs(page, 'Ben');
    await page.locator('.place', { hasText: 'incidents' }).tap();
    await page.locator('.main .replies').first().tap();
    await press(page, proposal, 'Approve');

    await page
      .locator('.thread .message', { hasText: 'Verdict: confirmed' })
      .waitFor({ timeout: storyMs });
    expect(faults).toEqual([]);
  } finally {
    await browser.close();
  }
}, 300_000);

async function chooseAndPropose(page: Page): Promise<void> {
  const form = page.getByRole('dialog');
  await form.getByRole('radio', { name: /points-api:41/ }).check();
  await form.getByRole('button', { name: 'See the plan' }).tap();
  await form.getByRole('textbox').fill('points-api');
  await form.getByRole('button', { name: /propose/i }).tap();
  await form.waitFor({ state: 'detached' });
}

/** Presses a button of a message and says yes to what it asks. */
async function press(page: Page, message: Locator, name: string): Promise<void> {
  await message.getByRole('button', { name }).tap();
  await page.getByRole('dialog').getByRole('button', { name }).tap();
}

async function actAs(page: Page, name: string): Promise<void> {
  await page.locator('.thread').getByRole('button', { name: 'Back', exact: true }).tap();
  await page.locator('.main').getByRole('button', { name: 'Back', exact: true }).tap();
  await page.getByRole('button', { name: /You act as/ }).tap();
  await page.getByRole('menuitem', { name: new RegExp(name) }).tap();
}
