import { button, overflow, plain } from './button.ts';
import { h } from './dom.ts';
import { field } from './fields.ts';
import type { Host } from './host.ts';
import { markdown } from './markdown.ts';
import { mrkdwn } from './marks.ts';
import { safeUrl } from './mrkdwn.ts';
import { type Json, object, objects, string, words } from './read.ts';
import { richText } from './rich-text.ts';

/** Block Kit as elements. A block the page does not know is named, never left out. */
export function showBlocks(blocks: unknown, host: Host): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(...objects(blocks).map((block) => showBlock(block, host)));
  return fragment;
}

function showBlock(block: Json, host: Host): HTMLElement {
  switch (block.type) {
    case 'header':
      return h('h3', { class: 'b-header' }, plain(words(block.text)));
    case 'section':
      return section(block, host);
    case 'actions':
      return h(
        'div',
        { class: 'b-actions' },
        ...objects(block.elements).map((each) => element(block, each, host)),
      );
    case 'context':
      return h(
        'div',
        { class: 'b-context' },
        ...objects(block.elements).map((each) =>
          each.type === 'image' ? picture(each, 'tiny') : h('span', {}, text(each, host)),
        ),
      );
    case 'divider':
      return h('hr');
    case 'image':
      return figure(block);
    case 'rich_text':
      return richText(block, host.context);
    case 'markdown':
      return markdown(string(block.text));
    case 'input':
      return input(block, host);
    case 'alert':
      return h(
        'div',
        { class: `b-alert ${string(block.level) || 'default'}` },
        text(block.text, host),
      );
    case 'table':
      return table(block, host);
    default:
      return h('p', { class: 'unknown' }, `[${string(block.type)} block]`);
  }
}

/** A text object: mrkdwn or plain. */
function text(value: unknown, host: Host): DocumentFragment | string {
  const object_ = object(value);
  if (object_?.type === 'mrkdwn') return mrkdwn(string(object_.text), host.context);
  return plain(words(value));
}

function section(block: Json, host: Host): HTMLElement {
  const accessory = object(block.accessory);
  const fields = objects(block.fields);
  return h(
    'div',
    { class: 'b-section' },
    h(
      'div',
      { class: 'b-text' },
      block.text === undefined ? undefined : h('div', {}, text(block.text, host)),
      fields.length > 0 &&
        h('div', { class: 'b-fields' }, ...fields.map((each) => h('div', {}, text(each, host)))),
    ),
    accessory && h('div', { class: 'b-accessory' }, element(block, accessory, host)),
  );
}

function element(block: Json, each: Json, host: Host): HTMLElement {
  if (each.type === 'button') return button(block, each, host);
  if (each.type === 'overflow') return overflow(block, each, host);
  if (each.type === 'image') return picture(each, 'thumb');
  return field(block, each, host);
}

function input(block: Json, host: Host): HTMLElement {
  const inner = object(block.element) ?? {};
  const isGroup = inner.type === 'radio_buttons' || inner.type === 'checkboxes';
  return h(
    isGroup ? 'fieldset' : 'label',
    { class: 'b-input', 'data-block': string(block.block_id) },
    h(
      isGroup ? 'legend' : 'span',
      { class: 'b-label' },
      plain(words(block.label)),
      block.optional === true && h('small', {}, ' optional'),
    ),
    field(block, inner, host),
    h('span', { class: 'b-error', role: 'alert' }),
    block.hint !== undefined && h('span', { class: 'b-hint' }, plain(words(block.hint))),
  );
}

function figure(block: Json): HTMLElement {
  const title = words(block.title);
  return h(
    'figure',
    { class: 'b-image' },
    title !== '' && h('figcaption', {}, plain(title)),
    picture(block, 'wide'),
  );
}

function picture(image: Json, size: 'tiny' | 'thumb' | 'wide'): HTMLElement {
  const file = string(object(image.slack_file)?.id);
  const src = file ? `/_files/${file}` : safeUrl(string(image.image_url));
  return h('img', { class: size, src, alt: string(image.alt_text), loading: 'lazy' });
}

function table(block: Json, host: Host): HTMLElement {
  const rows = Array.isArray(block.rows) ? block.rows : [];
  const cell = (value: Json, head: boolean) =>
    h(
      head ? 'th' : 'td',
      {},
      value.type === 'rich_text'
        ? richText(value, host.context)
        : string(value.text) || string(value.value),
    );
  return h(
    'div',
    { class: 'b-table' },
    h(
      'table',
      {},
      ...rows.map((row, index) =>
        h('tr', {}, ...objects(row).map((each) => cell(each, index === 0))),
      ),
    ),
  );
}
