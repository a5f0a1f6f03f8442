import { type Context, nameOf, reader, roomName } from './context.ts';
import { fillDateFormat } from './dates.ts';
import { h } from './dom.ts';
import { emojiOf } from './emoji.ts';
import { type Mark, readMrkdwn } from './mrkdwn.ts';

/** mrkdwn as elements. */
export function mrkdwn(source: string, context: Context): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(...readMrkdwn(source).map((mark) => show(mark, context)));
  return fragment;
}

function show(mark: Mark, context: Context): Node {
  const inside = (marks: readonly Mark[]) => marks.map((each) => show(each, context));
  switch (mark.kind) {
    case 'text':
      return document.createTextNode(mark.text);
    case 'break':
      return h('br');
    case 'bold':
      return h('b', {}, ...inside(mark.inside));
    case 'italic':
      return h('i', {}, ...inside(mark.inside));
    case 'strike':
      return h('s', {}, ...inside(mark.inside));
    case 'quote':
      return h('blockquote', {}, ...inside(mark.inside));
    case 'code':
      return h('code', {}, mark.text);
    case 'pre':
      return h('pre', {}, mark.text);
    case 'link':
      return link(mark.url, mark.label);
    case 'user':
      return mention(mark.id, context);
    case 'room':
      return h(
        'a',
        { class: 'mention', href: `#channel=${mark.id}` },
        `#${mark.label || roomName(context.state, mark.id)}`,
      );
    case 'group':
      return h('span', { class: 'mention' }, mark.label || `@${mark.id}`);
    case 'broadcast':
      return h('span', { class: 'mention loud' }, `@${mark.range}`);
    case 'date':
      return date(mark, context);
    case 'emoji':
      return document.createTextNode(emojiOf(mark.name));
  }
}

export function link(url: string, label: string): HTMLElement {
  return h('a', { href: url, target: '_blank', rel: 'noreferrer noopener' }, label);
}

export function mention(id: string, context: Context): HTMLElement {
  const own = id === context.state.me ? ' own' : '';
  return h('span', { class: `mention${own}` }, `@${nameOf(context.state, id)}`);
}

function date(mark: Extract<Mark, { kind: 'date' }>, context: Context): HTMLElement {
  const { state } = context;
  const words = fillDateFormat(mark.format, mark.at, state.now, reader(state));
  const time = h(
    'time',
    { datetime: new Date(mark.at).toISOString(), title: mark.fallback },
    words,
  );
  if (mark.url === '') return time;
  return h('a', { href: mark.url, target: '_blank', rel: 'noreferrer noopener' }, time);
}
