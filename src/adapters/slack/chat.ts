import type { Briefing } from '../../core/briefing/briefing.ts';
import type { Attachment, Chat, MessageRef } from '../../core/briefing/chat.ts';
import { OutsideError } from '../../core/kit/outside-error.ts';
import type { PageCall } from '../../core/oncall/pager.ts';
import { type Person, slackOfPerson } from '../../core/oncall/person.ts';
import type { Clock } from '../../engine/clock.ts';
import type { Log } from '../../engine/log.ts';
import type { SlackApi } from './api.ts';
import { fileNames, share, stemOf, upload } from './attach.ts';
import type { Channels } from './channels.ts';
import { openDirect } from './direct.ts';
import { slackCode } from './errors.ts';
import { findFiles, type SharedFile } from './find-files.ts';
import { findMessage, messageKind } from './find-message.ts';
import { createPace } from './pace.ts';
import { readPosted } from './posted.ts';
import { escapeWithin } from './render/escape.ts';
import { limits } from './render/limits.ts';
import { type RenderedMessage, renderMessage } from './render/message.ts';
import { asWritten, sendBest } from './send.ts';
import type { SlackWords } from './words/words.ts';

/** About one message a second and channel, short bursts tolerated: https://docs.slack.dev/apis/web-api/rate-limits */
const postGapMs = 1_000;
const postBurst = 3;
/** chat.update is tier 3, 50 a minute for the whole workspace, with short bursts. */
const updateGapMs = 1_200;
const updateBurst = 10;
const longestWaitMs = 5_000;

/** The message cannot be edited any more: it is posted anew. */
const beyondEditing = ['message_not_found', 'cant_update_message', 'edit_window_closed'];

/**
 * Fills the `Chat` port with Slack messages. They carry their key as metadata, so that a post
 * whose answer was lost is found again. Where looking is impossible for good (a scope missing, the
 * bot not in the channel) it posts: a message twice is worse than once, but better than never.
 */
export function createSlackChat(options: {
  api: SlackApi;
  channels: Channels;
  people: readonly Person[];
  words: SlackWords;
  /** Known once Slack has been asked who we are. */
  bot: () => { userId: string; botId: string };
  clock: Clock;
  /** Paces by Slack's time, which no story makes faster. */
  wall: Clock;
  log: Log;
}): Chat {
  const { api, channels, people, words, bot, clock, wall, log } = options;
  const posts = createPace({ clock: wall, gapMs: postGapMs, burst: postBurst, longestWaitMs });
  const updates = createPace({
    clock: wall,
    gapMs: updateGapMs,
    burst: updateBurst,
    longestWaitMs,
  });

  async function paced<T>(pace: typeof posts, lane: string, work: () => Promise<T>): Promise<T> {
    await pace.turn(lane);
    try {
      return await work();
    } catch (error) {
      if (error instanceof OutsideError && error.kind === 'rate-limited') {
        pace.hold(lane, error.retryAfterMs ?? postGapMs);
      }
      throw error;
    }
  }

  function post(
    place: { key: string; channel: string; threadTs?: string | undefined },
    rendered: RenderedMessage,
  ): Promise<MessageRef> {
    const lane = `posting to ${channels.known(place.channel) ?? place.channel}`;
    return sendBest(rendered, log, (content) =>
      paced(posts, lane, async () => {
        const args = {
          channel: channels.known(place.channel) ?? place.channel,
          ...(place.threadTs ? { thread_ts: place.threadTs } : {}),
          metadata: { event_type: messageKind, event_payload: { key: place.key } },
          unfurl_links: false,
          unfurl_media: false,
          ...asWritten(content),
        };
        const raw = await postTo(args, place.channel);
        const ref = readPosted(raw, args.channel);
        channels.learn(place.channel, ref.channel);
        return ref;
      }),
    );
  }

  /** By the name where that is taken, else by the id it has. */
  async function postTo(args: { channel: string }, name: string): Promise<unknown> {
    try {
      return await api.call('chat.postMessage', args, name);
    } catch (error) {
      if (slackCode(error) !== 'channel_not_found' || channels.known(name)) throw error;
      const channel = await channels.idOf(name).catch(() => undefined);
      if (channel === undefined) throw error;
      return api.call('chat.postMessage', { ...args, channel }, name);
    }
  }

  /** False when the message is gone, or no longer ours to edit. */
  async function edit(ref: MessageRef, rendered: RenderedMessage): Promise<boolean> {
    try {
      await sendBest(rendered, log, (content) =>
        paced(updates, 'editing messages', () =>
          api.call(
            'chat.update',
            { channel: ref.channel, ts: ref.ts, ...asWritten(content) },
            `${ref.channel}/${ref.ts}`,
          ),
        ),
      );
      return true;
    } catch (error) {
      const code = slackCode(error);
      if (code === undefined || !beyondEditing.includes(code)) throw error;
      log.info({ code, ref }, 'a message cannot be edited any more');
      return false;
    }
  }

  async function lookFor(place: {
    key: string;
    channel: string;
    threadTs?: string | undefined;
  }): Promise<MessageRef | undefined> {
    return orNothing(place.key, async () => {
      const channel = await channels.idOf(place.channel);
      return findMessage(api, { ...place, channel, bot: bot(), now: clock.now() });
    });
  }

  /** Where looking is impossible for good, it is posted anyway. */
  async function orNothing<T>(key: string, look: () => Promise<T>): Promise<T | undefined> {
    try {
      return await look();
    } catch (error) {
      const lasting = error instanceof OutsideError && !isPassing(error);
      if (!lasting) throw error;
      log.warn({ error, key }, 'cannot look for an earlier post, posting it anyway');
      return undefined;
    }
  }

  /**
   * What an attachment replaces: the files, then the lines above them, where "this file was deleted"
   * would stay. Two of a kind in a thread do no harm: failing is only logged.
   */
  async function remove(files: readonly SharedFile[], { channel }: MessageRef): Promise<void> {
    try {
      for (const { id } of files) await api.call('files.delete', { file: id }, id);
      for (const ts of new Set(files.map((file) => file.ts))) {
        await api.call('chat.delete', { channel, ts }, `${channel}/${ts}`);
      }
    } catch (error) {
      log.info({ error, files }, 'an older file could not be taken away');
    }
  }

  async function attach(attachment: Attachment): Promise<readonly string[]> {
    const { key, thread } = attachment;
    const names = fileNames(attachment);
    /** What is shared is named by its version, what it replaces by its key. */
    const there = (await orNothing(key, () => findFiles(api, thread, stemOf(key), bot()))) ?? [];
    const isThere = names.every((name) => there.some((file) => file.name === name));
    const shared = isThere
      ? there.filter(({ name }) => names.includes(name)).map(({ id }) => id)
      : await shareAll(attachment);
    await remove(
      there.filter(({ name }) => !names.includes(name)),
      thread,
    );
    return shared;
  }

  async function shareAll(attachment: Attachment): Promise<readonly string[]> {
    const uploaded = await upload(api, attachment);
    const text = escapeWithin(attachment.text, limits.messageText - 100);
    const lane = `posting to ${attachment.thread.channel}`;
    return paced(posts, lane, () => share(api, uploaded, attachment, text));
  }

  return {
    async show({ key, channel, thread, existing, mayHaveBeenSent, briefing }) {
      const rendered = renderMessage(briefing, people, words);
      if (existing && (await edit(existing, rendered))) return existing;
      const place = { key, channel: thread?.channel ?? channel, threadTs: thread?.ts };
      if (mayHaveBeenSent) {
        const found = await lookFor(place);
        // The one that cannot be edited would be found for ever.
        if (found && found.ts !== existing?.ts && (await edit(found, rendered))) return found;
      }
      return post(place, rendered);
    },

    attach,

    async page(call, briefing) {
      const user = reach(call, people);
      const channel = await openDirect(api, user, call.person);
      const key = `page/${call.id}`;
      const found = call.mayHaveBeenSent ? await lookFor({ key, channel }) : undefined;
      return found ?? post({ key, channel }, summons(user, briefing, people, words));
    },

    async settlePage(receipt, briefing) {
      await edit(receipt, renderMessage(briefing, people, words));
    },
  };
}

/** A mention rings where a mere message might not. */
function summons(
  user: string,
  briefing: Briefing,
  people: readonly Person[],
  words: SlackWords,
): RenderedMessage {
  const rendered = renderMessage(briefing, people, words, limits.messageBlocks - 1);
  const mention = `<@${user}>`;
  return {
    text: `${mention} ${rendered.text}`,
    whole: `${mention} ${rendered.whole}`,
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: mention } }, ...rendered.blocks],
  };
}

function reach(call: PageCall, people: readonly Person[]): string {
  const user = slackOfPerson(people, call.person);
  if (user !== undefined) return user;
  throw new OutsideError({
    system: 'Slack',
    operation: 'conversations.open',
    kind: 'not-found',
    message: `Slack: wanted to page ${call.person}, who has no Slack user id; add one under people in firebreak.yml.`,
  });
}

function isPassing(error: OutsideError): boolean {
  return ['unavailable', 'timed-out', 'rate-limited'].includes(error.kind);
}
