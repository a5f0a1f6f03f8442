import { type Act, type Acting, failureWord, payloadHead, roomOf, tellPerson } from './act.ts';
import { type FormValues, filled } from './form-values.ts';
import type { Block, Message } from './message.ts';
import type { ResponseContext } from './response-urls.ts';
import type { Stage } from './stage.ts';
import type { View } from './view.ts';
import type { Given, Interactive } from './view-values.ts';
import { interactives, stateOf } from './view-values.ts';
import type { Ephemeral } from './workspace.ts';

export interface Click {
  readonly user: string;
  /** Of the message; leave out for a form or the Home tab. */
  readonly channel?: string;
  /** Of the message, ephemeral ones included. */
  readonly ts?: string;
  /** Of the form; `home` for the person's Home tab. */
  readonly view?: string;
  readonly action_id: string;
  /** Needed when several elements have that action_id. */
  readonly block_id?: string;
  /** The option chosen or date picked; for buttons tells two of one action_id apart. */
  readonly value?: Given;
  /** In a form: what the other fields hold by now. */
  readonly values?: FormValues;
}

/** A person presses a button, or picks from a menu, of a message, a form or the Home tab. */
export async function click(acting: Acting, request: Click): Promise<Act> {
  const { stage } = acting;
  const place = placeOf(stage, request);
  const found = find(place.blocks, request);
  const action = {
    ...chosen(found, request),
    action_id: found.element.action_id,
    block_id: found.block.block_id,
    ...(found.element.type === 'button' ? { text: found.element.text } : {}),
    ...(found.element.style ? { style: found.element.style } : {}),
    action_ts: stage.workspace.nextTs(),
  };
  const outcome = await acting.transport({
    type: 'interactive',
    payload: {
      type: 'block_actions',
      ...payloadHead(stage, request.user),
      trigger_id: stage.triggers.issue(request.user),
      ...place.payload,
      ...(place.context ? { response_url: acting.responses.issue(place.context) } : {}),
      actions: [action],
    },
  });
  if (outcome.status === 'acked') return outcome;
  const reason = failureWord(outcome);
  if (place.context) {
    tellPerson(stage, {
      to: request.user,
      channel: place.context.room.id,
      thread: place.context.message?.thread_ts ?? place.context.ephemeral?.thread_ts,
      text: `That did not go through: the app did not answer in time ("${reason}").`,
    });
  }
  return { status: 'failed', reason };
}

interface Place {
  readonly blocks: readonly Block[];
  readonly payload: Record<string, unknown>;
  readonly context?: ResponseContext;
}

function placeOf(stage: Stage, request: Click): Place {
  if (request.view !== undefined) return inView(stage, request, request.view);
  const { channel, ts, user } = request;
  if (channel === undefined || ts === undefined) {
    throw new Error('A click needs channel and ts of a message, or a view');
  }
  const room = roomOf(stage, channel, user);
  const message = room.messages.get(ts);
  const ephemeral = stage.workspace.ephemerals.find((each) => each.ts === ts && each.to === user);
  const source: Message | Ephemeral | undefined = message ?? ephemeral;
  if (!source) throw new Error(`${user} sees no message ${ts} in ${channel}`);
  const thread = source.thread_ts === undefined ? {} : { thread_ts: source.thread_ts };
  return {
    blocks: source.blocks ?? [],
    context: { room, user, ...(message ? { message } : {}), ...(ephemeral ? { ephemeral } : {}) },
    payload: {
      container: {
        type: 'message',
        message_ts: ts,
        channel_id: room.id,
        is_ephemeral: message === undefined,
        ...thread,
      },
      channel: { id: room.id, name: room.kind === 'im' ? 'directmessage' : room.name },
      ...(message ? { message } : {}),
      state: { values: {} },
    },
  };
}

function inView(stage: Stage, request: Click, id: string): Place {
  const { workspace } = stage;
  const isHome = id === 'home' || workspace.homes.get(request.user)?.id === id;
  const view = isHome ? workspace.homes.get(request.user) : workspace.views.get(id);
  if (!view) throw new Error(`${request.user} has no view ${id} open`);
  const { errors: _ours, ...shown } = withTyped(view, request);
  if (isHome) workspace.homes.set(request.user, shown);
  else workspace.views.set(id, shown);
  return {
    blocks: view.blocks,
    payload: { container: { type: 'view', view_id: view.id }, view: shown },
  };
}

/** The view as the person has filled it, the element just used included. */
function withTyped(view: View, request: Click): View {
  const values = filled(view, request.values ?? {});
  const { block, element } = find(view.blocks, request);
  const own = { [String(element.action_id)]: stateOf(element, request.value ?? null) };
  const isStateful = element.type !== 'button' && element.type !== 'overflow';
  const block_id = String(block.block_id);
  return {
    ...view,
    state: {
      values: isStateful ? { ...values, [block_id]: { ...values[block_id], ...own } } : values,
    },
  };
}

function chosen({ element }: Interactive, request: Click): Record<string, unknown> {
  return stateOf(element, request.value ?? null);
}

function find(blocks: readonly Block[], request: Click): Interactive {
  const all = interactives(blocks);
  const named = all.filter(
    ({ block, element }) =>
      element.action_id === request.action_id &&
      (request.block_id === undefined || block.block_id === request.block_id),
  );
  const exact = named.filter(({ element }) => element.value === request.value);
  const candidates =
    named.length > 1 && named[0]?.element.type === 'button' && request.value ? exact : named;
  const [found] = candidates;
  if (found && candidates.length === 1) return found;
  const offered = all.map(({ element }) => String(element.action_id)).join(', ');
  throw new Error(
    `${candidates.length} elements match ${request.action_id} (block ${request.block_id ?? 'any'}); there are: ${offered || 'none'}`,
  );
}
