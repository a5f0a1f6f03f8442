import { type Context, roomName } from './context.ts';
import { h } from './dom.ts';
import { type Choice, openMenu } from './popover.ts';

export interface Composer {
  readonly element: HTMLElement;
  update(context: Context): void;
}

/** Where the reader writes: messages, @mentions and slash commands. One for the room, one for the thread. */
export function createComposer(kind: 'room' | 'thread'): Composer {
  let context: Context | undefined;
  const input = h('textarea', {
    rows: 1,
    'aria-label': kind === 'room' ? 'Message' : 'Reply',
    autocomplete: 'off',
    on: { input: () => grow(), keydown: (event) => key(event as KeyboardEvent) },
  });
  const chips = h('div', { class: 'chips' });
  const send = h(
    'button',
    { type: 'button', class: 'send', 'aria-label': 'Send', on: { click: () => submit() } },
    '➤',
  );
  const plus = h(
    'button',
    { type: 'button', class: 'plus', 'aria-label': 'Shortcuts', on: { click: () => shortcuts() } },
    '+',
  );
  const element = h(
    'div',
    { class: 'composer' },
    chips,
    h('div', { class: 'line' }, plus, input, send),
  );

  function grow(): void {
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight, 160)}px`;
    send.classList.toggle('ready', input.value.trim() !== '');
  }

  function key(event: KeyboardEvent): void {
    // While a Korean syllable is being put together, Enter ends the syllable, not the message.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  }

  function submit(): void {
    const text = input.value.trim();
    if (text === '' || !context) return;
    const { state, look } = context;
    const where = {
      user: state.me,
      channel: look.room,
      ...(kind === 'thread' ? { thread: look.thread } : {}),
    };
    input.value = '';
    grow();
    void context.act(text.startsWith('/') ? 'command' : 'say', { ...where, text });
  }

  function write(text: string): void {
    input.value = text;
    grow();
    input.focus();
  }

  function shortcuts(): void {
    if (!context) return;
    const { state, act } = context;
    const choices: Choice[] = [
      ...state.app.commands.map(({ command, hint, description }) => ({
        label: `${command} ${hint}`,
        hint: description,
        pick: () => write(`${command} `),
      })),
      ...state.app.shortcuts
        .filter(({ type }) => type === 'global')
        .map(({ name, callback_id }) => ({
          label: `⚡ ${name}`,
          pick: () => void act('shortcut', { user: state.me, callback_id }),
        })),
    ];
    openMenu(plus, choices);
  }

  return {
    element,
    update(next) {
      context = next;
      const { state, look } = next;
      const room = state.rooms.find(({ id }) => id === look.room);
      const mute = room?.kind === 'im' && state.app.readOnly;
      element.hidden = !room || room.archived || mute;
      const name = roomName(state, look.room);
      input.placeholder =
        kind === 'thread' ? 'Reply…' : `Message ${room?.kind === 'im' ? name : `#${name}`}`;
      const words =
        kind === 'thread'
          ? [`@${state.app.name} `]
          : [...state.app.commands.map(({ command }) => `${command} `), `@${state.app.name} `];
      if (chips.dataset.words === words.join()) return;
      chips.dataset.words = words.join();
      chips.replaceChildren(
        ...words.map((word) =>
          h('button', { type: 'button', on: { click: () => write(word) } }, word.trim()),
        ),
      );
    },
  };
}
