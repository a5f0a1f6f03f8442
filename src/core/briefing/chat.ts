import type { PageCall, PageReceipt } from '../oncall/pager.ts';
import type { Briefing } from './briefing.ts';

/** A message of ours in the chat, to be edited again. */
export interface MessageRef {
  readonly channel: string;
  readonly ts: string;
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
  /** Summons one person by direct message; answers where. */
  page(call: PageCall, briefing: Briefing): Promise<PageReceipt>;
  /** Edits a page that was sent, once it is answered. */
  settlePage(receipt: PageReceipt, briefing: Briefing): Promise<void>;
}
