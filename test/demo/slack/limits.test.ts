import { expect, test } from 'vitest';
import { messageBlocks } from '../../../src/demo/slack/limits/blocks.ts';
import { faultsOf } from '../../../src/demo/slack/limits/check.ts';
import { openableView, publishableView } from '../../../src/demo/slack/limits/view.ts';
import { card, rollbackForm } from '../../browser/small-bot.ts';
import { call } from './api-client.ts';
import { openWorkspace } from './stage.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const button = (more: object = {}) => ({
  type: 'button',
  action_id: 'a',
  text: plain('Go'),
  ...more,
});
const option = (value: string) => ({ text: plain(value), value });
const x = (length: number) => 'x'.repeat(length);

test.each<[string, unknown, string]>([
  ['51 blocks', Array(51).fill({ type: 'divider' }), 'no more than 50 items allowed'],
  ['an unknown block', [{ type: 'poster' }], 'unsupported type of block: poster'],
  ['an alert in a message', [{ type: 'alert', text: plain('x') }], 'unsupported type of block'],
  ['a long header', [{ type: 'header', text: plain(x(151)) }], 'must be less than 151 characters'],
  ['mrkdwn in a header', [{ type: 'header', text: mrkdwn('x') }], 'must be one of: plain_text'],
  ['a long section', [{ type: 'section', text: mrkdwn(x(3001)) }], 'less than 3001 characters'],
  ['an empty text', [{ type: 'section', text: mrkdwn('') }], 'must be more than 0 characters'],
  ['a section of nothing', [{ type: 'section' }], 'missing required field: one of text, fields'],
  [
    'eleven fields',
    [{ type: 'section', fields: Array(11).fill(mrkdwn('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'a long button',
    [{ type: 'actions', elements: [button({ text: plain(x(76)) })] }],
    'less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'a long button value',
    [{ type: 'actions', elements: [button({ value: x(2001) })] }],
    'less than 2001 characters',
  ],
  [
    'a style of its own',
    [{ type: 'actions', elements: [button({ style: 'loud' })] }],
    'must be one of: primary, danger',
  ],
  ['26 elements', [{ type: 'actions', elements: Array(26).fill(button()) }], 'no more than 25'],
  [
    'six overflow options',
    [{ type: 'actions', elements: [{ type: 'overflow', options: Array(6).fill(option('x')) }] }],
    'no more than 5 items allowed',
  ],
  [
    '101 options',
    [
      {
        type: 'actions',
        elements: [{ type: 'static_select', options: Array(101).fill(option('x')) }],
      },
    ],
    'no more than 100 items allowed',
  ],
  ['a field nobody knows', [{ type: 'divider', colour: 1 }], 'invalid additional property: colour'],
  [
    'two blocks of one id',
    [
      { type: 'divider', block_id: 'x' },
      { type: 'divider', block_id: 'x' },
    ],
    'duplicate block_id: x',
  ],
  ['eleven bits of context', [{ type: 'context', elements: Array(11).fill(mrkdwn('x')) }], '10'],
  ['too much markdown', Array(2).fill({ type: 'markdown', text: x(6001) }), '12001'],
  [
    'a confirm without a no',
    [
      {
        type: 'actions',
        elements: [
          button({ confirm: { title: plain('x'), text: plain('x'), confirm: plain('x') } }),
        ],
      },
    ],
    'missing required field: deny',
  ],
])('refuses %s', (_what, blocks, message) => {
  expect(faultsOf(messageBlocks, blocks, '/blocks').join('\n')).toContain(message);
});

test('takes a full card and a full form', () => {
  expect(faultsOf(messageBlocks, card(1, 'x'), '/blocks')).toEqual([]);
  expect(faultsOf(openableView, rollbackForm, '/view')).toEqual([]);
});

test.each<[string, object, string]>([
  ['a long title', { title: plain(x(25)) }, 'less than 25 characters [json-pointer:/view/title/'],
  ['a long submit', { submit: plain(x(25)) }, 'less than 25 characters'],
  ['101 blocks', { blocks: Array(101).fill({ type: 'divider' }) }, 'no more than 100 items'],
  ['long private_metadata', { private_metadata: x(3001) }, 'less than 3001 characters'],
  ['fields and no way to send them', { submit: undefined }, 'missing required field: submit'],
  [
    'markdown in a form',
    { blocks: [{ type: 'markdown', text: 'x' }] },
    'unsupported type of block',
  ],
])('refuses a form with %s', (_what, change, message) => {
  const faults = faultsOf(openableView, { ...rollbackForm, ...change }, '/view');
  expect(faults.join('\n')).toContain(message);
});

test('a home takes no title, a modal is no home', () => {
  const blocks = [{ type: 'divider' }];
  expect(faultsOf(publishableView, { type: 'home', blocks }, '/view')).toEqual([]);
  expect(faultsOf(publishableView, { type: 'home', blocks, title: plain('x') }, '/view')).toEqual([
    '[ERROR] invalid additional property: title [json-pointer:/view]',
  ]);
  expect(faultsOf(publishableView, { ...rollbackForm }, '/view')).not.toEqual([]);
});

test('the Web API says invalid_blocks, and where', async () => {
  const slack = await openWorkspace();
  const blocks = [{ type: 'header', text: plain(x(151)) }];
  expect(await call(slack, 'chat.postMessage', { channel: 'C1', text: 'x', blocks })).toMatchObject(
    {
      ok: false,
      error: 'invalid_blocks',
      response_metadata: {
        messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
      },
    },
  );
  expect(slack.control.messages('C1')).toEqual([]);
});
