import { expect, test } from 'vitest';
import { createDraughtsman } from '../../src/adapters/picture/draughtsman.ts';
import { clientOptions, createSlackApi } from '../../src/adapters/slack/api.ts';
import { createChannels } from '../../src/adapters/slack/channels.ts';
import { createSlackChat } from '../../src/adapters/slack/chat.ts';
import { createSlackLogger } from '../../src/adapters/slack/logger.ts';
import { slackWords } from '../../src/adapters/slack/words/words.ts';
import { slowReport } from '../../src/core/briefing/slow-report.ts';
import { wordsOf } from '../../src/core/briefing/words/words.ts';
import { identity } from '../../src/demo/slack/identity.ts';
import { systemClock } from '../../src/engine/clock.ts';
import { silentLog } from '../../src/engine/log.ts';
import { picture } from '../adapters/picture/pictures.ts';
import { slowEvidence } from '../core/briefing/slow-evidence.ts';
import { type Opened, openPage, phone, useBrowser } from './open-page.ts';

useBrowser();

const words = wordsOf('ko');

async function attachTo(
  { slack }: Opened,
  version: string,
  from?: { channel: string; ts: string },
) {
  const options = clientOptions({ apiUrl: slack.apiUrl, logger: createSlackLogger(silentLog) });
  const api = createSlackApi(slack.botToken, options);
  const chat = createSlackChat({
    api,
    channels: createChannels(api),
    people: [],
    words: slackWords('ko'),
    bot: () => ({ userId: identity.botUserId, botId: identity.botId }),
    clock: systemClock,
    wall: systemClock,
    log: silentLog,
  });
  const briefing = { text: 'SEV2 · points-api · production', parts: [] };
  const card = { key: 'INC-1/card', channel: '#incidents', mayHaveBeenSent: false, briefing };
  const thread = from ?? (await chat.show(card));
  const list = new TextEncoder().encode(slowReport(slowEvidence(), words, 'Asia/Seoul'));
  await chat.attach({
    key: 'INC-1/slow-queries',
    version,
    thread,
    text: words.attached.slowFile,
    files: [
      {
        type: 'png',
        title: '느린 쿼리',
        alt: '그래프',
        bytes: await createDraughtsman().draw(picture()),
      },
      { type: 'txt', title: words.attached.slowFile, bytes: list },
    ],
  });
  return thread;
}

test.each(['light', 'dark'] as const)(
  'a picture fills the thread’s width on a phone and a list shows how it begins: %s',
  async (colorScheme) => {
    const opened = await openPage({ ...phone, colorScheme });
    const { page } = opened;
    const thread = await attachTo(opened, 'first');
    await page.locator('.place', { hasText: 'incidents' }).tap();
    await page.locator('.main .replies').tap();
    const shown = page.locator('.thread .file-picture img');
    await shown.waitFor();
    await expect
      .poll(() => page.evaluate(`document.querySelector('.thread .file-picture img').naturalWidth`))
      .toBe(1_200);
    expect((await shown.boundingBox())?.width).toBeGreaterThan(290);
    expect(await shown.getAttribute('alt')).toBe('그래프');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await expect.poll(() => page.locator('.thread .file-text pre').textContent()).toContain('RDS');
    if (process.env.SHOTS)
      await page.screenshot({ path: `${process.env.SHOTS}/files-${colorScheme}.png` });

    const first = await shown.getAttribute('src');
    await attachTo(opened, 'second', thread);
    await expect.poll(() => shown.getAttribute('src')).not.toBe(first);
    await expect.poll(() => page.locator('.thread .file-picture').count()).toBe(1);
    await expect.poll(() => page.locator('.thread .message').count()).toBe(2);
  },
);
