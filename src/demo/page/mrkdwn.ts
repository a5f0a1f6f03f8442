/** Slack's mrkdwn, read. No markup in, no markup out: text leaves are plain and unescaped. */
export type Mark =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'bold' | 'italic' | 'strike' | 'quote'; readonly inside: readonly Mark[] }
  | { readonly kind: 'code' | 'pre'; readonly text: string }
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  | { readonly kind: 'user' | 'room' | 'group'; readonly id: string; readonly label: string }
  | { readonly kind: 'broadcast'; readonly range: string }
  | {
      readonly kind: 'date';
      readonly at: number;
      readonly format: string;
      readonly url: string;
      readonly fallback: string;
    }
  | { readonly kind: 'emoji'; readonly name: string };

const block = /```\n?([\s\S]*?)\n?```/g;

export function readMrkdwn(source: string): Mark[] {
  const marks: Mark[] = [];
  let from = 0;
  for (const match of source.matchAll(block)) {
    marks.push(...readLines(source.slice(from, match.index)));
    marks.push({ kind: 'pre', text: unescaped(stripLinks(match[1] ?? '')) });
    from = match.index + match[0].length;
    if (source[from] === '\n') from += 1;
  }
  return [...marks, ...readLines(source.slice(from))];
}

function readLines(source: string): Mark[] {
  if (source === '') return [];
  const marks: Mark[] = [];
  let quoted: Mark[] | undefined;
  const lines = source.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.startsWith('&gt;')) {
      if (quoted) quoted.push({ kind: 'break' });
      else {
        quoted = [];
        marks.push({ kind: 'quote', inside: quoted });
      }
      quoted.push(...readInline(line.slice(4).trimStart()));
      continue;
    }
    if (index > 0 && !quoted) marks.push({ kind: 'break' });
    quoted = undefined;
    marks.push(...readInline(line));
  }
  return marks;
}

/* In order of precedence: code, anything in angle brackets, emoji, then the three styles. */
const inline =
  /`([^`\n]+)`|<([^<>\n]+)>|:([a-z0-9_+'-]+):|(?<![\p{L}\p{N}])\*(?=\S)([^*\n]*[^*\s])\*(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])_(?=\S)([^_\n]*[^_\s])_(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])~(?=\S)([^~\n]*[^~\s])~(?![\p{L}\p{N}])/gu;

function readInline(source: string): Mark[] {
  const marks: Mark[] = [];
  let from = 0;
  const plain = (text: string) => {
    if (text !== '') marks.push({ kind: 'text', text: unescaped(text) });
  };
  for (const match of source.matchAll(inline)) {
    plain(source.slice(from, match.index));
    from = match.index + match[0].length;
    const [whole, code, angled, emoji, bold, italic, strike] = match;
    if (code !== undefined) marks.push({ kind: 'code', text: unescaped(stripLinks(code)) });
    else if (angled !== undefined) marks.push(readAngled(angled, whole));
    else if (emoji !== undefined) marks.push({ kind: 'emoji', name: emoji });
    else if (bold !== undefined) marks.push({ kind: 'bold', inside: readInline(bold) });
    else if (italic !== undefined) marks.push({ kind: 'italic', inside: readInline(italic) });
    else if (strike !== undefined) marks.push({ kind: 'strike', inside: readInline(strike) });
  }
  plain(source.slice(from));
  return marks;
}

/** docs.slack.dev/messaging/formatting-message-text: @user, #channel, !special, or a link. */
function readAngled(inside: string, whole: string): Mark {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = unescaped(bar < 0 ? '' : inside.slice(bar + 1));
  if (target.startsWith('@')) return { kind: 'user', id: target.slice(1), label };
  if (target.startsWith('#')) return { kind: 'room', id: target.slice(1), label };
  if (target.startsWith('!date^')) {
    const [, seconds = '', format = '', url = ''] = target.split('^');
    const at = Number(seconds) * 1000;
    return { kind: 'date', at, format, url: safeUrl(unescaped(url)), fallback: label };
  }
  if (target.startsWith('!subteam^')) return { kind: 'group', id: target.slice(9), label };
  if (target.startsWith('!')) return { kind: 'broadcast', range: target.slice(1) };
  const url = safeUrl(unescaped(target));
  if (url === '') return { kind: 'text', text: unescaped(whole) };
  return { kind: 'link', url, label: label || unescaped(target).replace(/^mailto:/, '') };
}

/** Only addresses that open a page or a mail; anything else is no link. */
export function safeUrl(url: string): string {
  return /^(https?:\/\/|mailto:)/i.test(url) ? url : '';
}

/** In code, links stand as their text. */
function stripLinks(source: string): string {
  return source.replace(/<(https?:[^|<>]+)(?:\|([^<>]*))?>/g, (_whole, url, label) => label ?? url);
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
