import type { Clock } from '../../engine/clock.ts';
import type { Block, Message } from './message.ts';
import type { View } from './view.ts';

export interface LocalPerson {
  /** `U1`. */
  readonly id: string;
  /** The name behind the @. */
  readonly name: string;
  readonly realName?: string;
  /** IANA zone; UTC when absent. */
  readonly zone?: string;
  /** `en-US` when absent. */
  readonly locale?: string;
}

export interface LocalChannel {
  /** `C1`. */
  readonly id: string;
  /** Without the #. */
  readonly name: string;
  readonly topic?: string;
  readonly private?: boolean;
  readonly archived?: boolean;
  /** Ids of people in it; everybody when absent. */
  readonly members?: readonly string[];
  /** False: the app was never invited. */
  readonly hasApp?: boolean;
}

/** A channel or a direct message with the app. */
export interface Room {
  readonly id: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly name: string;
  readonly topic: string;
  readonly members: Set<string>;
  hasApp: boolean;
  archived: boolean;
  /** The person at the other end of a direct message. */
  readonly with?: string;
  /** By ts, oldest first, replies included. */
  readonly messages: Map<string, Message>;
}

/** A message only one person sees, until they reload. */
export interface Ephemeral {
  readonly ts: string;
  readonly to: string;
  readonly channel: string;
  readonly thread_ts?: string;
  /** `app`, or Slack itself telling of a failure. */
  readonly from: 'app' | 'slack';
  readonly text: string;
  readonly blocks?: Block[];
}

export interface LocalFile {
  readonly id: string;
  readonly name: string;
  title: string;
  /** As promised when its address was asked for. */
  readonly length: number;
  readonly alt?: string;
  bytes: Uint8Array;
  shared: boolean;
}

/** Everything the local workspace knows. Mutable and in memory: it is a stage, not a store. */
export interface Workspace {
  readonly people: ReadonlyMap<string, LocalPerson>;
  readonly rooms: Map<string, Room>;
  /** In order of appearance. */
  readonly ephemerals: Ephemeral[];
  /** Open forms by view id. */
  readonly views: Map<string, View>;
  /** Ids of each person's open forms, the top one last. */
  readonly stacks: Map<string, string[]>;
  readonly homes: Map<string, View>;
  readonly files: Map<string, LocalFile>;
  /** `user room` → ts of the newest message they have seen. */
  readonly seen: Map<string, string>;
  readonly clock: Clock;
  /** A new message timestamp: unique, rising, of this workspace's clock. */
  nextTs(): string;
  nextId(prefix: string): string;
  /** Something people can see has changed. */
  touch(): void;
  /** Returns: stop listening. */
  onChange(listener: () => void): () => void;
}

export function createWorkspace(options: {
  people: readonly LocalPerson[];
  channels: readonly LocalChannel[];
  clock: Clock;
}): Workspace {
  const { people, channels, clock } = options;
  const listeners = new Set<() => void>();
  const rooms = new Map<string, Room>();
  let lastMicros = 0;
  let lastId = 0;

  for (const channel of channels) {
    rooms.set(channel.id, roomOf(channel, people));
  }
  for (const person of people) {
    const id = directRoomId(person.id);
    rooms.set(id, directRoom(id, person));
  }

  return {
    people: new Map(people.map((person) => [person.id, person])),
    rooms,
    ephemerals: [],
    views: new Map(),
    stacks: new Map(),
    homes: new Map(),
    files: new Map(),
    seen: new Map(),
    clock,
    nextTs() {
      lastMicros = Math.max(Math.trunc(clock.now() * 1000), lastMicros + 1);
      const seconds = Math.trunc(lastMicros / 1_000_000);
      return `${seconds}.${String(lastMicros % 1_000_000).padStart(6, '0')}`;
    },
    nextId(prefix) {
      lastId += 1;
      return `${prefix}${lastId.toString(36).toUpperCase().padStart(6, '0')}`;
    },
    touch() {
      for (const listener of [...listeners]) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The direct message between the app and a person exists from the start, empty. */
export function directRoomId(userId: string): string {
  return `D${userId.replace(/^U/, '')}`;
}

function roomOf(channel: LocalChannel, people: readonly LocalPerson[]): Room {
  return {
    id: channel.id,
    kind: channel.private ? 'private' : 'public',
    name: channel.name,
    topic: channel.topic ?? '',
    members: new Set(channel.members ?? people.map((person) => person.id)),
    hasApp: channel.hasApp ?? true,
    archived: channel.archived ?? false,
    messages: new Map(),
  };
}

function directRoom(id: string, person: LocalPerson): Room {
  return {
    id,
    kind: 'im',
    name: person.name,
    topic: '',
    members: new Set([person.id]),
    hasApp: true,
    archived: false,
    with: person.id,
    messages: new Map(),
  };
}
