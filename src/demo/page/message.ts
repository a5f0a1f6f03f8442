import type { PageMessage } from '../slack/page-state.ts';
import { avatar } from './avatar.ts';
import { showBlocks } from './blocks.ts';
import { type Context, nameOf, reader } from './context.ts';
import { ago, clockTime, clockTimeWithSeconds } from './dates.ts';
import { h, type Row } from './dom.ts';
import { emojiOf } from './emoji.ts';
import { fileCard } from './file-card.ts';
import type { Host } from './host.ts';
import { mrkdwn } from './marks.ts';
import { openMenu } from './popover.ts';
import { objects } from './read.ts';

export interface MessagePlace {
  readonly room: string;
  /** Shown in its thread: no "replies" line under it. */
  readonly inThread: boolean;
}

/** One message as a row: it is drawn anew only when what it shows has changed. */
export function messageRow(message: PageMessage, place: MessagePlace, context: Context): Row {
  const { me, now, people } = context.state;
  // "Today" and "5 minutes ago" go stale: once a minute is often enough.
  const minute = Math.trunc(now / 60_000);
  const hasDate = JSON.stringify(message).includes('!date^') || message.latest_reply !== undefined;
  return {
    key: message.ts,
    stamp: JSON.stringify([message, place, me, people.length, hasDate ? minute : 0]),
    make: () => show(message, place, context),
  };
}

function show(message: PageMessage, place: MessagePlace, context: Context): HTMLElement {
  const { state } = context;
  const at = Number(message.ts) * 1000;
  const isApp = message.user === state.app.userId;
  return h(
    'article',
    {
      class: `message ${message.ephemeral ? 'ephemeral' : ''} ${message.ephemeral === 'slack' ? 'failure' : ''}`,
      'data-ts': message.ts,
    },
    avatar(message.user, context),
    h(
      'div',
      { class: 'body' },
      message.ephemeral && h('p', { class: 'only-you' }, '👁 Only visible to you'),
      h(
        'header',
        {},
        h('b', {}, nameOf(state, message.user)),
        (isApp || message.user === 'USLACKBOT') && h('span', { class: 'tag' }, 'APP'),
        h('time', { title: clockTimeWithSeconds(at, reader(state)) }, clockTime(at, reader(state))),
      ),
      content(message, place, context),
      reactions(message),
      !place.inThread && replies(message, place, context),
    ),
    !message.ephemeral && tools(message, place, context),
  );
}

function content(message: PageMessage, place: MessagePlace, context: Context): HTMLElement {
  const host: Host = {
    context,
    press: (block, element, value) =>
      context.act('click', {
        user: context.state.me,
        channel: place.room,
        ts: message.ts,
        block_id: block.block_id,
        action_id: element.action_id,
        value,
      }),
  };
  const edited = message.edited ? h('small', { class: 'edited' }, ' (edited)') : undefined;
  return h(
    'div',
    { class: 'content' },
    message.blocks
      ? showBlocks(message.blocks, host)
      : (message.text !== '' || edited) &&
          h('p', { class: 'plain' }, mrkdwn(message.text, context), edited),
    ...objects(message.files).map(fileCard),
  );
}

function reactions(message: PageMessage): HTMLElement | undefined {
  if (!message.reactions?.length) return undefined;
  return h(
    'div',
    { class: 'reactions' },
    ...message.reactions.map(({ name, count }) => h('span', {}, `${emojiOf(name)} ${count}`)),
  );
}

function replies(
  message: PageMessage,
  place: MessagePlace,
  context: Context,
): HTMLElement | undefined {
  const count = message.reply_count ?? 0;
  if (count === 0) return undefined;
  const { state } = context;
  const latest = ago(Number(message.latest_reply) * 1000, state.now, reader(state));
  return h(
    'button',
    {
      type: 'button',
      class: 'replies',
      on: { click: () => context.go({ room: place.room, thread: message.ts }) },
    },
    ...(message.reply_users ?? []).slice(0, 4).map((user) => avatar(user, context, 'small')),
    h('b', {}, `${count} ${count === 1 ? 'reply' : 'replies'}`),
    h('span', {}, `last ${latest}`),
  );
}

/** Reply, pin to the timeline, and the app's message shortcuts. */
function tools(message: PageMessage, place: MessagePlace, context: Context): HTMLElement {
  const { state } = context;
  const where = { user: state.me, channel: place.room, ts: message.ts };
  const reply = () => context.go({ room: place.room, thread: message.thread_ts ?? message.ts });
  const pin = () => void context.act('react', { ...where, name: 'pushpin' });
  const made = h(
    'button',
    {
      type: 'button',
      class: 'tools',
      'aria-label': 'Message actions',
      on: {
        click: () =>
          openMenu(made, [
            { label: '💬 Reply in thread', pick: reply },
            { label: '📌 React with a pin', pick: pin },
            ...state.app.shortcuts
              .filter(({ type }) => type === 'message')
              .map(({ name, callback_id }) => ({
                label: `⚡ ${name}`,
                pick: () => void context.act('shortcut', { ...where, callback_id }),
              })),
          ]),
      },
    },
    '⋯',
  );
  return made;
}
