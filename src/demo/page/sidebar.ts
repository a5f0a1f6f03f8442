import type { PageRoom } from '../slack/page-state.ts';
import { avatar } from './avatar.ts';
import type { Context } from './context.ts';
import { reader } from './context.ts';
import { clockTime } from './dates.ts';
import { h } from './dom.ts';
import { openMenu } from './popover.ts';

/** Rooms with their unread marks, the app, and who one acts as. */
export function sidebar(context: Context): HTMLElement {
  const { state, look } = context;
  const rooms = state.rooms.filter(({ kind }) => kind !== 'im');
  const direct = state.rooms.filter(({ kind }) => kind === 'im');
  return h(
    'nav',
    { class: 'sidebar', 'aria-label': 'Workspace' },
    h(
      'header',
      { class: 'side-top' },
      h('img', { src: '/flame.svg', alt: '', width: 34, height: 34 }),
      h(
        'div',
        {},
        h('b', {}, 'Local workspace'),
        h(
          'small',
          { class: state.app.connected ? 'up' : 'down' },
          state.app.connected ? `${state.app.name} is connected` : `${state.app.name} is away`,
        ),
      ),
    ),
    h('h2', {}, 'Channels'),
    ...rooms.map((room) => roomLine(room, `${room.kind === 'private' ? '🔒' : '#'}`, context)),
    h('h2', {}, 'Apps'),
    ...direct.map((room) => roomLine(room, '', context)),
    state.app.hasHome &&
      h(
        'button',
        {
          type: 'button',
          class: `place ${look.room === 'home' ? 'here' : ''}`,
          on: { click: () => context.go({ room: 'home', thread: '' }) },
        },
        h('span', { class: 'sign' }, '⌂'),
        h('span', { class: 'name' }, `${state.app.name} home`),
      ),
    actingAs(context),
  );
}

function roomLine(room: PageRoom, sign: string, context: Context): HTMLElement {
  const { state, look } = context;
  const here = look.room === room.id;
  return h(
    'button',
    {
      type: 'button',
      class: `place ${here ? 'here' : ''} ${room.unread + room.mentions > 0 && !here ? 'unread' : ''}`,
      'aria-current': here ? 'page' : undefined,
      on: { click: () => context.go({ room: room.id, thread: '' }) },
    },
    sign === ''
      ? h('img', { class: 'sign', src: '/flame.svg', alt: '' })
      : h('span', { class: 'sign' }, sign),
    h('span', { class: 'name' }, room.kind === 'im' ? state.app.name : room.name),
    room.mentions > 0 && !here && h('span', { class: 'badge' }, String(room.mentions)),
  );
}

/** The local workspace lets one be anybody: approvals need two people. */
function actingAs(context: Context): HTMLElement {
  const { state } = context;
  const me = state.people.find(({ id }) => id === state.me);
  const time = (zone: string) => clockTime(state.now, { ...reader(state), zone });
  const made = h(
    'button',
    {
      type: 'button',
      class: 'me',
      'aria-haspopup': 'menu',
      on: {
        click: () =>
          openMenu(
            made,
            state.people.map((person) => ({
              label: `${person.id === state.me ? '● ' : ''}${person.realName}`,
              hint: `${person.zone}, ${time(person.zone)}`,
              pick: () => context.actAs(person.id),
            })),
          ),
      },
    },
    avatar(state.me, context),
    h(
      'span',
      {},
      h('small', {}, 'You act as'),
      h('b', {}, me?.realName ?? state.me),
      h('small', {}, me?.zone ?? ''),
    ),
    h('span', { class: 'swap', 'aria-hidden': 'true' }, '⇅'),
  );
  return made;
}
