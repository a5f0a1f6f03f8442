import type { Room, Workspace } from './workspace.ts';

/** A Block Kit block, as it travels. */
export type Block = { type: string; block_id?: string } & Record<string, unknown>;

/** A message in Slack's own words, as conversations.history gives it. */
export interface Message {
  readonly type: 'message';
  readonly ts: string;
  readonly team: string;
  readonly user: string;
  readonly text: string;
  readonly blocks?: Block[];
  readonly bot_id?: string;
  readonly app_id?: string;
  readonly subtype?: string;
  readonly thread_ts?: string;
  readonly reply_broadcast?: boolean;
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly metadata?: { readonly event_type: string; readonly event_payload: object };
  readonly reactions?: readonly Reaction[];
  readonly files?: readonly { readonly id: string }[];
}

export interface Reaction {
  readonly name: string;
  readonly users: readonly string[];
  readonly count: number;
}

/** The replies under a message, oldest first, without the message itself. */
export function repliesOf(room: Room, ts: string): Message[] {
  return [...room.messages.values()].filter(
    (message) => message.thread_ts === ts && message.ts !== ts,
  );
}

/** What the channel itself shows: everything that is not hidden in a thread. */
export function topLevel(room: Room): Message[] {
  return [...room.messages.values()].filter((message) => !isHiddenReply(message));
}

export function isHiddenReply(message: Message): boolean {
  const isReply = message.thread_ts !== undefined && message.thread_ts !== message.ts;
  return isReply && !message.reply_broadcast;
}

/** With the thread's counts, which Slack adds to a parent when it is read. */
export function withThread(room: Room, message: Message): Record<string, unknown> {
  const replies = repliesOf(room, message.ts);
  if (replies.length === 0) return { ...message };
  return {
    ...message,
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users: [...new Set(replies.map((reply) => reply.user))],
    latest_reply: replies.at(-1)?.ts,
  };
}

/** Gives every block its block_id and every element its action_id, as Slack does on arrival. */
export function withIds(workspace: Workspace, blocks: readonly Block[]): Block[] {
  return blocks.map((block) => {
    const named: Block = { ...block, block_id: block.block_id ?? workspace.nextId('b') };
    for (const key of ['accessory', 'element']) {
      const element = named[key];
      if (isElement(element)) named[key] = withActionId(workspace, element);
    }
    if (Array.isArray(named.elements) && block.type === 'actions') {
      named.elements = named.elements.map((each) =>
        isElement(each) ? withActionId(workspace, each) : each,
      );
    }
    return named;
  });
}

function isElement(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && 'type' in value && value.type !== 'image';
}

function withActionId(workspace: Workspace, element: Record<string, unknown>) {
  return { ...element, action_id: element.action_id ?? workspace.nextId('a') };
}
