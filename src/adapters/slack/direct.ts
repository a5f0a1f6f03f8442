import { z } from 'zod';
import { OutsideError } from '../../core/kit/outside-error.ts';
import { readAnswer, type SlackApi } from './api.ts';

const opened = z.object({ channel: z.object({ id: z.string() }) });

/**
 * The id of the direct message with this person; asking twice gives the same one. Where it cannot be
 * asked for, the person's own id: chat.postMessage takes that too.
 * https://docs.slack.dev/reference/methods/chat.postMessage#channels
 */
export async function openDirect(api: SlackApi, user: string, name: string): Promise<string> {
  try {
    const answer = await api.call('conversations.open', { users: user }, name);
    return readAnswer(opened, answer, 'conversations.open').channel.id;
  } catch (error) {
    const isNotThere = error instanceof OutsideError && error.kind === 'invalid';
    if (isNotThere) return user;
    throw error;
  }
}
