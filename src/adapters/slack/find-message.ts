import type { MessageRef } from '../../core/briefing/chat.ts';
import type { SlackApi } from './api.ts';
import { ourMessages } from './our-messages.ts';

/** The kind of our messages' metadata. Anybody in the workspace may read it: ids only. */
export const messageKind = 'firebreak_message';

/** A post is tried again within the hour; a day is plenty. */
const lookBackMs = 24 * 3_600_000;

/**
 * Looks for a message of ours that carries this key, in a channel or in a thread. Messages of
 * others do not count, whatever their metadata says.
 */
export async function findMessage(
  api: SlackApi,
  place: {
    key: string;
    channel: string;
    threadTs?: string | undefined;
    bot: { userId: string; botId: string };
    now: number;
  },
): Promise<MessageRef | undefined> {
  const { key, channel, threadTs, bot } = place;
  const common = { channel, include_all_metadata: true };
  const ours =
    threadTs === undefined
      ? ourMessages(
          api,
          'conversations.history',
          { ...common, oldest: String((place.now - lookBackMs) / 1000) },
          bot,
        )
      : ourMessages(api, 'conversations.replies', { ...common, ts: threadTs }, bot);
  for await (const { ts, metadata } of ours) {
    if (metadata?.event_type === messageKind && metadata.event_payload?.key === key) {
      return { channel, ts };
    }
  }
  return undefined;
}
