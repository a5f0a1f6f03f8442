import { z } from 'zod';
import type { Reply } from '../../../engine/desk.ts';
import type { SlackWords } from '../words/words.ts';
import { cleanLine, cut, escapeWithin } from './escape.ts';
import type { RenderedMessage } from './message.ts';

type FormReply = Extract<Reply, { kind: 'form' }>;

const value = z.object({
  form: z.enum(['declare', 'rollback']),
  service: z.string().optional(),
  environment: z.string().optional(),
  incident: z.string().optional(),
  title: z.string().optional(),
});

/** Forms open from a click only: a message with the button that opens this one. */
export function formButton(reply: FormReply, words: SlackWords): RenderedMessage {
  const { ask, button } = words.opener[reply.form];
  const about = [reply.service, reply.environment, reply.incident].filter(Boolean).join(' · ');
  const text = escapeWithin(cleanLine(about ? `${ask}: ${about}` : ask), 500);
  const { kind: _, title, ...rest } = reply;
  const carried = { ...rest, ...(title === undefined ? {} : { title: cut(title, 150) }) };
  return {
    text,
    whole: `${text} ${words.opener.instead(`/incident ${reply.form}`)}`,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text } },
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: `form:${reply.form}`,
            text: { type: 'plain_text', text: button, emoji: false },
            value: JSON.stringify(carried),
            style: 'primary',
          },
        ],
      },
    ],
  };
}

/** Reads the click on such a button back. */
export function readFormButton(text: string | undefined): FormReply | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
  const read = value.safeParse(json);
  if (!read.success) return undefined;
  const { form, service, environment, incident, title } = read.data;
  return {
    kind: 'form',
    form,
    ...(service === undefined ? {} : { service }),
    ...(environment === undefined ? {} : { environment }),
    ...(incident === undefined ? {} : { incident }),
    ...(title === undefined ? {} : { title }),
  };
}
