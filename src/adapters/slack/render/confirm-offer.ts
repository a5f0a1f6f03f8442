import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { SlackWords } from '../words/words.ts';
import { cleanLine, escapeMrkdwn, escapeWithin } from './escape.ts';
import { type ChosenOffer, readOffer } from './offers.ts';
import { modal, paragraph } from './view.ts';

export const confirmOfferId = 'confirm-offer';

const carried = z.object({
  value: z.string(),
  channel: z.string().optional(),
  thread: z.string().optional(),
});
interface Where {
  readonly channel?: string | undefined;
  readonly thread?: string | undefined;
}

/**
 * Asks "are you sure?" for an entry of a menu, which cannot carry a dialog as a button can. The
 * message it was chosen on is quoted: its text names severity, service and environment.
 */
export function confirmOfferForm(asked: {
  offer: ChosenOffer;
  label: string;
  /** The message's text as Slack gave it back: already escaped. */
  about: string;
  from: Where;
  words: SlackWords;
}): ModalView {
  const { offer, from, words } = asked;
  const label = cleanLine(asked.label);
  const { service, environment, incident } = offer.subject;
  const named = [incident, service, environment].filter((part) => part !== undefined).join(' · ');
  const about = asked.about.replaceAll('\n', ' ').slice(0, 1_000);
  const value = JSON.stringify({ o: offer.id, s: offer.subject });
  return modal({
    callbackId: confirmOfferId,
    title: words.confirm.title,
    submit: label,
    carries: { value, channel: from.channel, thread: from.thread },
    blocks: [
      paragraph(
        words.confirm.question(
          escapeMrkdwn(label.replaceAll('*', '∗')),
          named ? escapeWithin(named, 500) : '',
        ),
      ),
      ...(about === '' ? [] : [paragraph(`>${about}`)]),
    ],
    words,
  });
}

/** The offer behind a submitted dialog. */
export function readConfirmed(metadata: string): { offer: ChosenOffer; place: Where } | undefined {
  const read = carried.safeParse(JSON.parse(metadata || '{}'));
  if (!read.success) return undefined;
  const offer = readOffer({ actionId: 'offer:more:0', value: read.data.value });
  const { channel, thread } = read.data;
  return offer && { offer, place: { channel, thread } };
}
