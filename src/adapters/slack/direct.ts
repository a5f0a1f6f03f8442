import { z } from 'zod';
import { readAnswer, type SlackApi } from './api.ts';

const opened = z.object({ channel: z.object({ id: z.string() }) });

/** The id of the direct message with this person; asking twice gives the same one. */
export async function openDirect(api: SlackApi, user: string, name: string): Promise<string> {
  const answer = await api.call('conversations.open', { users: user }, name);
  return readAnswer(opened, answer, 'conversations.open').channel.id;
}
