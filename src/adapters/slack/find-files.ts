import { z } from 'zod';
import type { MessageRef } from '../../core/briefing/chat.ts';
import { readAnswer, type SlackApi } from './api.ts';

const pageSize = 200;
const mostPages = 10;

const page = z.object({
  messages: z
    .array(
      z.object({
        ts: z.string(),
        user: z.string().optional(),
        bot_id: z.string().optional(),
        files: z
          .array(
            z.object({ id: z.string(), name: z.string().nullish(), mode: z.string().optional() }),
          )
          .optional()
          .catch(undefined),
      }),
    )
    .default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

export interface SharedFile {
  readonly id: string;
  readonly name: string;
  /** Of the message it was shared by. */
  readonly ts: string;
}

/** Files of ours in a thread whose names begin so. Deleted ones stay in the messages, as `tombstone`. */
export async function findFiles(
  api: SlackApi,
  thread: MessageRef,
  stem: string,
  bot: { userId: string; botId: string },
): Promise<SharedFile[]> {
  const found: SharedFile[] = [];
  let cursor: string | undefined;
  for (let read = 0; read < mostPages; read += 1) {
    const args = {
      channel: thread.channel,
      ts: thread.ts,
      limit: pageSize,
      ...(cursor ? { cursor } : {}),
    };
    const answer = await api.call('conversations.replies', args, thread.channel);
    const { messages, response_metadata } = readAnswer(page, answer, 'conversations.replies');
    for (const { ts, user, bot_id, files = [] } of messages) {
      if (bot_id !== bot.botId && user !== bot.userId) continue;
      for (const { id, name, mode } of files) {
        if (mode !== 'tombstone' && name?.startsWith(stem)) found.push({ id, name, ts });
      }
    }
    cursor = response_metadata?.next_cursor;
    if (!cursor) break;
  }
  return found;
}
