import { describe, expect, test } from 'vitest';
import { faultOfBlocks, limits } from '../../../../src/adapters/slack/render/limits.ts';
import { plainer, renderMessage } from '../../../../src/adapters/slack/render/message.ts';
import { slackWords } from '../../../../src/adapters/slack/words/words.ts';
import type { Briefing, Part } from '../../../../src/core/briefing/briefing.ts';
import { type OfferId, offerIds } from '../../../../src/core/briefing/offer.ts';
import { noon, people } from '../support.ts';

const words = slackWords('en');

const render = (parts: readonly Part[], text = 'SEV2 · points-api · production: errors') =>
  renderMessage({ text, parts }, people, words);
const lines = (...texts: string[]): Part => ({ kind: 'lines', lines: texts.map((text) => [text]) });

const hostile =
  '<!channel> <!here> <@U1> <https://evil.example|bank> a & b > c `tick` ```fence``` *bold* \u001b[31mred\u001b[0m \u202egnp.exe \u0000 "quotes" \\ 한국어 👩‍👩‍👧';

const everyInline = [
  hostile,
  { bold: hostile },
  { code: hostile },
  { person: 'ana' },
  { person: hostile },
  { link: `https://x.example/?q=${hostile}`, label: hostile },
  { at: noon, style: 'date-time' as const },
];

describe('foreign text', () => {
  const parts: Part[] = [
    { kind: 'header', text: hostile },
    { kind: 'lines', lines: [everyInline] },
    { kind: 'quiet', lines: [everyInline] },
    { kind: 'facts', facts: [{ label: hostile, value: everyInline }] },
    { kind: 'code', text: hostile },
    {
      kind: 'offers',
      offers: [
        {
          id: 'rollback',
          label: hostile,
          subject: { incident: hostile },
          confirm: { title: hostile, text: hostile, yes: hostile, no: hostile },
        },
      ],
    },
  ];
  const rendered = renderMessage({ text: hostile, parts }, people, words);
  const mrkdwn = mrkdwnOf(rendered.blocks).concat(rendered.text, rendered.whole);

  test('notifies nobody and links nowhere it should not', () => {
    for (const text of mrkdwn) {
      const marks = text.match(/<[^>]*>/g) ?? [];
      const allowed =
        /^<(@U1|!date\^\d+\^\{date_short_pretty\} \{time\}\|[^<>]*|https:\/\/x\.example\/[^<>|]*\|[^<>|]*)>$/;
      expect(marks.filter((mark) => !allowed.test(mark))).toEqual([]);
    }
    expect(mrkdwn.filter((text) => text.includes('<@U1>')).length).toBeGreaterThan(0);
  });

  test('carries no colour codes, control characters or reordering marks', () => {
    // A button's value is never shown: it comes back with the click as it went.
    const blocks = JSON.stringify(rendered.blocks, (key, value) => (key === 'value' ? '' : value));
    const all = blocks + rendered.text + rendered.whole;
    expect(all).not.toMatch(/\\u001b|\\u0000|\u202e|\[31m/);
    expect(all).toContain('한국어 👩‍👩‍👧');
  });

  test('cannot end a code block or inline code', () => {
    const code = mrkdwn.filter((text) => text.startsWith('```'));
    expect(code).toHaveLength(1);
    expect(code[0]?.match(/```/g)).toHaveLength(2);
  });

  test('is within the limits', () => {
    expect(faultOfBlocks(rendered.blocks)).toBeUndefined();
    expect(faultOfBlocks(plainer(rendered.blocks))).toBeUndefined();
  });
});

describe('the lock-screen line', () => {
  test('is the text as given, alone, on one line', () => {
    const text = 'SEV1 · points-api · production: 7 of 312 shops cannot add points. Acknowledge?';
    expect(render([], text).text).toBe(text);
    expect(render([], 'one\n  two').text).toBe('one two');
  });

  test('is never empty and never too long to edit', () => {
    expect(render([], ' ').text).toBe('Firebreak');
    expect(render([], '&'.repeat(9_000)).text.length).toBeLessThan(limits.messageText);
    expect(render([], '&'.repeat(9_000)).text).toMatch(/&amp;…$/);
  });
});

describe('the largest briefing', () => {
  const offers = offerIds.map((id: OfferId) => ({
    id,
    label: `${id} `.repeat(30),
    subject: { incident: 'INC-42', service: 's'.repeat(200), action: 'a'.repeat(400) },
    inMore: id.length % 2 === 0,
  }));
  const huge: Briefing = {
    text: 'x'.repeat(50_000),
    parts: [
      { kind: 'header', text: 'h'.repeat(5_000) },
      { kind: 'offers', offers },
      ...Array.from({ length: 40 }, (_, i): Part[] => [
        lines(...Array.from({ length: 50 }, () => `${i} ${'<long> & '.repeat(400)}`)),
        {
          kind: 'facts',
          facts: Array.from({ length: 23 }, () => ({
            label: 'l'.repeat(900),
            value: [hostile.repeat(90)],
          })),
        },
        { kind: 'code', text: `${'wide '.repeat(90)}\n`.repeat(900) },
        { kind: 'quiet', lines: Array.from({ length: 60 }, () => [hostile.repeat(20)]) },
        { kind: 'divider' },
      ]).flat(),
      { kind: 'offers', offers },
    ],
  };
  const rendered = renderMessage(huge, people, words);

  test('keeps every limit of Slack', () => {
    expect(faultOfBlocks(rendered.blocks)).toBeUndefined();
    expect(rendered.blocks).toHaveLength(limits.messageBlocks);
    expect(rendered.text.length).toBeLessThan(limits.messageText);
    expect(rendered.whole.length).toBeLessThan(limits.messageText);
  });

  test('says what was cut, and keeps the offers', () => {
    expect(rendered.blocks.filter(({ type }) => type === 'actions')).toHaveLength(2);
    expect(JSON.stringify(rendered.blocks.at(-1))).toMatch(/… \d+ more parts do not fit/);
  });
});

describe('lines', () => {
  test('are split between sections on line borders', () => {
    const rendered = render([
      lines(...Array.from({ length: 100 }, (_, i) => `line ${i} ${'x'.repeat(90)}`)),
    ]);
    const texts = mrkdwnOf(rendered.blocks);
    expect(texts.length).toBeGreaterThan(3);
    expect(texts.join('\n').split('\n')).toHaveLength(100);
    for (const text of texts) expect(text).toMatch(/^line \d+ x+/);
  });

  test('show people, moments and links in the way of Slack', () => {
    const rendered = render([
      {
        kind: 'lines',
        lines: [
          [
            { bold: 'Who' },
            ' ',
            { person: 'ana' },
            ', ',
            { person: 'slack:U9' },
            ', ',
            { person: 'firebreak' },
          ],
          [{ at: noon, style: 'time' }, ' ', { link: 'https://x.example/a|b', label: 'logs' }],
          [{ link: 'javascript:alert(1)', label: 'no link' }],
        ],
      },
    ]);
    expect(mrkdwnOf(rendered.blocks)[0]).toBe(
      '*Who* <@U1>, <@U9>, Firebreak\n<!date^1795172400^{time}|11:00 UTC> <https://x.example/a%7Cb|logs>\nno link',
    );
  });

  test('that are empty make no block', () => {
    const nothing = [
      lines('', ' '),
      { kind: 'quiet', lines: [] } as Part,
      { kind: 'code', text: '\n' } as Part,
    ];
    expect(render(nothing).blocks).toEqual([]);
  });
});

test('code is at most 60 characters wide and says how many lines are gone', () => {
  const [text = ''] = mrkdwnOf(
    render([{ kind: 'code', text: `${'SELECT '.repeat(20)}\n`.repeat(50) }]).blocks,
  );
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(text).toContain('… 21 more lines');
});

test('without blocks everything is still said as text', () => {
  const { whole } = render([
    { kind: 'header', text: 'Rollback' },
    { kind: 'facts', facts: [{ label: 'Release', value: ['42'] }] },
    { kind: 'code', text: 'stack' },
    { kind: 'offers', offers: [{ id: 'approve', label: 'Approve', subject: {} }] },
  ]);
  for (const part of ['SEV2', '*Rollback*', 'Release: 42', 'stack', 'Approve'])
    expect(whole).toContain(part);
});

test('the plainest blocks keep the buttons, their dialogs and what the columns said', () => {
  const confirm = { title: 'Sure?', text: 'production', yes: 'Yes', no: 'No' };
  const rendered = render([
    { kind: 'header', text: 'Rollback' },
    { kind: 'facts', facts: [{ label: 'Release', value: ['42'] }] },
    {
      kind: 'offers',
      offers: [{ id: 'approve', label: 'Approve', subject: {}, style: 'primary', confirm }],
    },
  ]);
  const plain = plainer(rendered.blocks);
  expect(plain.map(({ type }) => type)).toEqual(['section', 'section', 'actions']);
  const [button] = JSON.parse(JSON.stringify(plain.at(-1))).elements;
  expect(button).toMatchObject({
    action_id: 'offer:approve:0',
    confirm: { title: { text: 'Sure?' } },
  });
  expect(button).not.toHaveProperty('style');
});

/** Every text that Slack reads as mrkdwn. */
function mrkdwnOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnOf);
  if (typeof value !== 'object' || value === null) return [];
  const own =
    'type' in value && value.type === 'mrkdwn' && 'text' in value ? [String(value.text)] : [];
  return [...own, ...Object.values(value).flatMap(mrkdwnOf)];
}
