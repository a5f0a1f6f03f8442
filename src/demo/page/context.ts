import type { PageState } from '../slack/page-state.ts';

/** Where the reader is. */
export interface Look {
  /** Room id, or `home` for the app's Home tab; empty: the list of rooms (phones). */
  readonly room: string;
  /** ts of the open thread's parent; empty: none. */
  readonly thread: string;
}

/** What every part of the page may use. */
export interface Context {
  readonly state: PageState;
  readonly look: Look;
  go(look: Partial<Look>): void;
  actAs(user: string): void;
  /** Does something as the reader; a failure is shown to them. */
  act(name: string, body: Readonly<Record<string, unknown>>): Promise<void>;
}

/** The name behind an id, as the page shows it. */
export function nameOf(state: PageState, id: string): string {
  if (id === state.app.userId) return state.app.name;
  if (id === 'USLACKBOT') return 'Slackbot';
  return state.people.find((person) => person.id === id)?.name ?? id;
}

export function roomName(state: PageState, id: string): string {
  const room = state.rooms.find((each) => each.id === id);
  if (!room) return id;
  return room.kind === 'im' ? state.app.name : room.name;
}

export function reader(state: PageState): { zone: string; locale: string } {
  const me = state.people.find((person) => person.id === state.me);
  return { zone: me?.zone ?? 'UTC', locale: me?.locale ?? 'en-US' };
}
