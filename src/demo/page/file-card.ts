import { h } from './dom.ts';
import { type Json, string } from './read.ts';

/** A shared file: a picture as wide as there is room, that opens large; a text with its first lines. */
export function fileCard(file: Json): HTMLElement | false {
  if (file.mode === 'tombstone') return false;
  const title = string(file.title);
  const link = { href: string(file.url_private), target: '_blank', rel: 'noopener' };
  if (string(file.mimetype).startsWith('image/')) {
    const picture = h('img', { src: link.href, alt: string(file.alt_txt) || title });
    return h(
      'figure',
      { class: 'file-picture' },
      h('figcaption', {}, title),
      h('a', { ...link, 'aria-label': `Open ${title}` }, picture),
    );
  }
  return h(
    'a',
    { ...link, class: 'file-text' },
    h('b', {}, title),
    h('small', {}, `${string(file.name).split('.').at(-1) ?? ''} · ${sizeOf(Number(file.size))}`),
    string(file.preview) !== '' && h('pre', {}, string(file.preview)),
  );
}

function sizeOf(bytes: number): string {
  return bytes < 1_000 ? `${bytes} B` : `${Math.round(bytes / 1_000)} kB`;
}
