import { z } from 'zod';
import type { MessageRef } from '../../core/briefing/chat.ts';
import { readAnswer, type SlackApi } from './api.ts';

/** The kind of our messages' metadata. Anybody in the workspace may read it: ids only. */
export const messageKind = 'firebreak_message';

/** A post is tried again within the hour; a day is plenty. */
const lookBackMs = 24 * 3_600_000;
const pageSize = 200;
const mostPages = 10;

const page = z.object({
  messages: z
    .array(
      z.object({
        ts: z.string(),
        user: z.string().optional(),
        bot_id: z.string().optional(),
        metadata: z
          .object({
            event_type: z.string().optional(),
            event_payload: z.record(z.string(), z.unknown()).optional(),
          })
          .optional()
          .catch(undefined),
      }),
    )
    .default([]),
  has_more: z.boolean().optional(),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

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
  let cursor: string | undefined;
  for (let read = 0; read < mostPages; read += 1) {
    const paging = { limit: pageSize, include_all_metadata: true, ...(cursor ? { cursor } : {}) };
    const answer =
      threadTs === undefined
        ? await api.call(
            'conversations.history',
            { channel, oldest: String((place.now - lookBackMs) / 1000), ...paging },
            channel,
          )
        : await api.call('conversations.replies', { channel, ts: threadTs, ...paging }, channel);
    const { messages, response_metadata } = readAnswer(
      page,
      answer,
      threadTs === undefined ? 'conversations.history' : 'conversations.replies',
    );
    const ours = messages.find(
      (message) =>
        (message.bot_id === bot.botId || message.user === bot.userId) &&
        message.metadata?.event_type === messageKind &&
        message.metadata.event_payload?.key === key,
    );
    if (ours) return { channel, ts: ours.ts };
    cursor = response_metadata?.next_cursor;
    if (!cursor) return undefined;
  }
  return undefined;
}
