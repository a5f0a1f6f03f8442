import { h } from './dom.ts';

export interface Choice {
  readonly label: string;
  readonly hint?: string;
  pick(): void;
}

/** A small menu beside the element that opened it; goes away on a pick, a click elsewhere or Escape. */
export function openMenu(beside: HTMLElement, choices: readonly Choice[]): void {
  const menu = h(
    'div',
    { class: 'menu', role: 'menu', popover: 'auto' },
    ...choices.map((choice) =>
      h(
        'button',
        {
          type: 'button',
          role: 'menuitem',
          on: {
            click: () => {
              menu.hidePopover();
              choice.pick();
            },
          },
        },
        h('span', {}, choice.label),
        choice.hint ? h('small', {}, choice.hint) : undefined,
      ),
    ),
  );
  menu.addEventListener('toggle', (event) => {
    if ((event as ToggleEvent).newState === 'closed') menu.remove();
  });
  document.body.append(menu);
  menu.showPopover();
  place(menu, beside.getBoundingClientRect());
}

function place(menu: HTMLElement, near: DOMRect): void {
  const { width, height } = menu.getBoundingClientRect();
  const below = near.bottom + 4 + height < window.innerHeight;
  menu.style.left = `${Math.max(8, Math.min(near.left, window.innerWidth - width - 8))}px`;
  menu.style.top = `${below ? near.bottom + 4 : Math.max(8, near.top - height - 4)}px`;
}

/** Something the reader has to notice but need not answer. */
export function toast(title: string, text: string, open?: () => void): void {
  const close = () => note.remove();
  const note = h(
    'div',
    { class: 'toast', role: 'status' },
    h('img', { src: '/flame.svg', alt: '', width: 32, height: 32 }),
    h('div', {}, h('b', {}, title), h('p', {}, text)),
  );
  note.addEventListener('click', () => {
    close();
    open?.();
  });
  toastShelf().append(note);
  setTimeout(close, 7_000);
}

function toastShelf(): HTMLElement {
  const found = document.querySelector<HTMLElement>('.toasts');
  if (found) return found;
  const shelf = h('div', { class: 'toasts' });
  document.body.append(shelf);
  return shelf;
}
