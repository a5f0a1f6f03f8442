import { z } from 'zod';
import { readIncoming } from '../incoming.ts';
import { askerOf, type Listening } from './listening.ts';
import { showReplyToMention } from './reply.ts';
import { readMention } from './said.ts';

const mention = z.object({
  user: z.string().optional(),
  bot_id: z.string().optional(),
  subtype: z.string().optional(),
  edited: z.unknown().optional(),
  text: z.string().default(''),
  channel: z.string(),
  thread_ts: z.string().optional(),
});

/**
 * `@Firebreak rollback` in a thread or a channel: slash commands do not work inside threads.
 * Bots, ourselves included, are not obeyed, and an edited message was heard the first time.
 */
export function listenToMentions(here: Listening): void {
  here.app.event('app_mention', async ({ body, event }) => {
    const said = mention.parse(event);
    const { user, channel, thread_ts: thread } = said;
    if (user === undefined || said.bot_id || said.subtype || said.edited) return;
    const incident = thread ? await here.desk.incidentOfThread(channel, thread) : undefined;
    const from = readIncoming(body);
    const asker = askerOf(here.people, { requestId: from.id, user, incident, channel });
    const reply = await here.desk.obey(readMention(said.text, here.botUserId), asker);
    await showReplyToMention(here, reply, from);
  });
}
