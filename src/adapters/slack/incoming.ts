import { z } from 'zod';

/** Something Slack sent us, as far as everybody needs to know it. */
export interface Incoming {
  readonly kind: 'event' | 'command' | 'click' | 'form' | 'other';
  /** The same for every copy of it; undefined where Slack gives none that is safe to compare. */
  readonly id: string | undefined;
  readonly user: string | undefined;
  readonly channel: string | undefined;
  /** The thread it came from. */
  readonly thread: string | undefined;
  readonly triggerId: string | undefined;
  readonly responseUrl: string | undefined;
}

const eventBody = z.object({
  event_id: z.string(),
  event: z.object({
    user: z.string().optional(),
    channel: z.string().optional(),
    ts: z.string().optional(),
    thread_ts: z.string().optional(),
  }),
});
const commandBody = z.object({
  command: z.string(),
  user_id: z.string(),
  channel_id: z.string().optional(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
});
const interactionBody = z.object({
  type: z.string(),
  user: z.object({ id: z.string() }),
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
  channel: z.object({ id: z.string() }).optional(),
  container: z
    .object({ channel_id: z.string().optional(), thread_ts: z.string().optional() })
    .optional(),
  message: z.object({ thread_ts: z.string().optional() }).optional(),
});

/** Who sent what, from where, whatever it is. */
export function readIncoming(body: unknown): Incoming {
  const event = eventBody.safeParse(body);
  if (event.success) {
    const { user, channel, ts, thread_ts } = event.data.event;
    const id = event.data.event_id;
    return { ...nothing, kind: 'event', id, user, channel, thread: thread_ts ?? ts };
  }
  const command = commandBody.safeParse(body);
  if (command.success) {
    const { user_id: user, channel_id: channel, trigger_id, response_url } = command.data;
    const id = `command:${trigger_id}`;
    const ways = { triggerId: trigger_id, responseUrl: response_url };
    return { ...nothing, kind: 'command', id, user, channel, ...ways };
  }
  const interaction = interactionBody.safeParse(body);
  return interaction.success ? readInteraction(interaction.data) : nothing;
}

const nothing: Incoming = {
  kind: 'other',
  id: undefined,
  user: undefined,
  channel: undefined,
  thread: undefined,
  triggerId: undefined,
  responseUrl: undefined,
};

function readInteraction(data: z.infer<typeof interactionBody>): Incoming {
  const from = {
    user: data.user.id,
    channel: data.channel?.id ?? data.container?.channel_id,
    thread: data.container?.thread_ts ?? data.message?.thread_ts,
    triggerId: data.trigger_id,
    responseUrl: data.response_url,
  };
  // A form sent again after a late answer must be answered again: the desk knows it by its own id.
  if (data.type === 'view_submission') return { ...from, kind: 'form', id: undefined };
  const id = data.trigger_id === undefined ? undefined : `click:${data.trigger_id}`;
  return { ...from, kind: data.type === 'block_actions' ? 'click' : 'other', id };
}
