import { expect, test } from 'vitest';
import { desktop, openPage, postCard, useBrowser } from './open-page.ts';

useBrowser();

test('the card appears by itself, its thread opens, and a click edits it in place', async () => {
  const opened = await openPage(desktop);
  const { page } = opened;
  await postCard(opened);
  const card = page.locator('.main .message', { hasText: 'points-api' });
  await card.locator('.replies').click();
  const thread = page.locator('.thread .message');
  await thread.nth(2).waitFor();
  expect(await thread.nth(1).locator('pre').textContent()).toContain('<host points-db-2>');
  expect(await thread.nth(2).locator('.mention').textContent()).toBe('@ana');

  await card.getByRole('button', { name: 'Acknowledge' }).click();
  await card.getByText('deciding').waitFor();
  const whisper = page.locator('.main .message.ephemeral');
  await whisper.waitFor();
  expect(await whisper.textContent()).toContain('Only visible to you');
  await page.reload();
  await card.waitFor();
  await expect.poll(() => whisper.count(), { timeout: 10_000 }).toBe(0);
});

test('a form holds back empty fields, shows what the app objects to, and goes when it is taken', async () => {
  const opened = await openPage(desktop);
  const { page, slack } = opened;
  await postCard(opened);
  await page.locator('.main').getByRole('button', { name: 'Roll back…' }).click();
  const form = page.getByRole('dialog');
  await form.getByText('A second person has to approve').waitFor();
  const send = form.getByRole('button', { name: 'Propose' });
  await send.click();
  await form.getByText('Please complete this required field.').first().waitFor();
  await form.locator('select').selectOption('r13');
  await form.getByLabel('Type the name').fill('points');
  await send.click();
  await form.getByText('That is not the service.').waitFor();
  expect(await form.locator('select').inputValue()).toBe('r13');
  await form.getByLabel('Type the name').fill('points-api');
  await send.click();
  await form.waitFor({ state: 'detached' });
  await slack.control.waitFor(() =>
    slack.control.messages('C1').some(({ text }) => text === 'proposed: r13'),
  );
});

test('a button that asks first does nothing on no, and menus give their choice', async () => {
  const opened = await openPage(desktop);
  const { page, slack } = opened;
  await postCard(opened);
  const main = page.locator('.main');
  await main.getByRole('button', { name: 'Pause rollout' }).click();
  const question = page.getByRole('dialog');
  expect(await question.textContent()).toContain('points-api in production stays at 10 %.');
  await question.getByRole('button', { name: 'Not now' }).click();
  await main.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Resolve' }).click();
  await main.getByText('chosen: resolve').waitFor();
  expect(slack.control.messages('C1').some(({ text }) => text === 'chosen: pause')).toBe(false);
  await main.getByRole('button', { name: 'Pause rollout' }).click();
  await page.getByRole('button', { name: 'Pause it' }).click();
  await main.getByText('chosen: pause').waitFor();
});

test('foreign text never becomes markup, nor a link that runs', async () => {
  const { page, slack } = await openPage(desktop);
  const hostile = '<img src=x onerror="document.title=1"> <javascript:alert(1)|x> *<b>*';
  await slack.control.say({ user: 'U2', channel: 'C1', text: hostile });
  const message = page.locator('.main .message');
  await message.waitFor();
  expect(await message.locator('.content').textContent()).toBe(
    '<img src=x onerror="document.title=1"> <javascript:alert(1)|x> <b>',
  );
  expect(await message.locator('.content :is(img, a, script)').count()).toBe(0);
  expect(await page.title()).toBe('Local workspace');
});

test('one can be somebody else: their zone, their unread marks, their lock screen', async () => {
  const opened = await openPage(desktop);
  const { page, slack } = opened;
  await page.getByRole('button', { name: /You act as/ }).click();
  await page.getByRole('menuitem', { name: /Ben Ortiz/ }).click();
  await page.getByText('Europe/Madrid').waitFor();
  await postCard(opened);
  await page.locator('.toast').getByText('SEV2 points-api production needs you.').waitFor();
  const direct = page.locator('.place', { hasText: /^Firebreak/ }).first();
  expect(await direct.locator('.badge').textContent()).toBe('1');
  await direct.click();
  await page.locator('.main .message', { hasText: 'needs you' }).waitFor();
  await direct.locator('.badge').waitFor({ state: 'detached' });
  const at = Number(slack.control.messages('C1')[0]?.ts) * 1000;
  const there = new Intl.DateTimeFormat('en-US', {
    timeZone: 'Europe/Madrid',
    hour: 'numeric',
    minute: '2-digit',
  }).format(at);
  await page.locator('.place', { hasText: 'incidents' }).click();
  const card = page.locator('.main .message', { hasText: '5xx above' });
  expect((await card.locator('header time').textContent())?.replace(/\s/g, ' ')).toBe(
    there.replace(/\s/g, ' '),
  );
});

test('commands and mentions are typed; a command in a thread is refused there', async () => {
  const { page, slack } = await openPage(desktop);
  const message = page.getByLabel('Message', { exact: true });
  await message.fill('/incident');
  await message.press('Enter');
  await page.getByText('Nothing is on fire.').waitFor();
  await message.fill('hello @ben & <all>');
  await message.press('Enter');
  const said = page.locator('.main .message', { hasText: 'hello' });
  await said.waitFor();
  expect(slack.control.messages('C1')[0]?.text).toBe('hello <@U2> &amp; &lt;all&gt;');
  await said.hover();
  await said.getByRole('button', { name: 'Message actions' }).click();
  await page.getByRole('menuitem', { name: 'Reply in thread' }).click();
  const reply = page.getByLabel('Reply', { exact: true });
  await reply.fill('/incident ack');
  await reply.press('Enter');
  await page.locator('.thread').getByText('not supported in threads').waitFor();
});

test('a command the app does not answer is shown as failed', async () => {
  const { page } = await openPage(desktop, { limits: { ackMs: 50 } });
  const message = page.getByLabel('Message', { exact: true });
  await message.fill('/incident silent');
  await message.press('Enter');
  await page.locator('.failure').getByText('operation_timeout').waitFor();
});

test('the home tab is asked for when it is opened', async () => {
  const { page } = await openPage(desktop);
  await page.getByRole('button', { name: 'Firebreak home' }).click();
  await page.getByText('None. Sleep well.').waitFor();
});

test('the strip starts stories and sets the speed; without a demo it is not there', async () => {
  const asked: string[] = [];
  const { page } = await openPage(desktop, {
    extraRoutes: async (request, response) => {
      if (!request.url?.startsWith('/_demo/')) return false;
      let body = '';
      for await (const chunk of request) body += chunk;
      if (request.method === 'POST') asked.push(`${request.url} ${body}`);
      response.end(
        JSON.stringify({
          stories: [
            {
              name: 'slow',
              title: 'A slow query',
              tells: 'what it tells',
              running: asked.length > 0,
            },
          ],
          speed: 10,
          speeds: [1, 10, 60],
          now: Date.UTC(2026, 10, 22, 2, 0),
          links: [{ title: 'Health', url: 'http://127.0.0.1/readyz' }],
        }),
      );
      return true;
    },
  });
  const strip = page.getByRole('complementary', { name: 'Demo' });
  await strip.getByText('11:00:').waitFor();
  await page.locator('.intro').getByText('what it tells').waitFor();
  await strip.getByRole('button', { name: 'A slow query' }).click();
  await strip.locator('.story.running').waitFor();
  await strip.getByLabel('Speed of time').selectOption('60');
  await expect
    .poll(() => asked)
    .toEqual(['/_demo/story {"name":"slow"}', '/_demo/speed {"speed":60}']);
  const { page: plain } = await openPage(desktop);
  expect(await plain.getByRole('complementary', { name: 'Demo' }).isVisible()).toBe(false);
});
