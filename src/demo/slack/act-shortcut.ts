import { type Act, type Acting, failureWord, payloadHead, roomOf } from './act.ts';

export interface ShortcutUse {
  readonly user: string;
  readonly callback_id: string;
  /** A message shortcut: which message. */
  readonly channel?: string;
  readonly ts?: string;
}

/** A person picks a shortcut, global or of a message. */
export async function useShortcut(acting: Acting, use: ShortcutUse): Promise<Act> {
  const { stage } = acting;
  const known = stage.manifest.shortcuts.find((each) => each.callback_id === use.callback_id);
  if (!known) throw new Error(`The manifest has no shortcut ${use.callback_id}`);
  const outcome = await acting.transport({
    type: 'interactive',
    payload: {
      type: known.type === 'message' ? 'message_action' : 'shortcut',
      ...payloadHead(stage, use.user),
      callback_id: use.callback_id,
      action_ts: stage.workspace.nextTs(),
      trigger_id: stage.triggers.issue(use.user),
      ...(known.type === 'message' ? onMessage(acting, use) : {}),
    },
  });
  return outcome.status === 'acked' ? outcome : { status: 'failed', reason: failureWord(outcome) };
}

function onMessage(acting: Acting, use: ShortcutUse): Record<string, unknown> {
  const room = roomOf(acting.stage, use.channel ?? '', use.user);
  const message = room.messages.get(use.ts ?? '');
  if (!message) throw new Error(`There is no message ${use.ts} in ${use.channel}`);
  return {
    channel: { id: room.id, name: room.name },
    message,
    message_ts: message.ts,
    response_url: acting.responses.issue({ room, user: use.user, message }),
  };
}
