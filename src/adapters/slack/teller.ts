import type { MessageRef } from '../../core/briefing/chat.ts';
import type { Log } from '../../engine/log.ts';
import type { SlackApi } from './api.ts';
import { openDirect } from './direct.ts';
import { messageKind } from './find-message.ts';
import type { Incoming } from './incoming.ts';
import { readPosted } from './posted.ts';
import { escapeWithin } from './render/escape.ts';
import { limits } from './render/limits.ts';
import type { RenderedMessage } from './render/message.ts';
import { respond } from './response-url.ts';
import { asWritten, type Content, sendBest } from './send.ts';

/** Where somebody asked. */
export type Place = Pick<Incoming, 'user' | 'channel' | 'thread' | 'responseUrl'>;

/** Says things back to people. Never throws: an answer that cannot be given is logged. */
export interface Teller {
  /** To that person only, where they asked; as a direct message where that is impossible. */
  privately(place: Place, rendered: RenderedMessage): Promise<void>;
  /** To everybody in the thread; to that person only where that is impossible (undefined). */
  inThread(place: Place, rendered: RenderedMessage, key: string): Promise<MessageRef | undefined>;
  /** Puts something else in the place of what was said in a thread. */
  instead(said: MessageRef, rendered: RenderedMessage): Promise<void>;
}

export function createTeller(options: { api: SlackApi; log: Log }): Teller {
  const { api, log } = options;

  async function firstThatWorks(ways: readonly (() => Promise<unknown>)[]): Promise<void> {
    for (const way of ways) {
      try {
        await way();
        return;
      } catch (error) {
        log.warn({ error }, 'an answer to a person did not get through this way');
      }
    }
    log.error({ ways: ways.length }, 'an answer to a person could not be given in any way');
  }

  const ephemeral = (place: Place, content: Content) =>
    api.call(
      'chat.postEphemeral',
      {
        channel: place.channel,
        user: place.user,
        ...(place.thread ? { thread_ts: place.thread } : {}),
        ...asWritten(content),
      },
      place.channel ?? '',
    );

  const direct = async (place: Place, content: Content) => {
    const user = place.user ?? '';
    const channel = await openDirect(api, user, user);
    await api.call(
      'chat.postMessage',
      { channel, unfurl_links: false, ...asWritten(content) },
      user,
    );
  };

  const privately: Teller['privately'] = (place, rendered) => {
    const { responseUrl, channel, user, thread } = place;
    const sent = (send: (content: Content) => Promise<unknown>) => () =>
      sendBest(rendered, log, send);
    return firstThatWorks([
      ...(responseUrl ? [sent((content) => respond(responseUrl, content, thread))] : []),
      ...(channel && user ? [sent((content) => ephemeral(place, content))] : []),
      ...(user ? [sent((content) => direct(place, content))] : []),
    ]);
  };

  return {
    privately,
    async inThread(place, rendered, key) {
      let said: MessageRef | undefined;
      const post = () =>
        sendBest(rendered, log, async (content) => {
          const args = {
            channel: place.channel,
            thread_ts: place.thread,
            metadata: { event_type: messageKind, event_payload: { key } },
            unfurl_links: false,
            unfurl_media: false,
            ...asWritten(content),
          };
          const answer = await api.call('chat.postMessage', args, place.channel ?? '');
          said = readPosted(answer, place.channel ?? '');
        });
      await firstThatWorks([post, () => privately(place, rendered)]);
      return said;
    },
    instead: (said, rendered) =>
      firstThatWorks([
        () =>
          sendBest(rendered, log, (content) =>
            api.call('chat.update', { ...said, ...asWritten(content) }, said.channel),
          ),
      ]),
  };
}

/** A sentence, ours or foreign, as a message. */
export function sentence(text: string): RenderedMessage {
  const escaped = escapeWithin(text.trim() || 'Firebreak', limits.sectionText - 100);
  return { text: escaped, whole: escaped, blocks: [] };
}
