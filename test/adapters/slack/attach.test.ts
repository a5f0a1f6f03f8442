import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { clientOptions, createSlackApi } from '../../../src/adapters/slack/api.ts';
import { createChannels } from '../../../src/adapters/slack/channels.ts';
import { createSlackChat } from '../../../src/adapters/slack/chat.ts';
import { createSlackLogger } from '../../../src/adapters/slack/logger.ts';
import { slackWords } from '../../../src/adapters/slack/words/words.ts';
import type { Attachment } from '../../../src/core/briefing/chat.ts';
import { identity } from '../../../src/demo/slack/identity.ts';
import type { LocalSlack } from '../../../src/demo/slack/server.ts';
import { systemClock } from '../../../src/engine/clock.ts';
import { jumpingClock, keepingLog, people, startLocal } from './support.ts';

let local: LocalSlack;
beforeAll(async () => {
  local = await startLocal();
});
afterAll(() => local.stop());
beforeEach(() => {
  local.control.faults.clear();
});

/** A chat as after a restart. */
function newChat() {
  const log = keepingLog();
  const options = clientOptions({ apiUrl: local.apiUrl, logger: createSlackLogger(log) });
  const api = createSlackApi(local.botToken, options);
  return createSlackChat({
    api,
    channels: createChannels(api),
    people,
    words: slackWords('en'),
    bot: () => ({ userId: identity.botUserId, botId: identity.botId }),
    clock: systemClock,
    wall: jumpingClock(),
    log,
  });
}

let incidents = 0;
async function newThread() {
  incidents += 1;
  const key = `INC-${incidents}/card`;
  const briefing = { text: key, parts: [] };
  return newChat().show({ key, channel: '#incidents', mayHaveBeenSent: false, briefing });
}

function attachment(
  thread: { channel: string; ts: string },
  change: Partial<Attachment> = {},
): Attachment {
  return {
    key: `INC-${incidents}/slow-queries`,
    version: '20261126T051000Z',
    thread,
    text: 'Slow <queries> & more',
    files: [
      { type: 'png', title: 'Load by query', alt: 'a picture', bytes: Uint8Array.of(1, 2, 3) },
      { type: 'txt', title: 'All slow queries', bytes: new TextEncoder().encode('SELECT ?') },
    ],
    ...change,
  };
}

/** Slack shares after it has answered. */
async function inThread(thread: { channel: string; ts: string }) {
  await new Promise((resolve) => setImmediate(resolve));
  return local.control.thread(thread.channel, thread.ts).slice(1);
}

const namesIn = async (thread: { channel: string; ts: string }) =>
  (await inThread(thread)).flatMap(({ files = [] }) =>
    files.map((file) => ('name' in file ? file.name : 'deleted')),
  );

const stem = () => `INC-${incidents}-slow-queries`;
const both = (version = '20261126T051000Z') => [
  `${stem()}-${version}.png`,
  `${stem()}-${version}.txt`,
];

describe('attaching', () => {
  test('puts the files into the thread under one line, with what a screen reader says', async () => {
    const thread = await newThread();
    const ids = await newChat().attach(attachment(thread));
    const [message, ...more] = await inThread(thread);
    expect(more).toEqual([]);
    expect(message).toMatchObject({
      text: 'Slow &lt;queries&gt; &amp; more',
      files: [
        { id: ids[0], title: 'Load by query', mimetype: 'image/png', alt_txt: 'a picture' },
        { id: ids[1], title: 'All slow queries', preview: 'SELECT ?' },
      ],
    });
    expect(local.control.workspace.files.get(ids[0] ?? '')?.bytes).toEqual(Buffer.from([1, 2, 3]));
  });

  test('puts the same version there once, whoever asks again', async () => {
    const thread = await newThread();
    const first = await newChat().attach(attachment(thread));
    await inThread(thread);
    expect(await newChat().attach(attachment(thread))).toEqual(first);
    expect(await namesIn(thread)).toEqual(both());
  });

  test('takes older versions away, and nothing else', async () => {
    const thread = await newThread();
    await newChat().attach(attachment(thread));
    await newChat().attach(attachment(thread, { key: `INC-${incidents}/errors` }));
    await inThread(thread);
    await newChat().attach(attachment(thread, { version: 'later' }));
    expect(await namesIn(thread)).toEqual([
      `INC-${incidents}-errors-20261126T051000Z.png`,
      `INC-${incidents}-errors-20261126T051000Z.txt`,
      ...both('later'),
    ]);
  });

  test('leaves an older version beside the new one when it cannot be taken away', async () => {
    const thread = await newThread();
    await newChat().attach(attachment(thread));
    await inThread(thread);
    local.control.faults.inject({
      method: 'files.delete',
      kind: 'error',
      error: 'cant_delete_file',
    });
    await newChat().attach(attachment(thread, { version: 'later' }));
    expect(await namesIn(thread)).toEqual([...both(), ...both('later')]);
  });

  test.each([
    'files.getUploadURLExternal',
    'files.completeUploadExternal',
    'conversations.replies',
  ])('once a lost answer of %s is tried again, the files are there once', async (method) => {
    const thread = await newThread();
    local.control.faults.inject({ method, kind: 'lost-answer' });
    await expect(newChat().attach(attachment(thread))).rejects.toMatchObject({
      kind: 'unavailable',
    });
    await inThread(thread);
    await newChat().attach(attachment(thread));
    expect(await namesIn(thread)).toEqual(both());
  });

  test('says how long to wait when Slack says so', async () => {
    const thread = await newThread();
    local.control.faults.inject({
      method: 'files.completeUploadExternal',
      kind: 'rate-limit',
      retryAfterSeconds: 7,
    });
    await expect(newChat().attach(attachment(thread))).rejects.toMatchObject({
      kind: 'rate-limited',
      retryAfterMs: 7_000,
    });
  });

  test.each(['missing_scope', 'file_uploads_disabled', 'file_uploads_except_images_disabled'])(
    'says that %s forbids it',
    async (error) => {
      const thread = await newThread();
      local.control.faults.inject({ method: 'files.getUploadURLExternal', kind: 'error', error });
      await expect(newChat().attach(attachment(thread))).rejects.toMatchObject({
        kind: 'denied',
        message: expect.stringContaining(error),
      });
      expect(await namesIn(thread)).toEqual([]);
    },
  );

  test('attaches where it may not look', async () => {
    const thread = await newThread();
    local.control.faults.inject({
      method: 'conversations.replies',
      kind: 'error',
      error: 'missing_scope',
    });
    await newChat().attach(attachment(thread));
    expect(await namesIn(thread)).toEqual(both());
  });

  test('shows nothing of what was uploaded and never shared, and shares it anew', async () => {
    const thread = await newThread();
    local.control.faults.inject({ method: 'files.completeUploadExternal', kind: 'unavailable' });
    await expect(newChat().attach(attachment(thread))).rejects.toThrow();
    expect(await namesIn(thread)).toEqual([]);
    await newChat().attach(attachment(thread));
    expect(await namesIn(thread)).toEqual(both());
  });
});
