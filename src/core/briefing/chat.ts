import type { PageCall, PageReceipt } from '../oncall/pager.ts';
import type { Briefing } from './briefing.ts';

/** A message of ours in the chat, to be edited again. */
export interface MessageRef {
  readonly channel: string;
  readonly ts: string;
}

/** Files of one kind for an incident's thread. */
export interface Attachment {
  /** Names the kind for ever: `INC-42/slow-queries`. The thread holds one attachment a key. */
  readonly key: string;
  /** Names what is in it, letters and digits: the same version is not put there again. */
  readonly version: string;
  readonly thread: MessageRef;
  /** The line above them. */
  readonly text: string;
  readonly files: readonly AttachedFile[];
}

export interface AttachedFile {
  readonly type: 'png' | 'txt';
  readonly title: string;
  /** What a picture shows, for who does not see it. */
  readonly alt?: string;
  readonly bytes: Uint8Array;
}

/**
 * Port: the place where people talk.
 *
 * `show` posts or edits. A post that gets no answer may still have happened: with
 * `mayHaveBeenSent` set the adapter looks for a message of ours carrying the same `key` before it
 * posts again. Trouble is thrown as `OutsideError`.
 */
export interface Chat {
  show(message: {
    /** Names the message for ever: `INC-42/card`. Same key, same message. */
    key: string;
    /** Where to post when it does not exist yet: `#name` or id. */
    channel: string;
    /** The message of the incident's card; absent for the card itself. */
    thread?: MessageRef;
    /** The message to edit; absent: post. */
    existing?: MessageRef;
    mayHaveBeenSent: boolean;
    briefing: Briefing;
  }): Promise<MessageRef>;
  /**
   * Puts files into a thread and then takes away older ones of the same key; what could not be taken
   * away stays beside them. May be called again: looks for this version first. Uploading may happen
   * twice, unseen. Sharing may where the answer was lost and the files were not there yet when it
   * was looked; the next version takes both away. Answers the files' ids.
   */
  attach(attachment: Attachment): Promise<readonly string[]>;
  /** Summons one person by direct message; answers where. */
  page(call: PageCall, briefing: Briefing): Promise<PageReceipt>;
  /** Edits a page that was sent, once it is answered. */
  settlePage(receipt: PageReceipt, briefing: Briefing): Promise<void>;
}
