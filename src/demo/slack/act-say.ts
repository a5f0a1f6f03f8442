import { personOf, roomOf } from './act.ts';
import { identity } from './identity.ts';
import type { Message } from './message.ts';
import { addMessage, threadOf } from './say.ts';
import type { Stage } from './stage.ts';

export interface Words {
  readonly user: string;
  readonly channel: string;
  /** ts of the message whose thread it goes to. */
  readonly thread?: string;
  readonly text: string;
}

/** A person writes a message; naming the app in it makes it a mention. Answers the message's ts. */
export function say(stage: Stage, words: Words): { ts: string; eventTold: boolean } {
  const { workspace, manifest } = stage;
  const room = roomOf(stage, words.channel, words.user);
  const text = withMentions(stage, words.text);
  const thread_ts = threadOf(room, words.thread);
  const message: Message = {
    type: 'message',
    ts: workspace.nextTs(),
    team: identity.teamId,
    user: words.user,
    text,
    ...(thread_ts === undefined ? {} : { thread_ts }),
  };
  addMessage(stage, room, message);
  const mentioned = text.includes(`<@${identity.botUserId}>`);
  if (!mentioned || room.kind === 'im') return { ts: message.ts, eventTold: false };
  if (!room.hasApp) {
    workspace.ephemerals.push({
      ts: workspace.nextTs(),
      to: words.user,
      channel: room.id,
      from: 'slack',
      text: `You mentioned ${manifest.botName}, but they're not in this channel.`,
    });
    workspace.touch();
    return { ts: message.ts, eventTold: false };
  }
  stage.tellApp('app_mention', {
    ...message,
    type: 'app_mention',
    channel: room.id,
    event_ts: message.ts,
  });
  return { ts: message.ts, eventTold: true };
}

/** As Slack's own client sends it: `&<>` escaped, @names of people and of the app as ids. */
function withMentions(stage: Stage, text: string): string {
  const { people } = stage.workspace;
  const ids = new Map([...people.values()].map((person) => [person.name.toLowerCase(), person.id]));
  ids.set(stage.manifest.botName.toLowerCase(), identity.botUserId);
  return text
    .replace(/<@(U\w+)>/g, '@$1')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@([\w.-]+)/g, (whole, name: string) => {
      const id =
        people.has(name) || name === identity.botUserId ? name : ids.get(name.toLowerCase());
      return id ? `<@${id}>` : whole;
    });
}

/** A person opens the app's Home tab; the app may then publish it. */
export function openHome(stage: Stage, user: string): void {
  personOf(stage, user);
  const view = stage.workspace.homes.get(user);
  stage.tellApp('app_home_opened', {
    type: 'app_home_opened',
    user,
    channel: `D${user.replace(/^U/, '')}`,
    tab: 'home',
    event_ts: stage.workspace.nextTs(),
    ...(view ? { view } : {}),
  });
}
