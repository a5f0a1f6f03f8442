import type { Reply } from '../../../engine/desk.ts';
import type { Incoming } from '../incoming.ts';
import { declareForm } from '../render/declare-form.ts';
import { formButton } from '../render/form-button.ts';
import { renderMessage } from '../render/message.ts';
import { rollbackTargetForm, waitingView } from '../render/rollback-form.ts';
import { briefingView, type FormOrigin, noticeView } from '../render/view.ts';
import { sentence } from '../teller.ts';
import type { Listening } from './listening.ts';
import { showReleases } from './rollback-steps.ts';

type FormReply = Extract<Reply, { kind: 'form' }>;
type Answer = Extract<Reply, { kind: 'say' | 'refusal' }>;

/** Shows the desk's reply to whoever asked, by command, click or form. */
export async function showReply(here: Listening, reply: Reply, from: Incoming): Promise<void> {
  if (reply.kind === 'done') return;
  if (reply.kind === 'form') return openForm(here, reply, from);
  const isNowhere = from.channel === undefined && from.responseUrl === undefined;
  if (isNowhere && from.triggerId !== undefined) return showInWindow(here, reply, from.triggerId);
  if (reply.kind === 'refusal') return here.teller.privately(from, sentence(reply.text));
  await here.teller.privately(from, renderMessage(reply.briefing, here.people, here.words));
  // What only one person sees cannot be edited: the rest follows.
  const rest = await reply.afterwards;
  if (rest) await here.teller.privately(from, renderMessage(rest, here.people, here.words));
}

/** Clicks on the Home tab come from no channel: the answer opens over it. */
async function showInWindow(here: Listening, reply: Answer, triggerId: string): Promise<void> {
  const { windows, people, words } = here;
  if (reply.kind === 'refusal') {
    await windows.open(triggerId, noticeView(words.window.notDone, reply.text, words));
    return;
  }
  const viewId = await windows.open(triggerId, briefingView(reply.briefing, people, words));
  const rest = await reply.afterwards;
  if (rest) await windows.update(viewId, briefingView(rest, people, words));
}

/** The same for a mention: answers go into the thread, refusals to that person only. */
export async function showReplyToMention(
  here: Listening,
  reply: Reply,
  from: Incoming,
): Promise<void> {
  const { teller, people, words } = here;
  const key = `reply/${from.id ?? ''}`;
  if (reply.kind === 'done') return;
  if (reply.kind === 'refusal') return teller.privately(from, sentence(reply.text));
  if (reply.kind === 'form') {
    // A mention brings no trigger, so a form has to be opened by a button.
    await teller.inThread(from, formButton(reply, words), key);
    return;
  }
  const said = await teller.inThread(from, renderMessage(reply.briefing, people, words), key);
  const rest = await reply.afterwards;
  if (rest === undefined) return;
  const rendered = renderMessage(rest, people, words);
  await (said ? teller.instead(said, rendered) : teller.privately(from, rendered));
}

/** Opens a form first thing: the trigger that came with the click lives 3 s. */
export async function openForm(here: Listening, form: FormReply, from: Incoming): Promise<void> {
  const origin = originOf(from, form.incident);
  const { words } = here;
  if (from.triggerId === undefined) return here.teller.privately(from, formButton(form, words));
  if (form.form === 'declare') {
    await here.windows.open(
      from.triggerId,
      declareForm({ services: here.desk.services(), ...form, origin, words }),
    );
    return;
  }
  const { service, environment } = form;
  if (service === undefined || environment === undefined) {
    const all = here.desk.services();
    const named = all.filter((one) => one.name === service);
    const choices = named.length > 0 ? named : all;
    await here.windows.open(from.triggerId, rollbackTargetForm(choices, origin, words));
    return;
  }
  const target = { ...origin, service, environment };
  const waiting = waitingView(words.rollback.readingReleases(service, environment), words);
  const viewId = await here.windows.open(from.triggerId, waiting);
  await showReleases(here, viewId, target);
}

function originOf(from: Incoming, incident: string | undefined): FormOrigin {
  return {
    ...(from.channel === undefined ? {} : { channel: from.channel }),
    ...(from.thread === undefined ? {} : { thread: from.thread }),
    ...(incident === undefined ? {} : { incident }),
  };
}
