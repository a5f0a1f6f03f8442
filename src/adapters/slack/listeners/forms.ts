import type { ViewResponseAction } from '@slack/bolt';
import { shortHash } from '../../../core/kit/ids.ts';
import { isRefusal } from '../../../core/kit/refusal.ts';
import type { Reply } from '../../../engine/desk.ts';
import type { Incoming } from '../incoming.ts';
import { waitingView } from '../render/rollback-form.ts';
import { noticeView } from '../render/view.ts';
import { within } from '../within.ts';
import type { Listening } from './listening.ts';
import { orTell } from './or-tell.ts';
import { showReply } from './reply.ts';

/** Slack wants to know within 3 s what becomes of a submitted form. */
const defaultAnswerMs = 2_000;

export type FormAck = (response?: ViewResponseAction) => Promise<void>;

/** The same form with the same contents is the same request; a corrected one is another. */
export function formRequestId(view: { id: string; hash: string }, values: object): string {
  return `form:${view.id}:${view.hash}:${shortHash(JSON.stringify(values))}`;
}

/**
 * Ends a form with what the desk says. In time, the form closes and the answer is said where it
 * was opened, or it stays and `refused` shows why not. Too late for that, the form waits and then
 * tells the outcome itself.
 */
export async function endForm(
  here: Listening,
  form: {
    ack: FormAck;
    viewId: string;
    from: Incoming;
    work: Promise<Reply>;
    /** Shows a refusal while nothing has been acknowledged. */
    refused: (text: string) => Promise<void>;
    /** How long the desk may take before the form is told to wait. */
    answerMs?: number;
  },
): Promise<void> {
  const { ack, viewId, from, work, refused, answerMs = defaultAnswerMs } = form;
  const { words } = here;
  const reply = await within(work, answerMs);
  if (reply !== 'late') {
    if (isRefusal(reply)) return refused(reply.text);
    await ack();
    return showReply(here, reply, from);
  }
  const waiting = here.windows.checked(waitingView(words.window.stillWorking, words));
  await ack({ response_action: 'update', view: waiting });
  const outcome = await orTell(here, viewId, () => work);
  if (outcome === undefined) return;
  const text = isRefusal(outcome) ? outcome.text : words.window.done;
  await here.windows.update(viewId, noticeView(words.window.firebreak, text, words));
  if (outcome.kind === 'say') await showReply(here, outcome, from);
}
