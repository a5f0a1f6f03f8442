import { SlackFault } from './fault.ts';
import type { Message } from './message.ts';
import type { Stage } from './stage.ts';
import type { Room } from './workspace.ts';

/** Puts a message into its room; the app hears of it as of any other. */
export function addMessage(stage: Stage, room: Room, message: Message): void {
  room.messages.set(message.ts, message);
  tellOfMessage(stage, room, { ...message });
  stage.workspace.touch();
}

export function replaceMessage(stage: Stage, room: Room, message: Message): void {
  const before = room.messages.get(message.ts);
  room.messages.set(message.ts, message);
  tellOfMessage(stage, room, {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    message,
    previous_message: before,
    ts: stage.workspace.nextTs(),
  });
  stage.workspace.touch();
}

export function removeMessage(stage: Stage, room: Room, ts: string): void {
  const before = room.messages.get(ts);
  room.messages.delete(ts);
  tellOfMessage(stage, room, {
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    deleted_ts: ts,
    previous_message: before,
    ts: stage.workspace.nextTs(),
  });
  stage.workspace.touch();
}

function tellOfMessage(stage: Stage, room: Room, event: Record<string, unknown>): void {
  if (!room.hasApp) return;
  const [family, channel_type] = {
    public: ['channels', 'channel'],
    private: ['groups', 'group'],
    im: ['im', 'im'],
  }[room.kind] as [string, string];
  stage.tellApp(`message.${family}`, {
    ...event,
    type: 'message',
    channel: room.id,
    channel_type,
    event_ts: event.ts,
  });
}

/** The thread a reply belongs to: a reply to a reply goes to the parent, as Slack does it. */
export function threadOf(room: Room, ts: string | undefined): string | undefined {
  if (ts === undefined || ts === '') return undefined;
  const parent = room.messages.get(ts);
  if (!parent) throw new SlackFault('thread_not_found');
  return parent.thread_ts ?? parent.ts;
}
