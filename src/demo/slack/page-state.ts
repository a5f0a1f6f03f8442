import type { Message } from './message.ts';
import type { View } from './view.ts';

/* What the page gets to see: types only, shared with the browser. */

/** A message as the channel or thread shows it. */
export interface PageMessage extends Message {
  /** Only for the reader: from the app, or from Slack itself. */
  readonly ephemeral?: 'app' | 'slack';
  readonly reply_count?: number;
  readonly reply_users?: readonly string[];
  readonly latest_reply?: string;
}

export interface PageRoom {
  readonly id: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly name: string;
  readonly topic: string;
  readonly archived: boolean;
  readonly unread: number;
  /** Unread ones that name the reader; every direct message counts. */
  readonly mentions: number;
  readonly members: number;
}

export interface PagePerson {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly zone: string;
  readonly locale: string;
}

export interface PageState {
  /** Epoch ms by the workspace's own clock. */
  readonly now: number;
  readonly me: string;
  readonly app: {
    readonly name: string;
    readonly userId: string;
    readonly hasHome: boolean;
    readonly connected: boolean;
    /** Nobody can write to the app directly: its messages tab is read-only. */
    readonly readOnly: boolean;
    readonly commands: readonly {
      readonly command: string;
      readonly hint: string;
      readonly description: string;
    }[];
    readonly shortcuts: readonly {
      readonly name: string;
      readonly type: 'global' | 'message';
      readonly callback_id: string;
    }[];
  };
  readonly people: readonly PagePerson[];
  readonly rooms: readonly PageRoom[];
  /** The room looked at, top level, oldest first, the reader's ephemeral messages included. */
  readonly messages: readonly PageMessage[];
  /** The thread looked at: the parent first. */
  readonly thread: readonly PageMessage[];
  /** The reader's open forms, the top one last. */
  readonly views: readonly View[];
  readonly home?: View;
  /** The newest messages that would ring the reader's phone, oldest first. */
  readonly rings: readonly {
    readonly channel: string;
    readonly ts: string;
    readonly text: string;
    readonly thread?: string;
  }[];
}

/** The control strip of the demo, as `GET /_demo/state` gives it. */
export interface DemoState {
  readonly stories: readonly {
    readonly name: string;
    readonly title: string;
    readonly tells: string;
    readonly running: boolean;
  }[];
  readonly speed: number;
  /** What the speed may be set to. */
  readonly speeds?: readonly number[];
  /** Epoch ms of story time. */
  readonly now: number;
  readonly links: readonly { readonly title: string; readonly url: string }[];
}
