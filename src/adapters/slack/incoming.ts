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

/** Left out, null and undefined are the same; a number is its digits. */
const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((given) => given ?? undefined);

const eventBody = z.object({
  event_id: text,
  event: z.object({
    // Of some events these are objects, which tell us nothing we need.
    user: text.catch(undefined),
    channel: text.catch(undefined),
    ts: text,
    thread_ts: text,
  }),
});
const commandBody = z.object({
  command: z.string(),
  user_id: z.string(),
  channel_id: text,
  trigger_id: text,
  response_url: text,
});
const interactionBody = z.object({
  type: z.string(),
  user: z.object({ id: z.string() }),
  trigger_id: text,
  response_url: text,
  channel: z.object({ id: z.string() }).nullish(),
  container: z.object({ channel_id: text, message_ts: text, thread_ts: text }).nullish(),
  message: z.object({ ts: text, thread_ts: text }).nullish(),
  actions: z.array(z.object({ action_id: text, action_ts: text })).nullish(),
});

/** Who sent what, from where, whatever it is. */
export function readIncoming(body: unknown): Incoming {
  const event = eventBody.safeParse(body);
  if (event.success) {
    const { user, channel, ts, thread_ts } = event.data.event;
    const { event_id } = event.data;
    // A message is told apart by its place where the event has no name of its own.
    const id = event_id ?? (channel && ts ? `event:${channel}:${ts}` : undefined);
    return { ...nothing, kind: 'event', id, user, channel, thread: thread_ts ?? ts };
  }
  const command = commandBody.safeParse(body);
  if (command.success) {
    const { user_id: user, channel_id: channel, trigger_id, response_url } = command.data;
    const id = trigger_id === undefined ? undefined : `command:${trigger_id}`;
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

function clickId(data: z.infer<typeof interactionBody>): string | undefined {
  if (data.trigger_id !== undefined) return `click:${data.trigger_id}`;
  const action = data.actions?.[0];
  if (action?.action_ts === undefined) return undefined;
  const place = data.container?.message_ts ?? data.message?.ts ?? '';
  return `click:${data.user.id}:${place}:${action.action_id ?? ''}:${action.action_ts}`;
}

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
  return { ...from, kind: data.type === 'block_actions' ? 'click' : 'other', id: clickId(data) };
}
