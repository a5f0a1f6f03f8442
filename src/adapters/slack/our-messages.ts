import { z } from 'zod';
import { readAnswer, type SlackApi } from './api.ts';

const pageSize = 200;
const mostPages = 10;

const message = z.object({
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
  files: z
    .array(z.object({ id: z.string(), name: z.string().nullish(), mode: z.string().optional() }))
    .optional()
    .catch(undefined),
});
const page = z.object({
  messages: z.array(message).default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/**
 * Messages of ours as `method` lists them, page after page, as long as somebody goes on asking; at
 * most 2 000 messages are looked at.
 */
export async function* ourMessages(
  api: SlackApi,
  method: 'conversations.history' | 'conversations.replies',
  args: { readonly channel: string } & Readonly<Record<string, unknown>>,
  bot: { readonly userId: string; readonly botId: string },
): AsyncGenerator<z.infer<typeof message>> {
  let cursor: string | undefined;
  for (let read = 0; read < mostPages; read += 1) {
    const paging = { limit: pageSize, ...(cursor ? { cursor } : {}) };
    const answer = await api.call(method, { ...args, ...paging }, args.channel);
    const { messages, response_metadata } = readAnswer(page, answer, method);
    for (const one of messages) {
      if (one.bot_id === bot.botId || one.user === bot.userId) yield one;
    }
    cursor = response_metadata?.next_cursor;
    if (!cursor) return;
  }
}
