import { expect, test } from 'vitest';
import { faultOfBlocks, faultOfView } from '../../../../src/adapters/slack/render/limits.ts';

const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) });
const button = (id: string, change: object = {}) => ({
  type: 'button',
  action_id: id,
  text: { type: 'plain_text', text: 'Press' },
  ...change,
});
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const input = {
  type: 'input',
  label: { type: 'plain_text', text: 'Title' },
  element: { type: 'plain_text_input', action_id: 'title' },
};
const form = (change: object = {}) => ({
  type: 'modal',
  callback_id: 'x',
  title: { type: 'plain_text', text: 'Form' },
  blocks: [section('hello')],
  ...change,
});

test.each([
  ['no block at all', []],
  ['51 blocks', Array.from({ length: 51 }, () => section('x'))],
  ['a section without text', [{ type: 'section' }]],
  ['an empty section', [section('')]],
  ['a section that is too long', [section('x'.repeat(3_001))]],
  ['eleven fields', [{ type: 'section', fields: Array.from({ length: 11 }, () => mrkdwn('x')) }]],
  [
    'a header that is too long',
    [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }],
  ],
  ['a header in mrkdwn', [{ type: 'header', text: mrkdwn('x') }]],
  [
    'a button label that is too long',
    [actions(button('a', { text: { type: 'plain_text', text: 'x'.repeat(76) } }))],
  ],
  ['a button value that is too long', [actions(button('a', { value: 'x'.repeat(2_001) }))]],
  ['26 elements', [actions(...Array.from({ length: 26 }, (_, i) => button(`a${i}`)))]],
  ['two elements of one id in one row', [actions(button('a'), button('a'))]],
  ['two elements of one id in two rows', [actions(button('a')), actions(button('a'))]],
  ['a field Slack does not know', [{ ...section('x'), colour: 'red' }]],
  ['a block we do not use', [{ type: 'video' }]],
  ['an input in a message', [input]],
])('a message may not have %s', (_, blocks) => {
  expect(faultOfBlocks(blocks)).toEqual(expect.any(String));
});

test.each([
  ['a title that is too long', form({ title: { type: 'plain_text', text: 'x'.repeat(25) } })],
  ['inputs without a submit button', form({ blocks: [input] })],
  ['more metadata than Slack keeps', form({ private_metadata: 'x'.repeat(3_001) })],
  ['101 blocks', form({ blocks: Array.from({ length: 101 }, () => section('x')) })],
])('a form may not have %s', (_, view) => {
  expect(faultOfView(view)).toEqual(expect.any(String));
});

test('what we send is fine', () => {
  expect(
    faultOfBlocks([section('x'), { type: 'divider' }, actions(button('a'), button('b'))]),
  ).toBeUndefined();
  const submit = { type: 'plain_text', text: 'Send' };
  expect(faultOfView(form({ blocks: [input], submit }))).toBeUndefined();
  expect(faultOfView({ type: 'home', blocks: [section('x')] } as { type: string })).toBeUndefined();
});
