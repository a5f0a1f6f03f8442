import { type Act, type Acting, failureWord, payloadHead } from './act.ts';
import { SlackFault } from './fault.ts';
import { type FormValues, filled } from './form-values.ts';
import { faultsOf, isObject } from './limits/check.ts';
import { openableView } from './limits/view.ts';
import type { Stage } from './stage.ts';
import type { View, ViewValues } from './view.ts';
import { closeView, makeView, openView, remakeView, viewsOf } from './view-stack.ts';
import { isBlank } from './view-values.ts';

export interface Submission {
  readonly user: string;
  /** The form on top when absent. */
  readonly viewId?: string;
  readonly values?: FormValues;
}

/** A person sends a form. */
export async function submitView(acting: Acting, submission: Submission): Promise<Act> {
  const { stage } = acting;
  const { user } = submission;
  const view = openViewOf(stage, user, submission.viewId);
  const values = filled(view, submission.values ?? {});
  const missing = blanks(view, values);
  const { errors: _old, ...clean } = view;
  const typed: View = { ...clean, state: { values } };
  keep(stage, Object.keys(missing).length > 0 ? { ...typed, errors: missing } : typed);
  if (Object.keys(missing).length > 0) {
    return { status: 'refused', why: `Still empty: ${Object.keys(missing).join(', ')}` };
  }
  const outcome = await acting.transport({
    type: 'interactive',
    payload: {
      type: 'view_submission',
      ...payloadHead(stage, user),
      trigger_id: stage.triggers.issue(user),
      view: typed,
      response_urls: [],
    },
  });
  if (outcome.status === 'failed') {
    const reason = failureWord(outcome);
    keep(stage, { ...typed, errors: { '': 'We had some trouble connecting. Try again?' } });
    return { status: 'failed', reason };
  }
  try {
    obey(stage, user, typed, outcome.body);
    return outcome;
  } catch (error) {
    if (!(error instanceof SlackFault)) throw error;
    keep(stage, { ...typed, errors: { '': 'We had some trouble connecting. Try again?' } });
    return { status: 'failed', reason: `${error.code} ${error.messages.join(' ')}`.trim() };
  }
}

/** A person closes a form without sending it; the app hears of it if it asked to. */
export async function dismissView(
  acting: Acting,
  request: { user: string; viewId?: string },
): Promise<Act> {
  const { stage } = acting;
  const { user } = request;
  const view = openViewOf(stage, user, request.viewId);
  closeView(stage.workspace, user, view.id);
  if (view.clear_on_close) clear(stage, user);
  if (!view.notify_on_close) return { status: 'acked', body: undefined };
  const outcome = await acting.transport({
    type: 'interactive',
    payload: {
      type: 'view_closed',
      ...payloadHead(stage, user),
      view,
      is_cleared: view.clear_on_close,
    },
  });
  if (outcome.status === 'acked') return outcome;
  return { status: 'failed', reason: failureWord(outcome) };
}

function openViewOf(stage: Stage, user: string, id: string | undefined): View {
  const open = viewsOf(stage.workspace, user);
  const view = id === undefined ? open.at(-1) : open.find((each) => each.id === id);
  if (!view) throw new Error(`${user} has no form ${id ?? ''} open`);
  return view;
}

function keep(stage: Stage, view: View): void {
  stage.workspace.views.set(view.id, view);
  stage.workspace.touch();
}

function clear(stage: Stage, user: string): void {
  for (const view of viewsOf(stage.workspace, user)) closeView(stage.workspace, user, view.id);
}

/** Required fields left empty: the client itself holds the form back. */
function blanks(view: View, values: ViewValues): Record<string, string> {
  const missing: Record<string, string> = {};
  for (const block of view.blocks) {
    if (block.type !== 'input' || block.optional === true || !isObject(block.element)) continue;
    const id = String(block.block_id);
    if (isBlank(values[id]?.[String(block.element.action_id)])) {
      missing[id] = 'Please complete this required field.';
    }
  }
  return missing;
}

/** Does what the app's answer to the form says. docs.slack.dev/surfaces/modals */
function obey(stage: Stage, user: string, view: View, body: unknown): void {
  const { workspace } = stage;
  const answer = isObject(body) ? body : {};
  switch (answer.response_action) {
    case undefined:
      closeView(workspace, user, view.id);
      return;
    case 'clear':
      clear(stage, user);
      return;
    case 'errors':
      keep(stage, { ...view, errors: errorsOf(view, answer.errors) });
      return;
    case 'update':
      remakeView(workspace, view, checked(answer.view));
      return;
    case 'push':
      openView(workspace, user, makeView(workspace, checked(answer.view)));
      return;
    default:
      throw new SlackFault('invalid_response_action', [String(answer.response_action)]);
  }
}

function checked(view: unknown): Record<string, unknown> {
  const faults = faultsOf(openableView, view, '/view');
  if (faults.length > 0 || !isObject(view)) throw new SlackFault('invalid_arguments', faults);
  return view;
}

/** Errors belong to input blocks of this form; anything else Slack refuses. */
function errorsOf(view: View, errors: unknown): Record<string, string> {
  const inputs = new Set(
    view.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id),
  );
  const entries = Object.entries(isObject(errors) ? errors : {});
  const stray = entries.filter(([block]) => !inputs.has(block)).map(([block]) => block);
  if (entries.length === 0 || stray.length > 0) {
    throw new SlackFault('invalid_errors', [`no input block: ${stray.join(', ')}`]);
  }
  return Object.fromEntries(entries.map(([block, said]) => [block, String(said)]));
}
