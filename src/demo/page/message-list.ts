import type { PageMessage } from '../slack/page-state.ts';
import { type Context, reader } from './context.ts';
import { dayName, dayOf } from './dates.ts';
import { h, type Row, sync } from './dom.ts';
import { messageRow } from './message.ts';

export interface MessageList {
  readonly element: HTMLElement;
  update(messages: readonly PageMessage[], context: Context): void;
}

/** Messages of a room or a thread, oldest first; stays at its end when the reader is there. */
export function createMessageList(kind: 'room' | 'thread'): MessageList {
  const element = h('div', { class: 'messages', role: 'log', tabindex: 0 });
  let shown = '';

  return {
    element,
    update(messages, context) {
      const { look } = context;
      const place = `${look.room} ${kind === 'thread' ? look.thread : ''}`;
      const isNew = place !== shown;
      const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 80;
      shown = place;
      sync(element, rows(messages, context));
      if (isNew && kind === 'thread') element.scrollTop = 0;
      else if (isNew || atEnd) element.scrollTop = element.scrollHeight;
    },
  };

  function rows(messages: readonly PageMessage[], context: Context): Row[] {
    const place = { room: context.look.room, inThread: kind === 'thread' };
    if (kind === 'thread') {
      const [parent, ...replies] = messages;
      if (!parent) return [];
      const count = `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}`;
      return [
        messageRow(parent, place, context),
        line('replies-line', count),
        ...replies.map((message) => messageRow(message, place, context)),
      ];
    }
    return withDays(messages, context).flatMap(({ message, day }) => [
      ...(day === undefined ? [] : [line(`day-${message.ts}`, day)]),
      messageRow(message, place, context),
    ]);
  }
}

function withDays(messages: readonly PageMessage[], context: Context) {
  const { state } = context;
  let last = '';
  return messages.map((message) => {
    const at = Number(message.ts) * 1000;
    const date = dayOf(at, reader(state));
    const day = date === last ? undefined : dayName(at, state.now, reader(state));
    last = date;
    return { message, day };
  });
}

function line(key: string, text: string): Row {
  return { key, stamp: text, make: () => h('div', { class: 'day' }, h('span', {}, text)) };
}
