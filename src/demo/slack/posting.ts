import { type Args, json, text } from './args.ts';
import { SlackFault } from './fault.ts';
import { identity } from './identity.ts';
import { messageBlocks } from './limits/blocks.ts';
import { faultsOf, isObject } from './limits/check.ts';
import { type Block, type Message, withIds } from './message.ts';
import type { Room, Workspace } from './workspace.ts';

/** Text beyond this is cut: docs.slack.dev/reference/methods/chat.postMessage */
const longestText = 40_000;

/** What the app wants to say, checked by Slack's rules; throws `invalid_blocks`, `no_text`. */
export function contentOf(
  workspace: Workspace,
  args: Args,
): { text: string; blocks?: Block[]; metadata?: NonNullable<Message['metadata']> } {
  const blocks = json(args, 'blocks');
  const words = text(args, 'text') ?? '';
  if (blocks !== undefined) {
    const faults = faultsOf(messageBlocks, blocks, '/blocks');
    if (faults.length > 0) throw new SlackFault('invalid_blocks', faults);
  }
  const hasBlocks = Array.isArray(blocks) && blocks.length > 0;
  if (words === '' && !hasBlocks) throw new SlackFault('no_text');
  const metadata = json(args, 'metadata');
  return {
    text: words.slice(0, longestText),
    ...(hasBlocks ? { blocks: withIds(workspace, blocks as Block[]) } : {}),
    ...(metadata === undefined ? {} : { metadata: metadataOf(metadata) }),
  };
}

function metadataOf(value: unknown): NonNullable<Message['metadata']> {
  if (isObject(value) && typeof value.event_type === 'string' && isObject(value.event_payload)) {
    return { event_type: value.event_type, event_payload: value.event_payload };
  }
  throw new SlackFault('invalid_metadata_format');
}

/** Where the app may write: the room by id or #name, or a person's direct message by their id. */
export function roomToPost(workspace: Workspace, channel: string): Room {
  const room = findRoom(workspace, channel);
  if (!room) throw new SlackFault('channel_not_found');
  if (room.archived) throw new SlackFault('is_archived');
  return room;
}

export function findRoom(workspace: Workspace, channel: string): Room | undefined {
  const byId = workspace.rooms.get(channel);
  if (byId) return byId;
  const name = channel.replace(/^#/, '');
  return [...workspace.rooms.values()].find(
    (room) =>
      (room.kind !== 'im' && room.name === name) || (room.kind === 'im' && room.with === channel),
  );
}

/** A new message of the app. */
export function appMessage(
  workspace: Workspace,
  content: { text: string; blocks?: Block[]; metadata?: NonNullable<Message['metadata']> },
  thread: { thread_ts?: string; reply_broadcast?: boolean } = {},
): Message {
  return {
    type: 'message',
    ts: workspace.nextTs(),
    team: identity.teamId,
    user: identity.botUserId,
    bot_id: identity.botId,
    app_id: identity.appId,
    ...content,
    ...thread,
  };
}
