import { type Args, flag, json, required, text } from '../args.ts';
import { SlackFault } from '../fault.ts';
import { identity } from '../identity.ts';
import type { Message } from '../message.ts';
import { appMessage, contentOf, findRoom, roomToPost } from '../posting.ts';
import { addMessage, removeMessage, replaceMessage, threadOf } from '../say.ts';
import type { Stage } from '../stage.ts';
import type { Room, Workspace } from '../workspace.ts';
import type { Method } from './method.ts';

/** chat.update refuses more: docs.slack.dev/reference/methods/chat.update */
const longestUpdate = 4_000;

const postMessage: Method = (args, stage) => {
  const room = roomToPost(stage.workspace, required(args, 'channel'));
  mayWrite(stage, room);
  const thread_ts = threadOf(room, text(args, 'thread_ts'));
  const message = appMessage(stage.workspace, contentOf(stage.workspace, args), {
    ...(thread_ts === undefined ? {} : { thread_ts }),
    ...(flag(args, 'reply_broadcast') ? { reply_broadcast: true } : {}),
  });
  addMessage(stage, room, message);
  return { channel: room.id, ts: message.ts, message };
};

const update: Method = (args, stage) => {
  const { room, message } = ownMessage(args, stage);
  if ((text(args, 'text') ?? '').length > longestUpdate) throw new SlackFault('msg_too_long');
  const content = contentOf(stage.workspace, args);
  // Text without blocks takes the blocks away; metadata stays unless it is given anew.
  const { blocks: _gone, ...kept } = message;
  const withBlocks = content.blocks !== undefined;
  const edited = { user: identity.botUserId, ts: stage.workspace.nextTs() };
  const next: Message = { ...kept, ...content, ...(withBlocks ? {} : { edited }) };
  replaceMessage(stage, room, next);
  return { channel: room.id, ts: next.ts, text: next.text, message: next };
};

const remove: Method = (args, stage) => {
  const { room, message } = ownMessage(args, stage, 'cant_delete_message');
  removeMessage(stage, room, message.ts);
  return { channel: room.id, ts: message.ts };
};

const postEphemeral: Method = (args, stage) => {
  const { workspace } = stage;
  const room = roomToPost(workspace, required(args, 'channel'));
  const to = required(args, 'user');
  if (!workspace.people.has(to) || !room.members.has(to)) {
    throw new SlackFault('user_not_in_channel');
  }
  if (!room.hasApp) throw new SlackFault('not_in_channel');
  const thread_ts = threadOf(room, text(args, 'thread_ts'));
  const { text: words, blocks } = contentOf(workspace, args);
  const ts = workspace.nextTs();
  workspace.ephemerals.push({
    ts,
    to,
    channel: room.id,
    from: 'app',
    text: words,
    ...(blocks ? { blocks } : {}),
    ...(thread_ts === undefined ? {} : { thread_ts }),
  });
  workspace.touch();
  return { message_ts: ts };
};

const getPermalink: Method = (args, stage) => {
  const room = roomToRead(stage.workspace, required(args, 'channel'));
  const ts = required(args, 'message_ts');
  const message = room.messages.get(ts);
  if (!message) throw new SlackFault('message_not_found');
  const thread = message.thread_ts ? `&thread=${message.thread_ts}` : '';
  return { channel: room.id, permalink: `${stage.origin()}/#channel=${room.id}&at=${ts}${thread}` };
};

/** A public channel takes posts of an app with chat:write.public that never joined. */
function mayWrite(stage: Stage, room: Room): void {
  if (room.hasApp) return;
  if (room.kind === 'public' && stage.manifest.scopes.has('chat:write.public')) return;
  throw new SlackFault(room.kind === 'private' ? 'channel_not_found' : 'not_in_channel');
}

/** Only an app's own messages can be changed, and ephemeral ones not at all. */
function ownMessage(
  args: Args,
  stage: Stage,
  refusal = 'cant_update_message',
): { room: Room; message: Message } {
  const room = roomToPost(stage.workspace, required(args, 'channel'));
  if (json(args, 'blocks') === undefined && refusal === 'cant_update_message') {
    if (text(args, 'text') === undefined) throw new SlackFault('no_text');
  }
  const message = room.messages.get(required(args, 'ts'));
  if (!message) throw new SlackFault('message_not_found');
  if (message.bot_id !== identity.botId) throw new SlackFault(refusal);
  return { room, message };
}

export function roomToRead(workspace: Workspace, channel: string): Room {
  const room = findRoom(workspace, channel);
  if (!room || (room.kind === 'private' && !room.hasApp)) throw new SlackFault('channel_not_found');
  return room;
}

export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': postEphemeral,
  'chat.getPermalink': getPermalink,
};
