import { z } from 'zod';
import type { MessageRef } from '../../core/briefing/chat.ts';
import { readAnswer } from './api.ts';

const posted = z.object({
  channel: z.string().optional(),
  ts: z.union([z.string(), z.number().transform(String)]),
});

/** Where chat.postMessage put a message; an answer without the channel means the one asked for. */
export function readPosted(answer: unknown, asked: string): MessageRef {
  const { channel, ts } = readAnswer(posted, answer, 'chat.postMessage');
  return { channel: channel ?? asked, ts };
}
