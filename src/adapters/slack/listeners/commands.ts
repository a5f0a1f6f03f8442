import { z } from 'zod';
import { readIncoming } from '../incoming.ts';
import { askerOf, type Listening } from './listening.ts';
import { showReply } from './reply.ts';
import { readSaid } from './said.ts';

export const commandName = '/incident';

const body = z.object({
  text: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  user_id: z.string(),
});

/** `/incident …`: acknowledged at once, then obeyed. */
export function listenToCommands(here: Listening): void {
  here.app.command(commandName, async ({ ack, body: raw }) => {
    await ack();
    const from = readIncoming(raw);
    const { text, user_id: user } = body.parse(raw);
    const asker = askerOf(here.people, {
      requestId: from.id,
      user,
      channel: from.channel,
    });
    await showReply(here, await here.desk.obey(readSaid(text), asker), from);
  });
}
