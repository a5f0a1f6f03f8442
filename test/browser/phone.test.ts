import { expect, test } from 'vitest';
import { contrasts } from './contrasts.ts';
import { desktop, openPage, phone, postCard, useBrowser } from './open-page.ts';

useBrowser();

/** The smallest comfortable target: 44 points, as Apple's and the W3C's guidelines have it. */
const fingerPx = 44;

test('one screen at a time: list, channel, thread, and back', async () => {
  const opened = await openPage(phone);
  const { page } = opened;
  await postCard(opened);
  const screens = {
    list: page.locator('.sidebar'),
    room: page.locator('.main .head'),
    thread: page.locator('.thread .head'),
  };
  const seen = async () =>
    Promise.all(
      Object.entries(screens).map(async ([name, at]) => ((await at.isVisible()) ? name : '')),
    );
  expect((await seen()).join('')).toBe('list');
  await page.locator('.place', { hasText: 'incidents' }).tap();
  await page.locator('.main .replies').waitFor();
  expect((await seen()).join('')).toBe('room');
  await page.locator('.main .replies').tap();
  await page.locator('.thread .message').nth(2).waitFor();
  expect((await seen()).join('')).toBe('thread');
  await page.locator('.thread').getByRole('button', { name: 'Back', exact: true }).tap();
  await page.locator('.main .replies').waitFor();
  await page.locator('.main').getByRole('button', { name: 'Back', exact: true }).tap();
  await expect.poll(async () => (await seen()).join('')).toBe('list');
});

test('nothing sticks out sideways, and what is tapped is big enough', async () => {
  const opened = await openPage(phone);
  const { page } = opened;
  await postCard(opened);
  await page.locator('.place', { hasText: 'incidents' }).tap();
  await page.locator('.main .replies').waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  const small: string[] = [];
  for (const target of await page.locator('.main :is(.btn, .replies, .head button, .send)').all()) {
    const box = await target.boundingBox();
    if (box && (box.height < fingerPx || box.width < fingerPx || box.x + box.width > 390)) {
      small.push(`${await target.textContent()} ${box.width}×${box.height}`);
    }
  }
  expect(small).toEqual([]);
  await page.locator('.main').getByRole('button', { name: 'Roll back…' }).tap();
  const form = page.getByRole('dialog');
  await form.waitFor();
  expect(await form.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
});

test.each(['light', 'dark'] as const)(
  'words stand out from what is behind them, %s',
  async (colorScheme) => {
    const opened = await openPage({ ...desktop, colorScheme });
    const { page } = opened;
    await postCard(opened);
    await page.locator('.main .replies').click();
    await page.locator('.thread .message').nth(2).waitFor();
    const ratios = await page.evaluate<{ text: string; ratio: number }[]>(contrasts);
    expect(ratios.length).toBeGreaterThan(20);
    // WCAG 2.2, 1.4.3: 4.5 to 1 for text of this size.
    expect(ratios.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  },
);
