import { h } from './dom.ts';
import { link } from './marks.ts';
import { safeUrl } from './mrkdwn.ts';

const fence = /^```/;
const heading = /^(#{1,6})\s+(.*)$/;
const bullet = /^\s*(?:[-*+]|\d+\.)\s+(.*)$/;

/** The `markdown` block: the part of standard Markdown a chat message has use for. */
export function markdown(source: string): HTMLElement {
  const box = h('div', { class: 'markdown' });
  const lines = source.split('\n');
  let list: HTMLElement | undefined;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (fence.test(line)) {
      const end = lines.findIndex((each, at) => at > index && fence.test(each));
      const until = end < 0 ? lines.length : end;
      box.append(h('pre', {}, lines.slice(index + 1, until).join('\n')));
      index = until;
      list = undefined;
      continue;
    }
    const item = bullet.exec(line);
    if (item) {
      if (!list) {
        list = h(/^\s*\d/.test(line) ? 'ol' : 'ul');
        box.append(list);
      }
      list.append(h('li', {}, ...inline(item[1] ?? '')));
      continue;
    }
    list = undefined;
    const title = heading.exec(line);
    if (title) box.append(h('p', { class: 'heading' }, ...inline(title[2] ?? '')));
    else if (line.startsWith('>')) box.append(h('blockquote', {}, ...inline(line.slice(1).trim())));
    else if (line.trim() !== '') box.append(h('p', {}, ...inline(line)));
  }
  return box;
}

const spans =
  /`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|\*\*([^*]+)\*\*|~~([^~]+)~~|(?<!\w)[*_]([^*_]+)[*_](?!\w)/g;

function inline(source: string): Node[] {
  const nodes: Node[] = [];
  let from = 0;
  const plain = (text: string) => {
    if (text !== '') nodes.push(document.createTextNode(text));
  };
  for (const match of source.matchAll(spans)) {
    plain(source.slice(from, match.index));
    from = match.index + match[0].length;
    const [whole, code, label, url, bold, strike, italic] = match;
    if (code !== undefined) nodes.push(h('code', {}, code));
    else if (label !== undefined && safeUrl(url ?? '')) nodes.push(link(url ?? '', label));
    else if (bold !== undefined) nodes.push(h('b', {}, ...inline(bold)));
    else if (strike !== undefined) nodes.push(h('s', {}, ...inline(strike)));
    else if (italic !== undefined) nodes.push(h('i', {}, ...inline(italic)));
    else plain(whole);
  }
  plain(source.slice(from));
  return nodes;
}
