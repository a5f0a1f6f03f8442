import type { ViewSubmitAction } from '@slack/bolt';
import { z } from 'zod';
import { type Incoming, readIncoming } from '../incoming.ts';
import { confirmOfferForm, confirmOfferId, readConfirmed } from '../render/confirm-offer.ts';
import { readFormButton } from '../render/form-button.ts';
import { type ChosenOffer, readOffer } from '../render/offers.ts';
import { sentence } from '../teller.ts';
import { publishHome } from './home.ts';
import { askerOf, type Listening } from './listening.ts';
import { openForm, showReply } from './reply.ts';

const clicked = z.object({
  user: z.object({ id: z.string() }),
  container: z
    .object({ type: z.string().optional(), message_ts: z.string().optional() })
    .optional(),
  message: z.object({ text: z.string().optional() }).optional(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        value: z.string().optional(),
        selected_option: z
          .object({
            value: z.string(),
            text: z.object({ text: z.string() }).optional(),
          })
          .nullish(),
      }),
    )
    .min(1),
});
type Clicked = z.infer<typeof clicked>;

/** Buttons and menus of cards, pages and the Home tab. */
export function listenToButtons(here: Listening): void {
  here.app.action(/^offer:/, async ({ ack, body }) => {
    await ack();
    const from = readIncoming(body);
    const click = clicked.parse(body);
    const action = click.actions[0];
    const choice = action?.selected_option;
    const offer =
      action && readOffer({ actionId: action.action_id, value: choice?.value ?? action.value });
    if (offer === undefined)
      return here.teller.privately(from, sentence(here.words.trouble.outdated));
    if (offer.askFirst && from.triggerId !== undefined) {
      const label = choice?.text?.text ?? offer.id;
      const about = click.message?.text ?? '';
      await here.windows.open(
        from.triggerId,
        confirmOfferForm({ offer, label, about, from, words: here.words }),
      );
      return;
    }
    await press(here, offer, click, from);
  });

  here.app.action(/^form:/, async ({ ack, body }) => {
    await ack();
    const from = readIncoming(body);
    const form = readFormButton(clicked.parse(body).actions[0]?.value);
    if (form === undefined)
      return here.teller.privately(from, sentence(here.words.trouble.outdated));
    await openForm(here, form, from);
  });
}

async function press(
  here: Listening,
  offer: ChosenOffer,
  click: Clicked,
  from: Incoming,
): Promise<void> {
  const messageTs = from.thread ?? click.container?.message_ts;
  const incident =
    offer.subject.incident ??
    (from.channel && messageTs
      ? await here.desk.incidentOfThread(from.channel, messageTs)
      : undefined);
  const asker = askerOf(here.people, {
    requestId: from.id,
    user: click.user.id,
    incident,
    channel: from.channel,
  });
  await showReply(here, await here.desk.press(offer.id, offer.subject, asker), from);
  const isHome = click.container?.type === 'view' && from.channel === undefined;
  if (isHome) await publishHome(here, click.user.id);
}

/** The dialog a menu entry could not carry. */
export function listenToConfirmations(here: Listening): void {
  here.app.view<ViewSubmitAction>(confirmOfferId, async ({ ack, body, view }) => {
    await ack();
    const confirmed = readConfirmed(view.private_metadata);
    if (confirmed === undefined) return;
    const { offer, place } = confirmed;
    const from = { ...readIncoming(body), ...place };
    const asker = askerOf(here.people, {
      requestId: `confirmed:${view.id}`,
      user: body.user.id,
      incident: offer.subject.incident,
      channel: from.channel,
    });
    await showReply(here, await here.desk.press(offer.id, offer.subject, asker), from);
  });
}
