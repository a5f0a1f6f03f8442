import type { View } from '../slack/view.ts';
import { showBlocks } from './blocks.ts';
import { plain } from './button.ts';
import type { Context } from './context.ts';
import { h } from './dom.ts';
import type { Draft, Given, Host } from './host.ts';
import { words } from './read.ts';

export interface FormLayer {
  update(context: Context): void;
}

/** The reader's open form, the top one, as a dialog. What is typed survives updates of the view. */
export function createFormLayer(): FormLayer {
  let dialog: HTMLDialogElement | undefined;
  let shown = '';
  const drafts = new Map<string, Record<string, Record<string, Given>>>();

  return {
    update(context) {
      const view = context.state.views.at(-1);
      const stamp = view ? `${context.state.me} ${view.id} ${view.hash}` : '';
      if (stamp !== shown) {
        shown = stamp;
        dialog?.remove();
        dialog = view && open(view, context);
      }
      if (dialog && view) showErrors(dialog, view);
      if (!view) drafts.clear();
    },
  };

  function open(view: View, context: Context): HTMLDialogElement {
    const typed = drafts.get(view.id) ?? {};
    drafts.set(view.id, typed);
    const draft: Draft = {
      get: (block, action) => typed[block]?.[action],
      set: (block, action, value) => {
        typed[block] = { ...typed[block], [action]: value };
      },
    };
    const user = context.state.me;
    const host: Host = {
      context,
      draft,
      press: (block, element, value) =>
        context.act('click', {
          user,
          view: view.id,
          block_id: block.block_id,
          action_id: element.action_id,
          value,
          values: onlyKnown(view, typed),
        }),
    };
    const close = () => context.act('closeView', { user, viewId: view.id });
    const send = async () => {
      made.classList.add('busy');
      await context.act('submitView', { user, viewId: view.id, values: onlyKnown(view, typed) });
      made.classList.remove('busy');
    };
    const made = formDialog(view, host, { close, send });
    document.body.append(made);
    made.showModal();
    return made;
  }
}

function formDialog(
  view: View,
  host: Host,
  does: { close: () => Promise<void>; send: () => Promise<void> },
): HTMLDialogElement {
  const closeWord = words(view.close) || (view.previous_view_id ? 'Back' : 'Cancel');
  return h(
    'dialog',
    {
      class: 'form',
      'aria-label': words(view.title),
      on: {
        cancel: (event) => {
          event.preventDefault();
          void does.close();
        },
      },
    },
    h(
      'form',
      {
        novalidate: true,
        on: {
          submit: (event) => {
            event.preventDefault();
            void does.send();
          },
        },
      },
      h(
        'header',
        {},
        h('img', { src: '/flame.svg', alt: '', width: 28, height: 28 }),
        h('h2', {}, plain(words(view.title))),
        h(
          'button',
          {
            type: 'button',
            class: 'close',
            'aria-label': closeWord,
            on: { click: () => void does.close() },
          },
          '✕',
        ),
      ),
      h(
        'div',
        { class: 'form-body', tabindex: -1, autofocus: true },
        showBlocks(view.blocks, host),
      ),
      h('p', { class: 'form-error', role: 'alert' }),
      h(
        'footer',
        {},
        h(
          'button',
          { type: 'button', class: 'btn', on: { click: () => void does.close() } },
          closeWord,
        ),
        view.submit !== undefined &&
          h('button', { type: 'submit', class: 'btn primary solid' }, plain(words(view.submit))),
      ),
    ),
  );
}

function showErrors(dialog: HTMLDialogElement, view: View): void {
  const errors = view.errors ?? {};
  for (const field of dialog.querySelectorAll<HTMLElement>('.b-input')) {
    const error = errors[field.dataset.block ?? ''] ?? '';
    field.classList.toggle('wrong', error !== '');
    const line = field.querySelector('.b-error');
    if (line && line.textContent !== error) line.textContent = error;
  }
  const whole = dialog.querySelector('.form-error');
  if (whole) whole.textContent = errors[''] ?? '';
}

/** What was typed into fields the view still has. */
function onlyKnown(
  view: View,
  typed: Record<string, Record<string, Given>>,
): Record<string, Record<string, Given>> {
  return Object.fromEntries(
    Object.entries(typed).flatMap(([block, actions]) => {
      const kept = Object.entries(actions).filter(
        ([action]) => view.state.values[block]?.[action] !== undefined,
      );
      return kept.length > 0 ? [[block, Object.fromEntries(kept)]] : [];
    }),
  );
}
