import type { PageState } from '../slack/page-state.ts';
import { post, readState } from './api.ts';
import { createComposer } from './composer.ts';
import { type Context, type Look, nameOf, reader, roomName } from './context.ts';
import { createDemoStrip } from './demo-strip.ts';
import { h, sync } from './dom.ts';
import { createFormLayer } from './form.ts';
import { showHome } from './home.ts';
import { createMessageList } from './message-list.ts';
import { toast } from './popover.ts';
import { sidebar } from './sidebar.ts';

const personKey = 'local-workspace-person';

const shell = h('div', { class: 'shell' });
const side = h('div', { class: 'side' });
const roomHead = h('div', { class: 'head-holder' });
const threadHead = h('div', { class: 'head-holder' });
const homeBody = h('div', { class: 'messages' });
const roomList = createMessageList('room');
const threadList = createMessageList('thread');
const roomComposer = createComposer('room');
const threadComposer = createComposer('thread');
const forms = createFormLayer();
const strip = createDemoStrip();
const emptyRoom = h('div', { class: 'empty', hidden: true });
const main = h(
  'main',
  { class: 'main' },
  roomHead,
  homeBody,
  emptyRoom,
  roomList.element,
  roomComposer.element,
);
const threadPane = h(
  'section',
  { class: 'thread', 'aria-label': 'Thread' },
  threadHead,
  threadList.element,
  threadComposer.element,
);
shell.append(strip.element, side, main, threadPane);

let me = sessionStorage.getItem(personKey) ?? '';
let look = lookFromAddress();
let asking = false;
let askAgain = false;
let rung: Set<string> | undefined;

/** `#channel=C1&thread=…`, also the form of the permalinks the local Slack gives out. */
function lookFromAddress(): Look {
  const hash = new URLSearchParams(location.hash.slice(1));
  return { room: hash.get('channel') ?? '', thread: hash.get('thread') ?? '' };
}

function go(next: Partial<Look>): void {
  const wanted = { ...look, ...next };
  const hash = new URLSearchParams({ channel: wanted.room });
  if (wanted.thread) hash.set('thread', wanted.thread);
  location.hash = hash.toString();
}

function actAs(user: string): void {
  me = user;
  rung = undefined;
  sessionStorage.setItem(personKey, user);
  void refresh();
}

/** Reads what the reader sees and draws it; changes during a read lead to one more. */
async function refresh(): Promise<void> {
  if (asking) {
    askAgain = true;
    return;
  }
  asking = true;
  try {
    do {
      askAgain = false;
      const wanted = look;
      const state = await readState(me, wanted);
      if (wanted === look) draw(state);
      else askAgain = true;
    } while (askAgain);
  } finally {
    asking = false;
  }
}

function draw(state: PageState): void {
  if (me === '') {
    me = state.people[0]?.id ?? '';
    if (me !== state.me) {
      askAgain = true;
      return;
    }
  }
  const wide = window.matchMedia('(min-width: 761px)').matches;
  if (look.room === '' && wide) {
    const first = state.rooms.find(({ kind }) => kind !== 'im');
    if (first) {
      go({ room: first.id });
      return;
    }
  }
  const context: Context = { state, look, go, actAs, act: post };
  shell.dataset.screen = look.room === '' ? 'list' : look.thread === '' ? 'room' : 'thread';
  sync(side, [
    {
      key: 'sidebar',
      stamp: JSON.stringify([state.rooms, state.me, look.room, state.app.connected]),
      make: () => sidebar(context),
    },
  ]);
  drawRoom(context);
  drawThread(context);
  forms.update(context);
  strip.update(reader(state));
  ring(context);
  markSeen(context);
}

function drawRoom(context: Context): void {
  const { state } = context;
  const isHome = look.room === 'home';
  const room = state.rooms.find(({ id }) => id === look.room);
  const title = isHome ? `${state.app.name} home` : roomName(state, look.room);
  const sign = room && room.kind !== 'im' ? '#' : '';
  const detail = room?.topic || (room && room.kind !== 'im' ? `${room.members} members` : '');
  sync(roomHead, [
    {
      key: 'head',
      stamp: JSON.stringify([title, detail]),
      make: () => head(`${sign}${title}`, detail, () => go({ room: '', thread: '' }), 'back'),
    },
  ]);
  homeBody.hidden = !isHome;
  roomList.element.hidden = isHome;
  if (isHome) showHome(homeBody, context);
  else roomList.update(state.messages, context);
  emptyRoom.hidden = isHome || state.messages.length > 0;
  if (!emptyRoom.hidden) {
    const command = state.app.commands[0]?.command ?? '/';
    emptyRoom.replaceChildren(
      strip.intro,
      h('p', {}, `Nothing has happened here yet. ${command} help says what one can ask for.`),
    );
  }
  roomComposer.update(context);
}

function drawThread(context: Context): void {
  threadPane.hidden = look.thread === '';
  if (look.thread === '') return;
  const detail = `#${roomName(context.state, look.room)}`;
  sync(threadHead, [
    {
      key: 'head',
      stamp: detail,
      make: () => head('Thread', detail, () => go({ thread: '' }), 'close'),
    },
  ]);
  threadList.update(context.state.thread, context);
  threadComposer.update(context);
}

function head(
  title: string,
  detail: string,
  leave: () => void,
  kind: 'back' | 'close',
): HTMLElement {
  return h(
    'header',
    { class: 'head' },
    h(
      'button',
      { type: 'button', class: kind, 'aria-label': 'Back', on: { click: leave } },
      h('span', { class: 'arrow' }, '‹'),
      h('span', { class: 'cross' }, '✕'),
    ),
    h('div', {}, h('h1', {}, title), detail !== '' && h('small', {}, detail)),
  );
}

/** What a phone would show on its lock screen: the message's text line alone. */
function ring({ state }: Context): void {
  const before = rung;
  rung = new Set(state.rings.map(({ ts }) => ts));
  if (!before) return;
  for (const { ts, channel, thread, text } of state.rings) {
    const isOpen = channel === look.room && (thread === undefined || thread === look.thread);
    if (before.has(ts) || isOpen) continue;
    toast(state.app.name, readable(text, state), () => go({ room: channel, thread: thread ?? '' }));
  }
}

/** A text line as a lock screen has it: names and labels, no marks. */
function readable(text: string, state: PageState): string {
  return text
    .replace(/<@(\w+)>/g, (_whole, id: string) => `@${nameOf(state, id)}`)
    .replace(/<(?:[^|<>]+\|)?([^<>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function markSeen({ state }: Context): void {
  const room = state.rooms.find(({ id }) => id === look.room);
  if (!room || document.hidden || room.unread + room.mentions === 0) return;
  void post('seen', { user: state.me, channel: room.id });
}

window.addEventListener('hashchange', () => {
  const before = look.room;
  look = lookFromAddress();
  if (look.room === 'home' && before !== 'home') void post('openHome', { user: me });
  void refresh();
});

/** Ephemeral messages do not survive a reload, here as in Slack. */
async function start(): Promise<void> {
  document.querySelector('#app')?.replaceChildren(shell);
  await refresh();
  if (me !== '') await post('reload', { user: me });
  if (look.room === 'home') await post('openHome', { user: me });
  const stream = new EventSource('/_local/stream');
  stream.onmessage = () => void refresh();
}

void start();
