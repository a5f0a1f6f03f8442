import { type Args, count, flag, required, text } from '../args.ts';
import { SlackFault } from '../fault.ts';
import { identity } from '../identity.ts';
import { type Message, repliesOf, topLevel, withThread } from '../message.ts';
import { checkRoomScope } from '../scopes.ts';
import { directRoomId, type Room } from '../workspace.ts';
import { roomToRead } from './chat.ts';
import type { Method } from './method.ts';

const open: Method = (args, stage) => {
  const users = (text(args, 'users') ?? '').split(',').filter((user) => user !== '');
  const channel = text(args, 'channel');
  if (channel !== undefined) return { channel: describe(roomToRead(stage.workspace, channel)) };
  if (users.length !== 1)
    throw new SlackFault(users.length === 0 ? 'users_list_not_supplied' : 'not_enough_users');
  const [user] = users;
  if (user === undefined || !stage.workspace.people.has(user))
    throw new SlackFault('user_not_found');
  const room = stage.workspace.rooms.get(directRoomId(user));
  if (!room) throw new SlackFault('channel_not_found');
  return { channel: flag(args, 'return_im') ? describe(room) : { id: room.id } };
};

const info: Method = (args, stage) => {
  const room = roomToRead(stage.workspace, required(args, 'channel'));
  checkRoomScope(room.kind, 'read', stage.manifest.scopes);
  return { channel: describe(room) };
};

const history: Method = (args, stage) => {
  const room = readable(args, stage);
  const newestFirst = within(topLevel(room), args).reverse();
  return page(newestFirst, args, (message) => shown(withThread(room, message), args));
};

const replies: Method = (args, stage) => {
  const room = readable(args, stage);
  const parent = room.messages.get(required(args, 'ts'));
  if (!parent) throw new SlackFault('thread_not_found');
  const root = parent.thread_ts ?? parent.ts;
  const first = room.messages.get(root);
  const all = [...(first ? [first] : []), ...within(repliesOf(room, root), args)];
  return page(all, args, (message) => shown(withThread(room, message), args));
};

const list: Method = (args, stage) => {
  const kinds = (text(args, 'types') ?? 'public_channel').split(',');
  const rooms = [...stage.workspace.rooms.values()].filter(
    (room) =>
      kinds.includes(
        { public: 'public_channel', private: 'private_channel', im: 'im' }[room.kind],
      ) &&
      (room.kind !== 'private' || room.hasApp) &&
      !(flag(args, 'exclude_archived') && room.archived),
  );
  const { messages, ...rest } = page(rooms, args, describe);
  return { channels: messages, ...rest };
};

const members: Method = (args, stage) => {
  const room = roomToRead(stage.workspace, required(args, 'channel'));
  const ids = [...room.members, ...(room.hasApp ? [identity.botUserId] : [])];
  const { messages, ...rest } = page(ids, args, (id) => id);
  return { members: messages, ...rest };
};

const join: Method = (args, stage) => {
  const room = roomToRead(stage.workspace, required(args, 'channel'));
  if (room.kind !== 'public') throw new SlackFault('method_not_supported_for_channel_type');
  if (room.archived) throw new SlackFault('is_archived');
  room.hasApp = true;
  return { channel: describe(room) };
};

function readable(args: Args, stage: Parameters<Method>[1]): Room {
  const room = roomToRead(stage.workspace, required(args, 'channel'));
  checkRoomScope(room.kind, 'history', stage.manifest.scopes);
  if (!room.hasApp) throw new SlackFault('not_in_channel');
  return room;
}

/** `oldest` and `latest` leave their own moment out unless `inclusive`. */
function within(messages: readonly Message[], args: Args): Message[] {
  const oldest = Number(text(args, 'oldest') ?? 0);
  const latest = Number(text(args, 'latest') ?? Number.POSITIVE_INFINITY);
  const inclusive = flag(args, 'inclusive');
  return messages.filter((message) => {
    const ts = Number(message.ts);
    return inclusive ? ts >= oldest && ts <= latest : ts > oldest && ts < latest;
  });
}

function shown(message: Record<string, unknown>, args: Args): Record<string, unknown> {
  if (flag(args, 'include_all_metadata')) return message;
  const { metadata: _hidden, ...rest } = message;
  return rest;
}

/** Cursor paging; the cursor is the offset in base64, as opaque as Slack's. */
function page<T, U>(all: readonly T[], args: Args, show: (each: T) => U) {
  const limit = Math.min(Math.max(1, count(args, 'limit', 100)), 999);
  const cursor = text(args, 'cursor');
  const from = cursor ? Number(Buffer.from(cursor, 'base64').toString()) : 0;
  if (!Number.isInteger(from)) throw new SlackFault('invalid_cursor');
  const more = from + limit < all.length;
  return {
    messages: all.slice(from, from + limit).map(show),
    has_more: more,
    response_metadata: {
      next_cursor: more ? Buffer.from(String(from + limit)).toString('base64') : '',
    },
  };
}

function describe(room: Room): Record<string, unknown> {
  return {
    id: room.id,
    ...(room.kind === 'im' ? { user: room.with } : { name: room.name, name_normalized: room.name }),
    is_channel: room.kind === 'public',
    is_group: room.kind === 'private',
    is_im: room.kind === 'im',
    is_private: room.kind !== 'public',
    is_archived: room.archived,
    is_member: room.hasApp,
    num_members: room.members.size,
    topic: { value: room.topic, creator: '', last_set: 0 },
  };
}

export const conversationMethods: Readonly<Record<string, Method>> = {
  'conversations.open': open,
  'conversations.info': info,
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.list': list,
  'conversations.members': members,
  'conversations.join': join,
};
