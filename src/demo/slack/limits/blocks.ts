import {
  anything,
  boolean,
  byType,
  type Check,
  isObject,
  list,
  number,
  object,
  oneOf,
  type Say,
  someOf,
  string,
} from './check.ts';
import {
  accessory,
  actionElement,
  anyText,
  contextElement,
  image,
  inputElement,
  plain,
} from './elements.ts';

/* Numbers: docs.slack.dev/reference/block-kit/blocks, one page a block; as of late 2026. */

const common = { type: anything, 'block_id?': string(255) };

const everywhere: Readonly<Record<string, Check>> = {
  header: object({ ...common, text: plain(150), 'level?': oneOf(1, 2, 3, 4) }),
  section: someOf(
    ['text', 'fields'],
    object({
      ...common,
      'text?': anyText(3000),
      'fields?': list(anyText(2000), 10),
      'accessory?': accessory,
      'expand?': boolean,
    }),
  ),
  actions: object({ ...common, elements: list(actionElement, 25) }),
  context: object({ ...common, elements: list(contextElement, 10) }),
  divider: object(common),
  image: someOf(
    ['image_url', 'slack_file'],
    object({
      ...common,
      alt_text: string(2000),
      'image_url?': string(3000),
      'slack_file?': anything,
      'title?': plain(2000),
    }),
  ),
  rich_text: object({ ...common, elements: list(richTextElement, 1000) }),
  input: object({
    ...common,
    label: plain(2000),
    element: inputElement,
    'hint?': plain(2000),
    'optional?': boolean,
    'dispatch_action?': boolean,
  }),
};

const messageOnly: Readonly<Record<string, Check>> = {
  markdown: object({ ...common, text: string(12_000) }),
  table: object({
    ...common,
    rows: list(list(tableCell, 20), 100),
    'column_settings?': list(anything, 20, 0),
  }),
  context_actions: object({ ...common, elements: list(anything, 5) }),
};

const viewOnly: Readonly<Record<string, Check>> = {
  alert: object({
    ...common,
    text: anyText(3000),
    'level?': oneOf('default', 'info', 'warning', 'error', 'success'),
  }),
};

const messageBlock = byType('block', { ...everywhere, ...messageOnly });
const modalBlock = byType('block', { ...everywhere, ...viewOnly });
const homeBlock = byType('block', everywhere);

/** 50 blocks a message, 12 000 characters of markdown in all, each block_id once. */
export const messageBlocks: Check = (value, pointer, say) => {
  list(messageBlock, 50, 0)(value, pointer, say);
  uniqueBlockIds(value, pointer, say);
  const markdown = blocksIn(value)
    .filter((block) => block.type === 'markdown')
    .reduce((sum, block) => sum + String(block.text ?? '').length, 0);
  if (markdown > 12_000) say('markdown text must be less than 12001 characters in all', pointer);
  if (blocksIn(value).filter((block) => block.type === 'table').length > 1) {
    say('only one table allowed', pointer);
  }
};

/** 100 blocks a view. */
export function viewBlocks(kind: 'modal' | 'home'): Check {
  return (value, pointer, say) => {
    list(kind === 'modal' ? modalBlock : homeBlock, 100, 0)(value, pointer, say);
    uniqueBlockIds(value, pointer, say);
  };
}

function blocksIn(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function uniqueBlockIds(value: unknown, pointer: string, say: Say): void {
  const seen = new Set<unknown>();
  for (const { block_id: id } of blocksIn(value)) {
    if (id !== undefined && seen.has(id)) say(`duplicate block_id: ${String(id)}`, pointer);
    seen.add(id);
  }
}

function tableCell(value: unknown, pointer: string, say: Say): void {
  byType('cell', {
    raw_text: object({ type: anything, text: string(10_000) }),
    raw_number: object({ type: anything, value: number, 'text?': string(1000) }),
    rich_text: object({ ...common, elements: list(richTextElement, 1000) }),
  })(value, pointer, say);
}

function richTextElement(value: unknown, pointer: string, say: Say): void {
  const inlines = list(richTextInline, 1000, 0);
  const listing = { 'indent?': number, 'offset?': number, 'border?': number };
  byType('rich text', {
    rich_text_section: object({ type: anything, elements: inlines }),
    rich_text_quote: object({ type: anything, elements: inlines, 'border?': number }),
    rich_text_preformatted: object({
      type: anything,
      elements: inlines,
      'border?': number,
      'language?': string(50),
    }),
    rich_text_list: object({
      type: anything,
      style: oneOf('bullet', 'ordered'),
      elements: list(richTextElement, 1000),
      ...listing,
    }),
  })(value, pointer, say);
}

function richTextInline(value: unknown, pointer: string, say: Say): void {
  const style = { 'style?': anything };
  byType('rich text', {
    text: object({ type: anything, text: string(40_000), ...style }),
    link: object({
      type: anything,
      url: string(3000),
      'text?': string(3000),
      'unsafe?': boolean,
      ...style,
    }),
    user: object({ type: anything, user_id: string(255), ...style }),
    channel: object({ type: anything, channel_id: string(255), ...style }),
    usergroup: object({ type: anything, usergroup_id: string(255), ...style }),
    emoji: object({ type: anything, name: string(255), 'unicode?': string(255), ...style }),
    broadcast: object({ type: anything, range: oneOf('here', 'channel', 'everyone') }),
    color: object({ type: anything, value: string(20) }),
    date: object({
      type: anything,
      timestamp: number,
      format: string(255),
      'url?': string(3000),
      'fallback?': string(1000),
    }),
    image,
  })(value, pointer, say);
}
