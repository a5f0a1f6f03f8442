import type { MessageRef } from '../../core/briefing/chat.ts';
import type { SlackApi } from './api.ts';
import { ourMessages } from './our-messages.ts';

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
  for await (const { ts, files = [] } of ourMessages(
    api,
    'conversations.replies',
    { ...thread },
    bot,
  )) {
    for (const { id, name, mode } of files) {
      if (mode !== 'tombstone' && name?.startsWith(stem)) found.push({ id, name, ts });
    }
  }
  return found;
}
