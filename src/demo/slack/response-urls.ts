import type { Args } from './args.ts';
import { flag, text } from './args.ts';
import { SlackFault } from './fault.ts';
import type { Message } from './message.ts';
import { appMessage, contentOf } from './posting.ts';
import { addMessage, removeMessage, replaceMessage, threadOf } from './say.ts';
import type { Stage } from './stage.ts';
import type { Ephemeral, Room } from './workspace.ts';

/** Where a response goes: the person who acted, and the message they acted on. */
export interface ResponseContext {
  readonly room: Room;
  readonly user: string;
  readonly message?: Message;
  readonly ephemeral?: Ephemeral;
}

export interface ResponseUrls {
  issue(context: ResponseContext): string;
  /** Uses the address `id` once; throws `used_url`, `expired_url`, `no_such_url`. */
  respond(id: string, args: Args): void;
}

/** Addresses good for five answers in half an hour: docs.slack.dev/interactivity/handling-user-interaction */
export function createResponseUrls(stage: Stage): ResponseUrls {
  const issued = new Map<string, { context: ResponseContext; at: number; uses: number }>();
  return {
    issue(context) {
      const id = stage.workspace.nextId('R');
      issued.set(id, { context, at: stage.wall.now(), uses: 0 });
      return `${stage.origin()}/_response/${id}`;
    },
    respond(id, args) {
      const known = issued.get(id);
      if (!known) throw new SlackFault('no_such_url');
      const { limits, wall } = stage;
      if (wall.now() - known.at > limits.responseUrlMs) throw new SlackFault('expired_url');
      if (known.uses >= limits.responseUrlUses) throw new SlackFault('used_url');
      known.uses += 1;
      answer(stage, known.context, args);
    },
  };
}

/** Also what an acknowledged command says: the same fields, the same meaning. */
export function answer(stage: Stage, context: ResponseContext, args: Args): void {
  if (flag(args, 'delete_original')) withdraw(stage, context);
  else if (flag(args, 'replace_original')) replace(stage, context, args);
  else post(stage, context, args);
}

function post(stage: Stage, context: ResponseContext, args: Args): void {
  const { room, user } = context;
  const asked = text(args, 'thread_ts') ?? context.message?.thread_ts;
  const thread_ts = threadOf(room, asked ?? context.ephemeral?.thread_ts);
  const content = contentOf(stage.workspace, args);
  const thread = thread_ts === undefined ? {} : { thread_ts };
  if (text(args, 'response_type') === 'in_channel') {
    addMessage(stage, room, appMessage(stage.workspace, content, thread));
    return;
  }
  const { metadata: _notKept, ...shown } = content;
  stage.workspace.ephemerals.push({
    ts: stage.workspace.nextTs(),
    to: user,
    channel: room.id,
    from: 'app',
    ...shown,
    ...thread,
  });
  stage.workspace.touch();
}

function withdraw(stage: Stage, { room, message, ephemeral }: ResponseContext): void {
  if (message) removeMessage(stage, room, message.ts);
  if (ephemeral) {
    const at = stage.workspace.ephemerals.findIndex(({ ts }) => ts === ephemeral.ts);
    if (at >= 0) stage.workspace.ephemerals.splice(at, 1);
    stage.workspace.touch();
  }
}

function replace(stage: Stage, context: ResponseContext, args: Args): void {
  const content = contentOf(stage.workspace, args);
  const { room, message, ephemeral } = context;
  const current = message && room.messages.get(message.ts);
  if (current) {
    const { blocks: _gone, ...kept } = current;
    replaceMessage(stage, room, { ...kept, ...content });
  }
  if (ephemeral) {
    const list = stage.workspace.ephemerals;
    const at = list.findIndex(({ ts }) => ts === ephemeral.ts);
    const { blocks: _gone, ...kept } = ephemeral;
    if (at >= 0)
      list[at] = {
        ...kept,
        text: content.text,
        ...(content.blocks ? { blocks: content.blocks } : {}),
      };
    stage.workspace.touch();
  }
}
