import { required, text } from '../args.ts';
import { SlackFault } from '../fault.ts';
import { identity } from '../identity.ts';
import type { Message } from '../message.ts';
import type { Stage } from '../stage.ts';
import type { Room } from '../workspace.ts';
import { roomToRead } from './chat.ts';
import type { Method } from './method.ts';

const whoAmI: Method = (_args, stage) => ({
  url: `${stage.origin()}/`,
  team: identity.teamName,
  team_id: identity.teamId,
  user: stage.manifest.botName,
  user_id: identity.botUserId,
  bot_id: identity.botId,
  is_enterprise_install: false,
});

const openConnection: Method = (_args, stage) => ({ url: stage.socketUrl() });

const team: Method = () => ({
  team: { id: identity.teamId, name: identity.teamName, domain: identity.teamDomain },
});

const addReaction: Method = (args, stage) => {
  const { room, message } = target(stage, required(args, 'channel'), required(args, 'timestamp'));
  react(stage, room, message, identity.botUserId, required(args, 'name'));
  return {};
};

const getReactions: Method = (args, stage) => {
  const { room, message } = target(stage, required(args, 'channel'), required(args, 'timestamp'));
  return { type: 'message', channel: room.id, message };
};

/** Adds a reaction once a person and name. */
export function react(
  stage: Stage,
  room: Room,
  message: Message,
  user: string,
  name: string,
): void {
  const before = message.reactions ?? [];
  const known = before.find((reaction) => reaction.name === name);
  if (known?.users.includes(user)) throw new SlackFault('already_reacted');
  const users = [...(known?.users ?? []), user];
  const added = { name, users, count: users.length };
  room.messages.set(message.ts, {
    ...message,
    reactions: known
      ? before.map((reaction) => (reaction === known ? added : reaction))
      : [...before, added],
  });
  stage.tellApp('reaction_added', {
    type: 'reaction_added',
    user,
    reaction: name,
    item_user: message.user,
    item: { type: 'message', channel: room.id, ts: message.ts },
    event_ts: stage.workspace.nextTs(),
  });
  stage.workspace.touch();
}

export function target(
  stage: Stage,
  channel: string,
  ts: string,
): { room: Room; message: Message } {
  const room = roomToRead(stage.workspace, channel);
  const message = room.messages.get(ts);
  if (!message) throw new SlackFault('message_not_found');
  return { room, message };
}

/** Bookmarks and pins are taken note of, and answered in the least words. */
const addBookmark: Method = (args, stage) => {
  const room = roomToRead(stage.workspace, required(args, 'channel_id'));
  return {
    bookmark: {
      id: stage.workspace.nextId('Bk'),
      channel_id: room.id,
      title: required(args, 'title'),
      link: text(args, 'link') ?? '',
      type: required(args, 'type'),
    },
  };
};

const addPin: Method = (args, stage) => {
  target(stage, required(args, 'channel'), required(args, 'timestamp'));
  return {};
};

export const teamMethods: Readonly<Record<string, Method>> = {
  'auth.test': whoAmI,
  'apps.connections.open': openConnection,
  'team.info': team,
  'reactions.add': addReaction,
  'reactions.get': getReactions,
  'bookmarks.add': addBookmark,
  'pins.add': addPin,
};
