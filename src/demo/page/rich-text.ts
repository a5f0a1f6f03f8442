import { type Context, reader, roomName } from './context.ts';
import { fillDateFormat } from './dates.ts';
import { h } from './dom.ts';
import { emojiOf } from './emoji.ts';
import { link, mention } from './marks.ts';
import { safeUrl } from './mrkdwn.ts';
import { type Json, object, objects, string } from './read.ts';

/** The `rich_text` block. */
export function richText(block: Json, context: Context): HTMLElement {
  return h('div', { class: 'rich' }, ...objects(block.elements).map((each) => part(each, context)));
}

function part(element: Json, context: Context): HTMLElement {
  const inside = () => objects(element.elements).map((each) => run(each, context));
  switch (element.type) {
    case 'rich_text_list': {
      const items = objects(element.elements).map((each) => h('li', {}, part(each, context)));
      const indent = Number(element.indent ?? 0);
      return h(element.style === 'ordered' ? 'ol' : 'ul', { 'data-indent': indent }, ...items);
    }
    case 'rich_text_quote':
      return h('blockquote', {}, ...inside());
    case 'rich_text_preformatted':
      return h('pre', {}, ...inside());
    default:
      return h('div', {}, ...inside());
  }
}

function run(element: Json, context: Context): Node {
  switch (element.type) {
    case 'text':
      return styled(lines(string(element.text)), object(element.style));
    case 'link': {
      const url = safeUrl(string(element.url));
      const label = string(element.text) || string(element.url);
      return styled([url ? link(url, label) : label], object(element.style));
    }
    case 'user':
      return mention(string(element.user_id), context);
    case 'channel': {
      const id = string(element.channel_id);
      const name = roomName(context.state, id);
      return h('a', { class: 'mention', href: `#channel=${id}` }, `#${name}`);
    }
    case 'broadcast':
      return h('span', { class: 'mention loud' }, `@${string(element.range)}`);
    case 'emoji':
      return document.createTextNode(emojiOf(string(element.name)));
    case 'date': {
      const at = Number(element.timestamp) * 1000;
      const { state } = context;
      return h('time', {}, fillDateFormat(string(element.format), at, state.now, reader(state)));
    }
    default:
      return document.createTextNode(string(element.text) || string(element.value));
  }
}

function lines(text: string): (Node | string)[] {
  return text.split('\n').flatMap((line, index) => (index === 0 ? [line] : [h('br'), line]));
}

function styled(content: (Node | string)[], style: Json | undefined): Node {
  const tags = { code: 'code', bold: 'b', italic: 'i', strike: 's' } as const;
  let node: HTMLElement = h('span', {}, ...content);
  for (const [name, tag] of Object.entries(tags)) {
    if (style?.[name] === true) node = h(tag, {}, node);
  }
  return node;
}
