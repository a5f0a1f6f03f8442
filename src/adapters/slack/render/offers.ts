import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  Overflow,
  PlainTextOption,
} from '@slack/types';
import { z } from 'zod';
import {
  type Offer,
  type OfferId,
  type OfferSubject,
  offerIds,
} from '../../../core/briefing/offer.ts';
import { clean, cleanLine, cut } from './escape.ts';
import { limits } from './limits.ts';

/** Buttons side by side on a phone: more than five wrap into a wall. */
const mostButtons = 5;

const subject = z.object({
  incident: z.string().optional(),
  service: z.string().optional(),
  environment: z.string().optional(),
  action: z.string().optional(),
  planHash: z.string().optional(),
  page: z.string().optional(),
});
const menuValue = z.object({ o: z.enum(offerIds), s: subject, c: z.literal(1).optional() });

/** What somebody chose: an offer, and whether it still has to be confirmed. */
export interface ChosenOffer {
  readonly id: OfferId;
  readonly subject: OfferSubject;
  /** Entries of a menu cannot carry a dialog of their own: the listener asks. */
  readonly askFirst: boolean;
}

/**
 * One row of offers: at most five buttons, the rest in a menu. An offer whose subject does not fit
 * a menu entry (150 characters) is a button after all. `from` numbers the row's action ids, which
 * must be unique in a message.
 */
export function renderOffers(offers: readonly Offer[], from: number): ActionsBlock | undefined {
  const wanted = offers.map((offer, index) => ({ offer, index: from + index }));
  const menuReady = ({ offer }: { offer: Offer }) =>
    menuEntry(offer).value.length <= limits.optionValue;
  const buttons = wanted.filter((one) => !one.offer.inMore || !menuReady(one));
  const surplus = buttons.slice(mostButtons).filter(menuReady);
  const inMenu = [...surplus, ...wanted.filter((one) => one.offer.inMore && menuReady(one))];
  const elements = [
    ...buttons.filter((one) => !surplus.includes(one)).map((one) => button(one.offer, one.index)),
    ...menus(
      inMenu.map((one) => one.offer),
      from,
    ),
  ].slice(0, limits.actionsElements);
  return elements.length > 0 ? { type: 'actions', elements } : undefined;
}

function button(offer: Offer, index: number): Button {
  return {
    type: 'button',
    action_id: `offer:${offer.id}:${index}`,
    text: { type: 'plain_text', text: label(offer), emoji: false },
    value: JSON.stringify(offer.subject),
    ...(offer.style ? { style: offer.style } : {}),
    ...(offer.confirm ? { confirm: dialog(offer.confirm, offer.style) } : {}),
  };
}

function menus(offers: readonly Offer[], from: number): Overflow[] {
  const all: Overflow[] = [];
  for (let at = 0; at < offers.length; at += limits.overflowOptions) {
    const options = offers.slice(at, at + limits.overflowOptions).map(menuEntry);
    all.push({ type: 'overflow', action_id: `offer:more:${from + at}`, options });
  }
  return all;
}

function menuEntry(offer: Offer): PlainTextOption & { value: string } {
  const value = { o: offer.id, s: offer.subject, ...(offer.confirm ? { c: 1 } : {}) };
  return {
    text: { type: 'plain_text', text: label(offer), emoji: false },
    value: JSON.stringify(value),
  };
}

function label(offer: Offer): string {
  return cut(cleanLine(offer.label).trim() || offer.id, limits.buttonText);
}

function dialog(confirm: NonNullable<Offer['confirm']>, style: Offer['style']): ConfirmationDialog {
  const plain = (text: string, max: number) =>
    ({ type: 'plain_text', text: cut(clean(text).trim() || '…', max), emoji: false }) as const;
  return {
    title: plain(confirm.title, limits.confirmTitle),
    text: plain(confirm.text, limits.confirmText),
    confirm: plain(confirm.yes, limits.confirmButton),
    deny: plain(confirm.no, limits.confirmButton),
    ...(style ? { style } : {}),
  };
}

/** Reads a click back; undefined when it is no offer of this version of Firebreak. */
export function readOffer(click: {
  actionId: string;
  value: string | undefined;
}): ChosenOffer | undefined {
  const [, name] = click.actionId.split(':');
  const json = parseJson(click.value);
  if (name === 'more') {
    const entry = menuValue.safeParse(json);
    if (!entry.success) return undefined;
    return { id: entry.data.o, subject: compact(entry.data.s), askFirst: entry.data.c === 1 };
  }
  const id = offerIds.find((candidate) => candidate === name);
  const read = subject.safeParse(json);
  if (id === undefined || !read.success) return undefined;
  return { id, subject: compact(read.data), askFirst: false };
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function compact(read: z.infer<typeof subject>): OfferSubject {
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}
