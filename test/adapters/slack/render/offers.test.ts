import type { ActionsBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { faultOfBlocks } from '../../../../src/adapters/slack/render/limits.ts';
import { readOffer, renderOffers } from '../../../../src/adapters/slack/render/offers.ts';
import { type Offer, offerIds } from '../../../../src/core/briefing/offer.ts';

const subject = { incident: 'INC-42', service: 'points-api', environment: 'production' };
const offer = (id: Offer['id'], change: Partial<Offer> = {}): Offer => ({
  id,
  label: id,
  subject,
  ...change,
});
const row = (offers: readonly Offer[]): ActionsBlock => {
  const block = renderOffers(offers, 0);
  if (!block) throw new Error('nothing was rendered');
  expect(faultOfBlocks([block])).toBeUndefined();
  return block;
};
const typesOf = (block: ActionsBlock) => block.elements.map(({ type }) => type);

describe('a row of offers', () => {
  test('has at most five buttons; the rest is in a menu', () => {
    const block = row(offerIds.slice(0, 7).map((id) => offer(id)));
    expect(typesOf(block)).toEqual([...Array(5).fill('button'), 'overflow']);
  });

  test('puts what belongs there into the menu, five to a menu', () => {
    const block = row(offerIds.slice(0, 7).map((id) => offer(id, { inMore: true })));
    expect(typesOf(block)).toEqual(['overflow', 'overflow']);
  });

  test('makes a button of what does not fit a menu entry', () => {
    const long = { ...subject, action: 'x'.repeat(150) };
    expect(typesOf(row([offer('dismiss', { inMore: true, subject: long })]))).toEqual(['button']);
  });

  test('is nothing when nothing is offered', () => {
    expect(renderOffers([], 0)).toBeUndefined();
  });

  test('asks before a button is pressed', () => {
    const confirm = { title: 'Roll back?', text: 'in production', yes: 'Yes', no: 'No' };
    const [button] = row([offer('rollback', { confirm, style: 'danger' })]).elements;
    expect(button).toMatchObject({
      style: 'danger',
      confirm: { title: { text: 'Roll back?' }, confirm: { text: 'Yes' }, style: 'danger' },
    });
  });
});

describe('reading a click back', () => {
  test.each(offerIds)('gives the offer %s and its subject again', (id) => {
    const [button] = row([offer(id)]).elements;
    if (button?.type !== 'button') throw new Error('no button');
    const read = readOffer({ actionId: String(button.action_id), value: button.value });
    expect(read).toEqual({ id, subject, askFirst: false });
  });

  test('knows entries of a menu, and which of them have to be asked about', () => {
    const confirm = { title: 't', text: 't', yes: 'y', no: 'n' };
    const [menu] = row([
      offer('resolve', { inMore: true }),
      offer('abort', { inMore: true, confirm }),
    ]).elements;
    if (menu?.type !== 'overflow') throw new Error('no menu');
    const read = menu.options.map(({ value }) =>
      readOffer({ actionId: String(menu.action_id), value: String(value) }),
    );
    expect(read).toEqual([
      { id: 'resolve', subject, askFirst: false },
      { id: 'abort', subject, askFirst: true },
    ]);
  });

  test.each([
    ['offer:unheard-of:0', '{}'],
    ['offer:approve:0', 'not json'],
    ['offer:approve:0', '{"incident":7}'],
    ['offer:more:0', '{"o":"nope","s":{}}'],
    ['offer:more:0', undefined],
    ['something', '{}'],
  ])('refuses %s with %s', (actionId, value) => {
    expect(readOffer({ actionId, value })).toBeUndefined();
  });
});
