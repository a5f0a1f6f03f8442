import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { clientOptions, createSlackApi } from '../../../src/adapters/slack/api.ts';
import { createChannels } from '../../../src/adapters/slack/channels.ts';
import { createSlackChat } from '../../../src/adapters/slack/chat.ts';
import { createSlackLogger } from '../../../src/adapters/slack/logger.ts';
import { slackWords } from '../../../src/adapters/slack/words/words.ts';
import type { Briefing } from '../../../src/core/briefing/briefing.ts';
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

const bot = { userId: identity.botUserId, botId: identity.botId };

/** A chat as after a restart: it remembers no channel and has paced nothing. */
function newChat() {
  const log = keepingLog();
  const options = clientOptions({ apiUrl: local.apiUrl, logger: createSlackLogger(log) });
  const api = createSlackApi(local.botToken, { ...options, timeout: 400 });
  const wall = jumpingClock();
  const channels = createChannels(api);
  const chat = createSlackChat({
    api,
    channels,
    people,
    words: slackWords('en'),
    bot: () => bot,
    clock: systemClock,
    wall,
    log,
  });
  return { chat, wall, log };
}

let keys = 0;
function message(change: Partial<Parameters<ReturnType<typeof newChat>['chat']['show']>[0]> = {}) {
  keys += 1;
  return {
    key: `INC-${keys}/card`,
    channel: '#incidents',
    mayHaveBeenSent: false,
    briefing: briefing('SEV2 · points-api · production'),
    ...change,
  };
}

function briefing(text: string): Briefing {
  return { text, parts: [{ kind: 'lines', lines: [[text]] }] };
}

const posted = (key: string, room = 'C1') =>
  [...(local.control.workspace.rooms.get(room)?.messages.values() ?? [])].filter(
    ({ metadata }) => JSON.stringify(metadata?.event_payload) === JSON.stringify({ key }),
  );

describe('posting', () => {
  test('puts the message into the channel by name and answers where it is', async () => {
    const { chat } = newChat();
    const card = message();
    const ref = await chat.show(card);
    expect(ref.channel).toBe('C1');
    expect(posted(card.key)).toMatchObject([{ ts: ref.ts, text: card.briefing.text }]);
  });

  test('puts replies into the thread of the card', async () => {
    const { chat } = newChat();
    const thread = await chat.show(message());
    const ref = await chat.show(message({ thread }));
    expect(local.control.thread('C1', thread.ts).map(({ ts }) => ts)).toEqual([thread.ts, ref.ts]);
  });

  test('keeps a second between posts to a channel after a burst of three, channels apart', async () => {
    const { chat, wall } = newChat();
    for (let i = 0; i < 3; i++) await chat.show(message({ channel: 'C1' }));
    await chat.show(message({ channel: 'C2' }));
    expect(wall.slept).toEqual([]);
    await chat.show(message({ channel: 'C1' }));
    expect(wall.slept).toEqual([1_000]);
  });

  test('is refused with the remedy where we are not, and where nobody is any more', async () => {
    const { chat } = newChat();
    await expect(chat.show(message({ channel: '#elsewhere' }))).rejects.toMatchObject({
      name: 'OutsideError',
      kind: 'denied',
      message: expect.stringContaining('/invite @Firebreak in #elsewhere'),
    });
    await expect(chat.show(message({ channel: '#nowhere' }))).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('#nowhere'),
    });
    await expect(chat.show(message({ channel: '#old' }))).rejects.toMatchObject({
      kind: 'denied',
      message: expect.stringContaining('unarchive #old'),
    });
  });

  test('falls back to plain blocks, then to text, when Slack dislikes the blocks', async () => {
    const { chat, log } = newChat();
    local.control.faults.inject({
      method: 'chat.postMessage',
      kind: 'error',
      error: 'invalid_blocks',
      times: 2,
    });
    const card = message();
    await chat.show(card);
    expect(posted(card.key)).toHaveLength(1);
    expect(posted(card.key)[0]).not.toHaveProperty('blocks');
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(2);
  });
});

describe('a lost answer', () => {
  test('is told as a time-out, and the next try finds the message instead of posting again', async () => {
    const first = newChat();
    const card = message();
    local.control.faults.inject({ method: 'chat.postMessage', kind: 'lost-answer' });
    await expect(first.chat.show(card)).rejects.toMatchObject({ kind: 'unavailable' });
    const again = newChat();
    const later = { ...card, mayHaveBeenSent: true, briefing: briefing('newer') };
    const ref = await again.chat.show(later);
    expect(posted(card.key)).toMatchObject([{ ts: ref.ts, text: 'newer' }]);
  });

  test('in a thread is looked for in that thread', async () => {
    const { chat } = newChat();
    const thread = await chat.show(message());
    const reply = message({ thread });
    local.control.faults.inject({ method: 'chat.postMessage', kind: 'lost-answer' });
    await expect(chat.show(reply)).rejects.toMatchObject({ kind: 'unavailable' });
    await chat.show({ ...reply, mayHaveBeenSent: true });
    expect(posted(reply.key)).toHaveLength(1);
  });

  test('that never happened is posted', async () => {
    const { chat } = newChat();
    const card = message();
    local.control.faults.inject({ method: 'chat.postMessage', kind: 'silent' });
    await expect(chat.show(card)).rejects.toMatchObject({ kind: 'timed-out' });
    await chat.show({ ...card, mayHaveBeenSent: true });
    expect(posted(card.key)).toHaveLength(1);
  });

  test("is not satisfied by somebody else's message that claims our key", async () => {
    const { chat } = newChat();
    const card = message();
    const room = local.control.workspace.rooms.get('C1');
    const ts = String(Date.now() / 1000);
    room?.messages.set(ts, {
      type: 'message',
      ts,
      team: 'T0LOCAL',
      user: 'U3',
      text: 'mine',
      metadata: { event_type: 'firebreak_message', event_payload: { key: card.key } },
    });
    const ref = await chat.show({ ...card, mayHaveBeenSent: true });
    expect(ref.ts).not.toBe(ts);
  });

  test('is posted again when looking is impossible for good, and waits when it is for now', async () => {
    const { chat, log } = newChat();
    const card = message({ mayHaveBeenSent: true });
    const { faults } = local.control;
    faults.inject({ method: 'conversations.history', kind: 'unavailable' });
    await expect(chat.show(card)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(posted(card.key)).toHaveLength(0);
    faults.inject({ method: 'conversations.history', kind: 'error', error: 'missing_scope' });
    await chat.show(card);
    expect(posted(card.key)).toHaveLength(1);
    expect(log.lines.at(-1)?.message).toBe('cannot look for an earlier post, posting it anyway');
  });

  test('is found however many messages came after it', async () => {
    const { chat } = newChat();
    const card = message();
    const ref = await chat.show(card);
    for (let i = 0; i < 450; i += 1) {
      await local.control.say({ user: 'U1', channel: 'C1', text: `noise ${i}` });
    }
    expect(await chat.show({ ...card, mayHaveBeenSent: true })).toEqual(ref);
  });
});

describe('editing', () => {
  test('changes the message in place', async () => {
    const { chat } = newChat();
    const card = message();
    const existing = await chat.show(card);
    const ref = await chat.show({ ...card, existing, briefing: briefing('now at 10 %') });
    expect(ref).toEqual(existing);
    expect(posted(card.key)).toMatchObject([{ text: 'now at 10 %' }]);
  });

  test('posts anew when somebody deleted the message', async () => {
    const { chat } = newChat();
    const card = message();
    const existing = await chat.show(card);
    local.control.workspace.rooms.get('C1')?.messages.delete(existing.ts);
    const ref = await chat.show({ ...card, existing });
    expect(ref.ts).not.toBe(existing.ts);
    expect(posted(card.key)).toHaveLength(1);
  });

  test('holds back after a rate limit, and tells how long', async () => {
    const { chat } = newChat();
    const card = message();
    const existing = await chat.show(card);
    local.control.faults.inject({
      method: 'chat.update',
      kind: 'rate-limit',
      retryAfterSeconds: 20,
    });
    await expect(chat.show({ ...card, existing })).rejects.toMatchObject({
      kind: 'rate-limited',
      retryAfterMs: 20_000,
    });
    const calls = local.control.calls.length;
    await expect(chat.show({ ...card, existing })).rejects.toMatchObject({ kind: 'rate-limited' });
    expect(local.control.calls).toHaveLength(calls);
  });
});

describe('a page', () => {
  const call = (change: object = {}) => {
    keys += 1;
    return {
      id: `page-${keys}`,
      person: 'ana',
      incident: 'INC-1',
      mayHaveBeenSent: false,
      ...change,
    };
  };

  test('is a direct message that names the person', async () => {
    const { chat } = newChat();
    await chat.page(call(), briefing('SEV1 · points-api · production'));
    expect(local.control.directMessages('U1').at(-1)?.text).toBe(
      '<@U1> SEV1 · points-api · production',
    );
  });

  test('summons nobody twice after a lost answer', async () => {
    const { chat } = newChat();
    const summons = call();
    local.control.faults.inject({ method: 'chat.postMessage', kind: 'lost-answer' });
    await expect(chat.page(summons, briefing('x'))).rejects.toMatchObject({ kind: 'unavailable' });
    const receipt = await chat.page({ ...summons, mayHaveBeenSent: true }, briefing('x'));
    expect(posted(`page/${summons.id}`, receipt.channel)).toHaveLength(1);
  });

  test('is edited once it is answered, and left alone when it is gone', async () => {
    const { chat } = newChat();
    const receipt = await chat.page(call(), briefing('x'));
    await chat.settlePage(receipt, briefing('Ben answered'));
    const room = local.control.workspace.rooms.get(receipt.channel);
    expect(room?.messages.get(receipt.ts)?.text).toBe('Ben answered');
    room?.messages.delete(receipt.ts);
    await expect(chat.settlePage(receipt, briefing('x'))).resolves.toBeUndefined();
  });

  test('for somebody Slack does not know says so', async () => {
    const { chat } = newChat();
    await expect(chat.page(call({ person: 'zoe' }), briefing('x'))).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('zoe'),
    });
    await expect(chat.page(call({ person: 'slack:U99' }), briefing('x'))).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('people in firebreak.yml'),
    });
  });
});
