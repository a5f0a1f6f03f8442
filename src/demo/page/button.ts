import { confirmed } from './confirm.ts';
import { h } from './dom.ts';
import { emojiOf } from './emoji.ts';
import type { Host } from './host.ts';
import { safeUrl } from './mrkdwn.ts';
import { openMenu } from './popover.ts';
import { type Json, objects, string, words } from './read.ts';

export function button(block: Json, element: Json, host: Host): HTMLElement {
  const style = element.style === 'primary' || element.style === 'danger' ? element.style : '';
  const url = safeUrl(string(element.url));
  const made = h(
    'button',
    {
      type: 'button',
      class: `btn ${style}`,
      'data-action': string(element.action_id),
      on: { click: () => void use(made, element, () => press()) },
    },
    plain(words(element.text)),
    url ? h('span', { class: 'out', 'aria-hidden': 'true' }, ' ↗') : undefined,
  );
  async function press(): Promise<void> {
    if (url) window.open(url, '_blank', 'noopener');
    await host.press(block, element, string(element.value) || null);
  }
  return made;
}

export function overflow(block: Json, element: Json, host: Host): HTMLElement {
  const made = h(
    'button',
    {
      type: 'button',
      class: 'btn more',
      'aria-label': 'More actions',
      'aria-haspopup': 'menu',
      'data-action': string(element.action_id),
      on: { click: () => openMenu(made, choices()) },
    },
    '⋯',
  );
  const choices = () =>
    objects(element.options).map((option) => ({
      label: words(option.text),
      hint: words(option.description),
      pick: () => void use(made, element, () => host.press(block, element, string(option.value))),
    }));
  return made;
}

/** Asks first where the element says so, and shows that it is under way. */
export async function use(
  made: HTMLButtonElement | HTMLSelectElement | HTMLInputElement,
  element: Json,
  press: () => Promise<void>,
): Promise<void> {
  if (!(await confirmed(element))) return;
  made.classList.add('busy');
  made.disabled = true;
  try {
    await press();
  } finally {
    made.disabled = false;
    made.classList.remove('busy');
  }
}

/** plain_text knows emoji and nothing else. */
export function plain(text: string): string {
  return text.replace(/:([a-z0-9_+-]+):/g, (_whole, name: string) => emojiOf(name));
}
