import type { Control } from './control.ts';
import { identity, slackbotId } from './identity.ts';
import { isHiddenReply, type Message, withThread } from './message.ts';
import type { PageMessage, PageRoom, PageState } from './page-state.ts';
import type { Stage } from './stage.ts';
import type { Ephemeral, Room } from './workspace.ts';

/** The newest that could still be of interest as a notification. */
const ringsKept = 5;
/** A page shows no more of a channel than this. */
const messagesShown = 200;

/** What one person sees, looking at one room and perhaps one thread. */
export function pageState(
  stage: Stage,
  control: Control,
  look: { user: string; room: string; thread: string },
): PageState {
  const { workspace, manifest } = stage;
  const room = workspace.rooms.get(look.room);
  const mayLook = room?.members.has(look.user) ? room : undefined;
  const home = control.home(look.user);
  const ephemerals = control.ephemerals(look.user).filter(({ channel }) => channel === room?.id);
  return {
    now: workspace.clock.now(),
    me: look.user,
    app: {
      name: manifest.botName,
      userId: identity.botUserId,
      hasHome: manifest.hasHome,
      connected: control.socket.connections() > 0,
      readOnly: manifest.readOnlyMessages,
      commands: manifest.commands.map((each) => ({
        command: each.command,
        hint: each.usage_hint ?? '',
        description: each.description ?? '',
      })),
      shortcuts: manifest.shortcuts,
    },
    people: [...workspace.people.values()].map((person) => ({
      id: person.id,
      name: person.name,
      realName: person.realName ?? person.name,
      zone: person.zone ?? 'UTC',
      locale: person.locale ?? 'en-US',
    })),
    rooms: [...workspace.rooms.values()]
      .filter(({ members }) => members.has(look.user))
      .map((each) => pageRoom(stage, each, look.user)),
    messages: mayLook ? inChannel(mayLook, ephemerals) : [],
    thread: mayLook ? inThread(mayLook, look.thread, ephemerals) : [],
    views: control.views(look.user),
    ...(home ? { home } : {}),
    rings: rings(stage, look.user),
  };
}

function inChannel(room: Room, ephemerals: readonly Ephemeral[]): PageMessage[] {
  const spoken = [...room.messages.values()]
    .filter((message) => !isHiddenReply(message))
    .slice(-messagesShown)
    .map((message) => withThread(room, message) as unknown as PageMessage);
  const whispered = ephemerals.filter(({ thread_ts }) => thread_ts === undefined).map(asMessage);
  return [...spoken, ...whispered].sort(byTime);
}

function inThread(room: Room, ts: string, ephemerals: readonly Ephemeral[]): PageMessage[] {
  const parent = room.messages.get(ts);
  if (!parent) return [];
  const replies = [...room.messages.values()].filter(
    (message) => message.thread_ts === ts && message.ts !== ts,
  );
  const whispered = ephemerals.filter(({ thread_ts }) => thread_ts === ts).map(asMessage);
  return [
    withThread(room, parent) as unknown as PageMessage,
    ...[...replies, ...whispered].sort(byTime),
  ];
}

function asMessage(whisper: Ephemeral): PageMessage {
  return {
    type: 'message',
    ts: whisper.ts,
    team: identity.teamId,
    user: whisper.from === 'app' ? identity.botUserId : slackbotId,
    text: whisper.text,
    ephemeral: whisper.from,
    ...(whisper.blocks ? { blocks: whisper.blocks } : {}),
    ...(whisper.thread_ts === undefined ? {} : { thread_ts: whisper.thread_ts }),
  };
}

function byTime(a: { ts: string }, b: { ts: string }): number {
  return a.ts < b.ts ? -1 : 1;
}

function pageRoom(stage: Stage, room: Room, user: string): PageRoom {
  const fresh = unseen(stage, room, user);
  const naming = fresh.filter((message) => wouldRing(room, message, user));
  return {
    id: room.id,
    kind: room.kind,
    name: room.name,
    topic: room.topic,
    archived: room.archived,
    unread: fresh.filter((message) => !isHiddenReply(message)).length,
    mentions: naming.length,
    members: room.members.size + (room.hasApp ? 1 : 0),
  };
}

function unseen(stage: Stage, room: Room, user: string): Message[] {
  const seen = stage.workspace.seen.get(`${user} ${room.id}`) ?? '0';
  return [...room.messages.values()].filter(
    (message) => message.user !== user && message.ts > seen,
  );
}

/** Would this message ring that person's phone? */
function wouldRing(room: Room, message: Message, user: string): boolean {
  if (room.kind === 'im') return true;
  return `${message.text} ${JSON.stringify(message.blocks ?? '')}`.includes(`<@${user}>`);
}

function rings(stage: Stage, user: string): PageState['rings'] {
  return [...stage.workspace.rooms.values()]
    .filter(({ members }) => members.has(user))
    .flatMap((room) =>
      unseen(stage, room, user)
        .filter((message) => wouldRing(room, message, user))
        .map((message) => ({
          channel: room.id,
          ts: message.ts,
          text: message.text,
          ...(message.thread_ts === undefined ? {} : { thread: message.thread_ts }),
        })),
    )
    .sort(byTime)
    .slice(-ringsKept);
}
