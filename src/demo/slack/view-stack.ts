import { SlackFault } from './fault.ts';
import { identity } from './identity.ts';
import { type Block, withIds } from './message.ts';
import type { View } from './view.ts';
import { initialValues } from './view-values.ts';
import type { Workspace } from './workspace.ts';

/** Views on top of each other: docs.slack.dev/surfaces/modals */
const tallestStack = 3;

/** A checked view definition made into a view, not open yet. */
export function makeView(workspace: Workspace, wanted: Record<string, unknown>): View {
  const externalId = stringOr(wanted.external_id, '');
  if (externalId && [...workspace.views.values()].some((v) => v.external_id === externalId)) {
    throw new SlackFault('duplicate_external_id');
  }
  const id = workspace.nextId('V');
  const blocks = withIds(workspace, wanted.blocks as Block[]);
  return {
    id,
    team_id: identity.teamId,
    app_id: identity.appId,
    bot_id: identity.botId,
    type: wanted.type === 'home' ? 'home' : 'modal',
    callback_id: stringOr(wanted.callback_id, ''),
    external_id: externalId,
    private_metadata: stringOr(wanted.private_metadata, ''),
    ...(wanted.title === undefined ? {} : { title: wanted.title }),
    ...(wanted.submit === undefined ? {} : { submit: wanted.submit }),
    ...(wanted.close === undefined ? {} : { close: wanted.close }),
    clear_on_close: wanted.clear_on_close === true,
    notify_on_close: wanted.notify_on_close === true,
    root_view_id: id,
    previous_view_id: null,
    blocks,
    state: { values: initialValues(blocks) },
    hash: workspace.nextId(`${Math.trunc(workspace.clock.now() / 1000)}.`),
  };
}

/** Opens it on top of what the person has open. */
export function openView(workspace: Workspace, user: string, made: View): View {
  const stack = workspace.stacks.get(user) ?? [];
  if (stack.length >= tallestStack) throw new SlackFault('push_limit_reached');
  const view: View = {
    ...made,
    root_view_id: stack[0] ?? made.id,
    previous_view_id: stack.at(-1) ?? null,
  };
  workspace.views.set(view.id, view);
  workspace.stacks.set(user, [...stack, view.id]);
  workspace.touch();
  return view;
}

/** The same view with another content; what was typed stays where block and action are the same. */
export function remakeView(
  workspace: Workspace,
  view: View,
  wanted: Record<string, unknown>,
): View {
  const { external_id: _own, ...others } = wanted;
  const made = makeView(workspace, others);
  const next: View = {
    ...made,
    id: view.id,
    external_id: stringOr(wanted.external_id, view.external_id),
    root_view_id: view.root_view_id,
    previous_view_id: view.previous_view_id,
    state: { values: keptValues(made, view) },
  };
  workspace.views.set(view.id, next);
  workspace.touch();
  return next;
}

function keptValues(made: View, before: View): View['state']['values'] {
  return Object.fromEntries(
    Object.entries(made.state.values).map(([block, actions]) => [
      block,
      Object.fromEntries(
        Object.entries(actions).map(([action, state]) => {
          const typed = before.state.values[block]?.[action];
          return [action, typed && typed.type === state.type ? typed : state];
        }),
      ),
    ]),
  );
}

export function closeView(workspace: Workspace, user: string, id: string): void {
  const stack = workspace.stacks.get(user) ?? [];
  workspace.stacks.set(
    user,
    stack.filter((each) => each !== id),
  );
  workspace.views.delete(id);
  workspace.touch();
}

/** A person's open forms, the top one last. */
export function viewsOf(workspace: Workspace, user: string): View[] {
  return (workspace.stacks.get(user) ?? []).flatMap((id) => workspace.views.get(id) ?? []);
}

function stringOr(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}
