import { type Act, type Acting, roomOf } from './act.ts';
import { type Click, click } from './act-click.ts';
import { type CommandLine, runCommand } from './act-command.ts';
import { dismissView, type Submission, submitView } from './act-form.ts';
import { openHome, say, type Words } from './act-say.ts';
import { type ShortcutUse, useShortcut } from './act-shortcut.ts';
import type { Outcome } from './delivery.ts';
import type { Events, SentEvent } from './events.ts';
import { identity } from './identity.ts';
import type { Faults } from './injected-faults.ts';
import { type Message, repliesOf, topLevel } from './message.ts';
import { react, target } from './methods/team.ts';
import { findRoom } from './posting.ts';
import type { SocketDelivery } from './socket-delivery.ts';
import type { View } from './view.ts';
import { viewsOf } from './view-stack.ts';
import type { ApiCall } from './web-api.ts';
import { directRoomId, type Ephemeral, type Room, type Workspace } from './workspace.ts';

/** What `waitFor` has waited for. */
export type Truthy<T> = Exclude<T, false | 0 | '' | null | undefined>;

/** Acting as people, looking at what they see, and making trouble. */
export interface Control {
  command(line: CommandLine): Promise<Act>;
  /** Any message of a person. */
  say(words: Words): Promise<{ ts: string }>;
  /** The same, naming the app at its start. */
  mention(words: Words): Promise<{ ts: string }>;
  click(request: Click): Promise<Act>;
  submitView(submission: Submission): Promise<Act>;
  closeView(request: { user: string; viewId?: string }): Promise<Act>;
  shortcut(use: ShortcutUse): Promise<Act>;
  openHome(user: string): Promise<void>;
  react(request: { user: string; channel: string; ts: string; name: string }): Promise<void>;
  /** The person reloads Slack: ephemeral messages are gone. */
  reload(user: string): void;

  /** Top level of a channel, oldest first. */
  messages(channel: string): Message[];
  /** The parent and its replies, oldest first. */
  thread(channel: string, ts: string): Message[];
  /** Open forms, the top one last. */
  views(user: string): View[];
  home(user: string): View | undefined;
  /** What only this person sees, oldest first; `from` says whether the app or Slack speaks. */
  ephemerals(user: string): Ephemeral[];
  /** Messages between the app and this person, oldest first. */
  directMessages(user: string): Message[];
  /** Resolves with the first truthy answer; looks again at every change. Default 15 000 ms of real time: the machine may be busy. */
  waitFor<T>(look: () => T, ms?: number): Promise<Truthy<T>>;
  /** Every Web API call so far, oldest first. */
  readonly calls: readonly ApiCall[];
  /** Every event sent to the app, oldest first. */
  readonly events: readonly SentEvent[];
  redeliver(eventId: string): Promise<Outcome>;

  readonly faults: Faults;
  readonly socket: Pick<SocketDelivery, 'refresh' | 'connections'>;
  /** HTTP mode: where requests go from now on. */
  setRequestUrl(url: string): void;
  readonly workspace: Workspace;
}

export function createControl(options: {
  acting: Acting;
  events: Events;
  faults: Faults;
  calls: readonly ApiCall[];
  socket: SocketDelivery;
  setRequestUrl: (url: string) => void;
}): Control {
  const { acting, events, faults, calls, socket } = options;
  const { stage } = acting;
  const { workspace } = stage;

  function room(channel: string): Room {
    const found = findRoom(workspace, channel);
    if (!found) throw new Error(`There is no channel ${channel}`);
    return found;
  }

  return {
    command: (line) => runCommand(acting, line),
    say: async (words) => ({ ts: say(stage, words).ts }),
    mention: async (words) => {
      const text = `<@${identity.botUserId}> ${words.text}`;
      return { ts: say(stage, { ...words, text }).ts };
    },
    click: (request) => click(acting, request),
    submitView: (submission) => submitView(acting, submission),
    closeView: (request) => dismissView(acting, request),
    shortcut: (use) => useShortcut(acting, use),
    openHome: async (user) => openHome(stage, user),
    react: async ({ user, channel, ts, name }) => {
      const place = target(stage, roomOf(stage, channel, user).id, ts);
      react(stage, place.room, place.message, user, name);
    },
    reload(user) {
      const kept = workspace.ephemerals.filter(({ to }) => to !== user);
      workspace.ephemerals.splice(0, workspace.ephemerals.length, ...kept);
      workspace.touch();
    },
    messages: (channel) => topLevel(room(channel)),
    thread(channel, ts) {
      const place = room(channel);
      const parent = place.messages.get(ts);
      return [...(parent ? [parent] : []), ...repliesOf(place, ts)];
    },
    views: (user) => viewsOf(workspace, user),
    home: (user) => workspace.homes.get(user),
    ephemerals: (user) => workspace.ephemerals.filter(({ to }) => to === user),
    directMessages: (user) => [...room(directRoomId(user)).messages.values()],
    waitFor: (look, ms = 15_000) => waitFor(workspace, look, ms),
    calls,
    events: events.sent,
    redeliver: (eventId) => events.redeliver(eventId),
    faults,
    socket,
    setRequestUrl: options.setRequestUrl,
    workspace,
  };
}

/** Looks at once, at every change, and every 20 ms for what the workspace cannot see change. */
async function waitFor<T>(workspace: Workspace, look: () => T, ms: number): Promise<Truthy<T>> {
  const first = look();
  if (first) return first as Truthy<T>;
  return new Promise((resolve, reject) => {
    const peek = () => {
      try {
        const found = look();
        if (found) settle(() => resolve(found as Truthy<T>));
      } catch (error) {
        settle(() => reject(error));
      }
    };
    const stopListening = workspace.onChange(peek);
    const poll = setInterval(peek, 20);
    const limit = setTimeout(
      () => settle(() => reject(new Error(`Waited ${ms} ms in vain for: ${look}`))),
      ms,
    );
    function settle(finish: () => void): void {
      stopListening();
      clearInterval(poll);
      clearTimeout(limit);
      finish();
    }
  });
}
