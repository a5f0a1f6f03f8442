import { type Args, json, required, text } from '../args.ts';
import { SlackFault } from '../fault.ts';
import { faultsOf, isObject } from '../limits/check.ts';
import { openableView, publishableView } from '../limits/view.ts';
import { closeView, makeView, openView, remakeView, viewsOf } from '../view-stack.ts';
import type { Method } from './method.ts';

/** docs.slack.dev/reference/methods/views.open: larger ones are `view_too_large`. */
const largestView = 250_000;

const open: Method = (args, stage) => {
  const wanted = viewArgument(args, openableView);
  const user = stage.triggers.exchange(args.trigger_id);
  for (const view of viewsOf(stage.workspace, user)) closeView(stage.workspace, user, view.id);
  return { view: openView(stage.workspace, user, makeView(stage.workspace, wanted)) };
};

const push: Method = (args, stage) => {
  const wanted = viewArgument(args, openableView);
  const user = stage.triggers.exchange(args.trigger_id);
  if (viewsOf(stage.workspace, user).length === 0) throw new SlackFault('not_found');
  return { view: openView(stage.workspace, user, makeView(stage.workspace, wanted)) };
};

const update: Method = (args, stage) => {
  const wanted = viewArgument(args, openableView);
  const externalId = text(args, 'external_id');
  const view = externalId
    ? [...stage.workspace.views.values()].find((each) => each.external_id === externalId)
    : stage.workspace.views.get(required(args, 'view_id'));
  if (!view) throw new SlackFault('not_found');
  const hash = text(args, 'hash');
  if (hash !== undefined && hash !== '' && hash !== view.hash) {
    throw new SlackFault('hash_conflict');
  }
  return { view: remakeView(stage.workspace, view, wanted) };
};

const publish: Method = (args, stage) => {
  const { workspace, manifest } = stage;
  const user = required(args, 'user_id');
  const wanted = viewArgument(args, publishableView);
  if (!workspace.people.has(user)) throw new SlackFault('user_not_found');
  if (!manifest.hasHome) throw new SlackFault('not_enabled');
  const before = workspace.homes.get(user);
  const hash = text(args, 'hash');
  if (before && hash !== undefined && hash !== '' && hash !== before.hash) {
    throw new SlackFault('hash_conflict');
  }
  const made = makeView(workspace, wanted);
  const view = before ? { ...made, id: before.id, root_view_id: before.id } : made;
  workspace.homes.set(user, view);
  workspace.touch();
  return { view };
};

function viewArgument(args: Args, check: typeof openableView): Record<string, unknown> {
  const view = json(args, 'view');
  if (view === undefined) {
    throw new SlackFault('invalid_arguments', [
      '[ERROR] missing required field: view [json-pointer:/view]',
    ]);
  }
  if (JSON.stringify(view).length > largestView) throw new SlackFault('view_too_large');
  const faults = faultsOf(check, view, '/view');
  if (faults.length > 0 || !isObject(view)) throw new SlackFault('invalid_arguments', faults);
  return view;
}

export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
