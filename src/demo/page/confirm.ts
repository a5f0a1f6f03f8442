import { h } from './dom.ts';
import { type Json, object, string, words } from './read.ts';

/** Shows an element's `confirm` dialog, if it has one; resolves with the reader's yes or no. */
export function confirmed(element: Json): Promise<boolean> {
  const confirm = object(element.confirm);
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const close = (answer: boolean) => {
      dialog.remove();
      resolve(answer);
    };
    const danger = confirm.style === 'danger' || element.style === 'danger';
    const dialog = h(
      'dialog',
      { class: 'confirm', on: { cancel: () => close(false) } },
      h('h2', {}, words(confirm.title)),
      h('p', {}, string(object(confirm.text)?.text)),
      h(
        'footer',
        {},
        h(
          'button',
          { type: 'button', class: 'btn', on: { click: () => close(false) } },
          words(confirm.deny),
        ),
        h(
          'button',
          {
            type: 'button',
            class: `btn ${danger ? 'danger' : 'primary'} solid`,
            on: { click: () => close(true) },
          },
          words(confirm.confirm),
        ),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
